// The words of the SQL demo's page. No DOM.

import { count } from "../../desk/words.js";

/**
 * @import { IntroWords } from "../../desk/intro.js"
 * @import { State } from "../../desk/words.js"
 * @import { Work } from "./graph.js"
 */

/** @type {IntroWords} */
export const INTRO = {
  title: "An agent at your database, with a hand on its arm",
  lead: "The agent writes SQL and runs it in a real SQLite database in this page. What only reads is answered at once. What would change anything stops, with the number of rows it would change already counted, and waits for you.",
  steps: [
    ["It writes.", "Ask in words that the examples use, or type SQL yourself: the agent takes any text."],
    ["It looks first.", "The statement is read word for word (comments, quotes, WITH, several statements) and compiled by SQLite. Only what both call a read passes. Everything else runs on a copy that is thrown away, to count the rows."],
    ["You decide.", "Approve it, change the statement (it is inspected and asked again), or reject it and say why."],
    ["It survives you.", "Reload or close the tab while it waits. Let the database take 20 seconds, approve, and close the tab in the middle: Continue finishes it, and the statement has run once."],
    ["It notices.", "Ask for two deletions of the same rows and approve both: the second finds other rows than were counted, changes nothing, and asks again."],
  ],
};

/** @type {Readonly<Record<string, State>>} */
export const STATES = Object.freeze({
  answered: { name: "Answered", tone: "ok", sign: "check" },
  ran: { name: "Ran", tone: "ok", sign: "check" },
  refused: { name: "Refused by SQLite", tone: "bad", sign: "alert" },
  empty: { name: "Nothing to run", tone: "plain", sign: "info" },
});

/**
 * The demo's word for where a statement is.
 * @param {Work} work
 */
export const statusOf = ({ phase, state: { outcome } }) => (phase === "done" ? outcome?.kind : undefined);

/**
 * A text in one line, cut where it is long.
 * @param {string} text
 * @param {number} most characters
 */
export function shortened(text, most) {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
}

/** @param {Work} work */
export const titleOf = ({ state: { request = "" } }) => shortened(request, 72) || "No text";

/** @param {Work} work */
export function lineOf({ state: { inspection, outcome } }) {
  if (outcome?.kind === "answered") return count(outcome.report.answer?.total ?? 0, "row");
  if (outcome?.kind === "ran") return `${count(outcome.report.changed, "row")} changed`;
  return inspection?.report ? `Would change ${count(inspection.report.changed, "row")}` : "";
}

/**
 * @param {Work} work
 * @param {number} delaySeconds
 */
export function noteOf({ phase, ours, state: { inspection, decision } }, delaySeconds) {
  if (phase === "waiting" && inspection?.error) return `The agent stopped here: this is no plain read, and SQLite would not run it (${inspection.error}). Change it, or reject it. You may close this tab: the question stays.`;
  if (phase === "waiting") return "The agent stopped here: this is more than a read. It ran on a copy to count its rows; your data is as it was. You may close this tab: the question stays.";
  if (phase === "unknown") return "You approved this, and then its tab went away before the database answered. It was not tried again by itself. The database's books below show whether it ran.";
  if (phase !== "running") return "";
  if (!ours) return undefined;
  return decision && inspection ? `Your answer is recorded. The database takes ${count(delaySeconds, "second")}. If you close this tab now, the run can be continued later, and the statement runs once all the same.` : "The agent writes the statement and looks at what it would do.";
}
