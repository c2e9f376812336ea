// The words and signs of the travel demo's page. No DOM.

import { nightsText } from "./trip_plan.js";

/**
 * @import { State } from "../../desk/words.js"
 * @import { Trip } from "./graph.js"
 */

/** The states that other demos do not have. @type {Readonly<Record<string, State>>} */
export const STATES = Object.freeze({
  planning: { name: "Planning", tone: "busy", sign: "clock" },
  booking: { name: "Booking", tone: "busy", sign: "clock" },
  booked: { name: "Booked", tone: "ok", sign: "check" },
  cancelled: { name: "Cancelled", tone: "plain", sign: "cross" },
  unclear: { name: "Not planned", tone: "plain", sign: "info" },
});

/** What the form says otherwise: here a change is not run, but leads to another question. */
export const MESSAGES = Object.freeze({
  "edit.action": "Change the plan",
  "reject": "Cancel the trip",
  "approve.changes": "Send {n, plural, one{this change} other{these # changes}}",
  "done.edit": "Sent at {time}. Nothing was booked: the agent looks the prices up again.",
  "done.reject": "Cancelled. Nothing was booked.",
  "verb.edit": "changed",
  "verb.reject": "cancelled",
});

/**
 * The demo's word for where a trip is.
 * @param {Trip} trip
 */
export function statusOf({ phase, state: { decisions = [], outcome } }) {
  if (phase === "running") return decisions.at(-1)?.verb === "approve" ? "booking" : "planning";
  return phase === "done" ? outcome?.kind : undefined;
}

/** @param {Trip} trip */
export const titleOf = ({ state: { plan, request } }) => (plan ? `${plan.city}, ${nightsText(plan.nights)}` : request ?? "");

/** @param {Trip} trip */
export const lineOf = ({ state: { plan } }) => (plan ? `${day(plan.departs)} · ${dollars(plan.prices_usd.total)}` : "");

/**
 * What a first-time visitor wants to know about where a trip is.
 * @param {Trip} trip
 */
export function noteOf({ status, ours, state: { decisions = [] } }) {
  if (status === "waiting" && decisions.length === 0) return "The agent stopped here with a plan. Nothing is booked until you approve it. You may change it first, and close this tab whenever you like: the question stays.";
  if (status === "waiting") return "This is the plan as you changed it, at today's prices. Nothing is booked yet.";
  if (status === "booking" && ours) return "Your answer is recorded. The parts are booked one after another, each under a key of its own. If you close this tab now, the rest can be booked later, and nothing is booked twice.";
  if (status === "booking") return "Another tab books this trip, or was closed in the middle of it. What is booked stays booked; Continue books the rest.";
  return undefined;
}

/** @param {number} amount in dollars */
export const dollars = (amount) => `$${amount.toLocaleString("en")}`;

/** @param {string} date YYYY-MM-DD */
export const day = (date) => new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(date));
