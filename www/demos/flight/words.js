// The words and signs of the demo's page: states, money, days, times. No DOM.

/**
 * @import { BookArgs } from "./book_flight.js"
 * @import { Booking, Status } from "./bookings.js"
 */

/** @typedef {"alert" | "check" | "clock" | "cross" | "info" | "undo"} Sign */

/**
 * How a state is named and drawn.
 * @type {Readonly<Record<Status, { name: string, tone: "plain" | "busy" | "ask" | "ok" | "warn" | "bad", sign: Sign }>>}
 */
export const STATES = Object.freeze({
  planning: { name: "Planning", tone: "busy", sign: "clock" },
  waiting: { name: "Waiting for you", tone: "ask", sign: "alert" },
  booking: { name: "Booking", tone: "busy", sign: "clock" },
  booked: { name: "Booked", tone: "ok", sign: "check" },
  rejected: { name: "Rejected", tone: "plain", sign: "cross" },
  unclear: { name: "Not planned", tone: "plain", sign: "info" },
  failed: { name: "Failed", tone: "bad", sign: "alert" },
  unknown: { name: "Not known whether it ran", tone: "warn", sign: "alert" },
  stopped: { name: "Stopped", tone: "plain", sign: "cross" },
  damaged: { name: "Damaged", tone: "bad", sign: "alert" },
});

/** @param {number} amount in dollars */
export const dollars = (amount) => `$${amount.toLocaleString("en", { maximumFractionDigits: 2 })}`;

/** @param {string} date YYYY-MM-DD */
export const day = (date) => new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(date));

/**
 * A time of day, with its day where that is not today.
 * @param {number} at milliseconds since 1970
 */
export function time(at) {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(undefined, isToday ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" }).format(date);
}

/**
 * What was booked, or is to be: the arguments after a person's edit.
 * @param {Booking} booking
 * @returns {BookArgs | undefined}
 */
export const argsOf = ({ outcome, decision, action }) => (outcome?.kind === "booked" ? outcome.ticket : decision?.args ?? action?.args);

/** @param {Booking} booking */
export function titleOf(booking) {
  const args = argsOf(booking);
  return args ? `${args.origin} to ${args.destination}` : booking.request;
}
