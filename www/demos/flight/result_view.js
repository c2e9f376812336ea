// How a booking ended: the ticket, who let it be booked, what the agent asks back.

import { h } from "../../elements/dom.js";
import { decidedView, receipt, said } from "../../desk/results.js";
import { argsOf, day, dollars } from "./words.js";

/** @import { Booking } from "./graph.js" */

const SEATS = { any: "any seat", window: "by the window", aisle: "on the aisle" };

/**
 * @param {Booking} booking
 * @returns {Node[]}
 */
export function resultView({ status, state }) {
  const { outcome, decision, limit } = state;
  const decided = decision && decidedView(decision);
  if (outcome?.kind === "unclear") return [said(outcome.text)];
  if (status === "rejected") return [said("Nothing was booked or charged."), ...(decided ? [decided] : [])];
  if (status !== "booked" || outcome?.kind !== "booked") return [];
  return [ticketView(outcome.ticket), decided ?? h("p", { class: "decided" }, `Booked without a question: the price was within the limit of ${dollars(limit ?? 0)}.`)];
}

/** @param {import("./orders.js").Ticket} ticket */
const ticketView = ({ ticket, flight, departs, date, seat, price_usd }) => receipt([
  ["Flight", `${flight}, ${departs}`], ["Day", day(date)], ["Seat", SEATS[seat]], ["Charged", dollars(price_usd)], ["Ticket", ticket],
]);

/**
 * What a first-time visitor wants to know about where a booking is.
 * @param {Booking} booking
 * @param {number} delaySeconds
 */
export function noteOf({ status, ours, state: { action, limit = 0, decision } }, delaySeconds) {
  const price = dollars(action?.args.price_usd ?? 0);
  if (status === "planning") return ours ? "The agent is looking for a flight. Nothing is booked by that." : "Another tab plans this trip, or was closed in the middle of it.";
  if (status === "waiting") return `The agent stopped here, because ${price} is above your limit of ${dollars(limit)}. Nothing is booked or charged until you decide. You may close this tab: the question stays.`;
  if (status === "unknown") return "You approved this, and then its tab went away before the airline answered. It was not tried again by itself. The airline's books below show whether the card was charged.";
  if (status !== "booking") return "";
  const why = decision || action && action.args.price_usd > limit ? "Your answer is recorded." : `${price} is within your limit of ${dollars(limit)}, so the agent books it without a question.`;
  return ours ? `${why} The airline takes ${delaySeconds} seconds. If you close this tab now, the booking can be continued later, and the card is charged once all the same.`
    : `${why} Another tab runs this booking, or was closed in the middle of it.`;
}

/** @param {Booking} booking */
export function lineOf(booking) {
  const args = argsOf(booking);
  return args ? `${day(args.date)} · ${dollars(args.price_usd)}` : "";
}
