// What the gate asks: the exact statement, and what it would do, as was found by running it on a copy. Pure.

import { count } from "../../desk/words.js";

/**
 * @import { WorkState } from "./graph.js"
 * @import { Inspection, Report } from "./sqlite.js"
 */

const MOST_VERBS = 3;
const SCHEMA = Object.freeze({
  type: "object", additionalProperties: false, required: ["statement"],
  properties: { statement: { type: "string", title: "Statement", minLength: 1, maxLength: 10_000, "x-halt": { control: "multiline" } } },
});

/**
 * The payload of the question.
 * @param {WorkState} work
 */
export function question({ statement, inspection, moved }) {
  const { kind, verbs, report, error } = /** @type {Inspection} */ (inspection);
  return {
    halt: 1,
    kind: "run_sql",
    title: titleOf(verbs, report),
    why: why(kind, moved === true),
    consequences: report ? consequences(report) : [`SQLite would not run this: ${error}.${/^near "TRUNCATE"/i.test(error ?? "") ? " It has no TRUNCATE; DELETE without WHERE empties a table." : ""}`],
    ...(report && { context: evidence(report) }),
    action: { id: "run", name: "run_sql", args: { statement }, schema: SCHEMA },
    // What SQLite would not run can be mended, and not approved.
    decisions: report ? ["approve", "edit", "reject"] : ["edit", "reject"],
    reversible: false,
    ...(grave(kind, verbs) && { risk: "high" }),
  };
}

/**
 * @param {readonly string[]} verbs
 * @param {Report | undefined} report
 */
function titleOf(verbs, report) {
  const names = [...new Set(verbs.filter((verb) => /^[A-Z_ ]{1,30}$/.test(verb)))];
  const what = names.length === 0 || names.length > MOST_VERBS ? "these statements" : `this ${names.join(" and ")}`;
  return report ? `Run ${what}? It changes ${count(report.changed, "row")}.` : `${what[0].toUpperCase()}${what.slice(1)} cannot run as it is`;
}

/**
 * @param {Inspection["kind"]} kind
 * @param {boolean} moved
 */
function why(kind, moved) {
  const reasons = { write: "It changes the database, so a person decides.", control: "It begins or ends a transaction, so a person decides.", unknown: "What it does cannot be told from its text for certain, so a person decides." };
  const again = moved ? " The rows changed after you had approved it, so it was not run, and has been counted again." : "";
  return `${reasons[/** @type {keyof typeof reasons} */ (kind)]}${again}`;
}

/**
 * @param {Report} report
 * @returns {string[]}
 */
function consequences({ changed, tables, steps }) {
  const lines = tables.map(({ table, before, after }) => {
    if (after === null) return `The table ${table} goes, with its ${count(before ?? 0, "row")}.`;
    if (before === null) return `There is a new table ${table} with ${count(after, "row")}.`;
    return after < before ? `${count(before - after, "row")} of ${table} go.` : `${count(after - before, "row")} come to ${table}.`;
  });
  const moved = tables.reduce((sum, { before, after }) => sum + Math.abs((before ?? 0) - (after ?? 0)), 0);
  if (changed > moved) lines.push(`${count(changed - moved, "row")} change in place.`);
  if (changed === 0 && tables.length === 0) lines.push(steps.some(({ writes }) => writes) ? "No row changes; the structure or the file may." : "No row changes.");
  return lines.slice(0, 10);
}

/**
 * @param {Report} report
 */
const evidence = ({ changed, tables }) => [
  { label: "Rows that change", value: changed },
  ...tables.map(({ table, before, after }) => ({ label: `Rows of ${table}`.slice(0, 120), value: `${before ?? "no table"} before, ${after ?? "no table"} after` })),
].slice(0, 50);

/**
 * @param {Inspection["kind"]} kind
 * @param {readonly string[]} verbs
 */
const grave = (kind, verbs) => kind === "unknown" || verbs.includes("DROP") || verbs.some((verb) => verb.startsWith("PRAGMA"));
