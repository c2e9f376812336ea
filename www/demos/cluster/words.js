// The words and signs of the cluster demo's page. No DOM.

import { count } from "../../desk/words.js";

/**
 * @import { State } from "../../desk/words.js"
 * @import { Fate, Job } from "./conversation.js"
 */

/** The states that other demos do not have. @type {Readonly<Record<string, State>>} */
export const STATES = Object.freeze({
  working: { name: "Working", tone: "busy", sign: "clock" },
});

/** What a call is called that came to this. @type {Readonly<Record<Fate, State>>} */
export const FATES = Object.freeze({
  waiting: { name: "Waiting for you", tone: "ask", sign: "alert" },
  running: { name: "Running", tone: "busy", sign: "clock" },
  unknown: { name: "Not known whether it ran", tone: "warn", sign: "alert" },
  ran: { name: "Ran", tone: "ok", sign: "check" },
  denied: { name: "Denied", tone: "plain", sign: "cross" },
  impossible: { name: "Not possible", tone: "warn", sign: "info" },
});

/**
 * The demo's word for where a job is.
 * @param {Job} job
 */
export const statusOf = ({ phase }) => (phase === "running" ? "working" : undefined);

/** What the person asked for. @param {Job} job */
export const titleOf = ({ state: { messages = [] } }) => String(messages.find(({ type }) => type === "human")?.content ?? "");

/** @param {Job} job */
export const lineOf = ({ questions }) => (questions.length > 0 ? `${count(questions.length, "call")} to decide` : "");

/**
 * What a first-time visitor wants to know about where a job is.
 * @param {Job} job
 */
export function noteOf({ status, questions, ours }) {
  if (status === "waiting") {
    const calls = questions.length === 1 ? "One call waits for you, and has changed nothing yet." : `${questions.length} calls wait for you, each with a question of its own. They have changed nothing yet.`;
    return `${calls} You may close this tab: what you decided stays decided, and the rest still waits.`;
  }
  if (status === "working" && ours) return "The agent is at it. If you close this tab now, it can go on later, and each approved call changes the cluster once all the same.";
  return undefined;
}
