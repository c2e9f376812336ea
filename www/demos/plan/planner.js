// From a goal to a plan: reads what is wanted, looks at the table, and names every row that it would touch. A script in place
// of a model, so that the demo works offline and the same each time. It changes nothing.

import { plus } from "../../desk/dates.js";

/** @import { User } from "./users.js" */

/** What may be done to users. @typedef {"delete" | "deactivate"} Operation */

/**
 * A plan: what a person reads, and exactly what would run.
 * @typedef {object} ActionPlan
 * @property {string[]} steps
 * @property {Operation} operation
 * @property {string[]} users emails, oldest login first
 */

/** What the planner node writes. @typedef {{ plan: ActionPlan } | { result: { kind: "unclear", text: string } }} Plan */

const DAYS = 180;
const UNITS = /** @type {const} */ ({ day: 1, week: 7, month: 30, year: 365 });

/**
 * @param {string} goal
 * @param {{ rows: readonly User[], today: string }} options `today`: YYYY-MM-DD
 * @returns {Plan}
 */
export function planFor(goal, { rows, today }) {
  const operation = operationIn(goal);
  if (!operation) return unclear("What should happen to whom? Write for example: delete all users who have not logged in for 180 days.");
  const since = plus(today, -daysIn(goal));
  const found = rows.filter(({ last_login, active }) => last_login < since && (active || operation === "delete"));
  if (found.length === 0) return unclear(`No user has been away since ${since}, so there is nothing to ${operation}.`);
  return { plan: { operation, steps: stepsOf(operation, { since, found: found.length, of: rows.length }), users: oldestFirst(found) } };
}

/** @param {string} text @returns {Plan} */
const unclear = (text) => ({ result: { kind: "unclear", text } });

/** @param {string} goal @returns {Operation | undefined} */
function operationIn(goal) {
  if (/\b(deactivat|disabl|lock|suspend)/i.test(goal)) return "deactivate";
  return /\b(delet|remov|purg|clean)/i.test(goal) ? "delete" : undefined;
}

/** @param {string} goal */
function daysIn(goal) {
  const [, count, unit] = /\b(\d{1,4}|an?) (day|week|month|year)s?\b/i.exec(goal) ?? [];
  return count === undefined ? DAYS : (Number(count) || 1) * UNITS[/** @type {keyof typeof UNITS} */ (unit.toLowerCase())];
}

/**
 * @param {Operation} operation
 * @param {{ since: string, found: number, of: number }} counts
 */
const stepsOf = (operation, { since, found, of }) => [
  `Find the users whose last login was before ${since}: ${found} of ${of}.`,
  `${operation === "delete" ? "Delete" : "Deactivate"} these ${found}, in one transaction.`,
  "Write it in the journal.",
];

/** @param {readonly User[]} users */
const oldestFirst = (users) => users.toSorted((a, b) => a.last_login.localeCompare(b.last_login)).map(({ email }) => email);
