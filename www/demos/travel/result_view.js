// How a trip ended, and how it came there: what was booked under which number, and every answer of the person on the way.

import { h } from "../../elements/dom.js";
import { decidedView, said } from "../../desk/results.js";
import { dollars } from "./words.js";

/** @import { Booking, Trip } from "./graph.js" */

const DECIDED = Object.freeze({ edit: "changed the plan", reject: "cancelled this" });

/**
 * @param {Trip} trip
 * @returns {Node[]}
 */
export function resultView({ status, state: { decisions = [], outcome } }) {
  if (outcome?.kind === "unclear") return [said(outcome.text)];
  const ended = outcome?.kind === "booked" ? [bookedView(outcome.bookings)] : status === "cancelled" ? [said("Nothing was booked.")] : [];
  return [...ended, ...decisions.map((decision) => decidedView(decision, DECIDED))];
}

/** @param {readonly Booking[]} bookings */
const bookedView = (bookings) => h("ul", { class: "booked", "aria-label": "What is booked" }, ...bookings.map(({ what, price_usd, number }) => h("li", null,
  h("span", { class: "what" }, what), h("span", { class: "price" }, dollars(price_usd)), h("code", null, number))));
