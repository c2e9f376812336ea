// The words and signs of the demo's page: states, money, days. No DOM.

/**
 * @import { BookArgs } from "./book_flight.js"
 * @import { Booking } from "./graph.js"
 * @import { State } from "../../desk/words.js"
 */

/** The states that other demos do not have. @type {Readonly<Record<string, State>>} */
export const STATES = Object.freeze({
  planning: { name: "Planning", tone: "busy", sign: "clock" },
  booking: { name: "Booking", tone: "busy", sign: "clock" },
  booked: { name: "Booked", tone: "ok", sign: "check" },
  unclear: { name: "Not planned", tone: "plain", sign: "info" },
});

/**
 * The demo's word for where a booking is.
 * @param {Booking} booking
 */
export function statusOf({ phase, state: { action, outcome } }) {
  if (phase === "running") return action ? "booking" : "planning";
  return phase === "done" ? outcome?.kind : undefined;
}

/** @param {number} amount in dollars */
export const dollars = (amount) => `$${amount.toLocaleString("en", { maximumFractionDigits: 2 })}`;

/** @param {string} date YYYY-MM-DD */
export const day = (date) => new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(date));

/**
 * What was booked, or is to be: the arguments after a person's edit.
 * @param {Booking} booking
 * @returns {BookArgs | undefined}
 */
export const argsOf = ({ state: { outcome, decision, action } }) => (outcome?.kind === "booked" ? outcome.ticket
  : /** @type {BookArgs | undefined} */ (decision?.args) ?? action?.args);

/** @param {Booking} booking */
export function titleOf(booking) {
  const args = argsOf(booking);
  return args ? `${args.origin} to ${args.destination}` : booking.state.request ?? "";
}
