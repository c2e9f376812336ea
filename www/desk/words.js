// Words and signs that every demo uses: states of runs, notes about them, times. No DOM.

/** @import { Run } from "./runs.js" */

/** How a state is named and drawn. @typedef {{ name: string, tone: "plain" | "busy" | "ask" | "ok" | "warn" | "bad", sign: Sign }} State */

/** @typedef {"alert" | "check" | "clock" | "cross" | "info" | "undo"} Sign */

/** The states that every demo has. @type {Readonly<Record<string, State>>} */
export const STATES = Object.freeze({
  running: { name: "Running", tone: "busy", sign: "clock" },
  waiting: { name: "Waiting for you", tone: "ask", sign: "alert" },
  unknown: { name: "Not known whether it ran", tone: "warn", sign: "alert" },
  done: { name: "Done", tone: "ok", sign: "check" },
  rejected: { name: "Rejected", tone: "plain", sign: "cross" },
  failed: { name: "Failed", tone: "bad", sign: "alert" },
  stopped: { name: "Stopped", tone: "plain", sign: "cross" },
  damaged: { name: "Damaged", tone: "bad", sign: "alert" },
});

/**
 * What a first-time visitor wants to know about where a run is, where the demo has no words of its own.
 * @param {Run<any>} run
 */
export function noteOf({ phase, ours }) {
  if (phase === "waiting") return "The agent stopped here. Nothing happens until you decide. You may close this tab: the question stays.";
  if (phase === "unknown") return "You answered this, and then its tab went away before it was done. It was not tried again by itself. The books below show what happened.";
  if (phase === "running" && !ours) return "Another tab runs this, or was closed in the middle of it.";
  return "";
}

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
 * A number of things: `1 email`, `3 emails`.
 * @param {number} n
 * @param {string} one
 * @param {string} [many]
 */
export const count = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
