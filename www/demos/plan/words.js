// The words and signs of the plan demo's page. No DOM.

import { count } from "../../desk/words.js";

/**
 * @import { State } from "../../desk/words.js"
 * @import { Work } from "./graph.js"
 */

/** The states that other demos do not have. @type {Readonly<Record<string, State>>} */
export const STATES = Object.freeze({
  planning: { name: "Planning", tone: "busy", sign: "clock" },
  executing: { name: "Executing", tone: "busy", sign: "clock" },
  executed: { name: "Executed", tone: "ok", sign: "check" },
  expired: { name: "Expired", tone: "warn", sign: "clock" },
  unclear: { name: "Nothing planned", tone: "plain", sign: "info" },
});

/** What the form says otherwise: here silence is answered for the person, and the answer is no. */
export const MESSAGES = Object.freeze({
  "expired.default": "Expired at {time}. That counts as a refusal, so nothing ran.",
});

/** @type {Readonly<Record<string, string>>} */
const VERBS = Object.freeze({ delete: "Delete", deactivate: "Deactivate" });

/**
 * The demo's word for where a work is.
 * @param {Work} work
 */
export function statusOf({ phase, state: { human_decision, result, decided } }) {
  if (phase === "running") return human_decision === undefined ? "planning" : "executing";
  if (phase !== "done" || !result) return undefined;
  if (result.kind === "refused") return decided?.by.id === "timer" ? "expired" : "rejected";
  return result.kind;
}

/**
 * What an order does, in a few words.
 * @param {{ operation: string, users: readonly string[] }} order
 */
export const orderText = ({ operation, users }) => `${VERBS[operation] ?? operation} ${count(users.length, "user")}`;

/** @param {Work} work */
export const titleOf = ({ state: { plan, request } }) => (plan ? orderText(plan) : request ?? "");

/** @param {Work} work */
export const lineOf = ({ state: { plan, request } }) => (plan ? request ?? "" : "");

/**
 * What a first-time visitor wants to know about where a work is.
 * @param {Work} work
 */
export function noteOf({ status, ours, state: { seconds = 0 } }) {
  if (status === "waiting") return `The agent stopped here with a plan, and has touched nothing. It waits ${duration(seconds)}, also while this tab is closed. Without an answer by then, it goes on as if you had refused.`;
  if (status === "executing" && ours) return "The answer is recorded, and the database is at it. If you close this tab now, it can be finished later, and happens once all the same.";
  return undefined;
}

/**
 * A length of time in the largest unit that says it exactly.
 * @param {number} seconds
 */
export function duration(seconds) {
  if (seconds >= 3600 && seconds % 3600 === 0) return count(seconds / 3600, "hour");
  return seconds >= 60 && seconds % 60 === 0 ? count(seconds / 60, "minute") : count(seconds, "second");
}
