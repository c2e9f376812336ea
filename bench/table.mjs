// The result as one markdown table: a line for each of Haltgraph's figures, beside it what the rivals needed in the same
// run, and what is aimed at. Knows nothing of how its numbers came about.

import { RIVALS } from "./compare.mjs";

/**
 * @import { Row } from "./compare.mjs"
 * @import { Line } from "./statistics.mjs"
 */

/** A column: its heading, and what it shows; `left` for words. @typedef {{ head: string, cell: (row: Row) => string, left?: boolean }} Column */

const NOTHING = "–";

const HEADS = {
  floor: "floor · ours ÷ it",
  log: "log by hand · ours ÷ it",
  langgraph: "LangGraph.js · it ÷ ours",
  xstate: "XState · it ÷ ours",
};

/**
 * @param {number} rounds of a full series: fewer are said
 * @returns {Column[]}
 */
const columns = (rounds) => [
  { head: "work", cell: ({ line: { workload, size } }) => (size === 1 ? workload : `${workload} ${size}`), left: true },
  { head: "figure", cell: ({ line: { label } }) => label, left: true },
  { head: "Haltgraph", cell: ({ by: { label } }) => label, left: true },
  { head: "ours", cell: ({ line }) => shown(line, rounds) },
  { head: "middle half", cell: ({ line: { middleHalf: [low, high] } }) => (low === high ? NOTHING : `${number(low)}–${number(high)}`) },
  ...RIVALS.map(({ name }) => ({
    head: HEADS[name],
    cell: (/** @type {Row} */ { beside }) => {
      const rival = beside[name];
      if (rival === undefined) return NOTHING;
      // Nothing at all is no multiple of anything.
      return rival.line.value === 0 ? shown(rival.line, rounds) : `${shown(rival.line, rounds)} · ${number(rival.times)}×`;
    },
  })),
  { head: "aim", cell: ({ verdicts }) => verdicts.map(({ text }) => text).join(", ") || NOTHING, left: true },
  { head: "met", cell: ({ verdicts }) => verdicts.map(({ met }) => (met === undefined ? "?" : met ? "yes" : "no")).join(", ") || NOTHING, left: true },
];

/**
 * A value, and over how many rounds it is the median where they are fewer than planned.
 *
 * @param {Line} line
 * @param {number} rounds
 */
function shown({ value, rounds: { size } }, rounds) {
  return size < rounds ? `${number(value)} (${size})` : number(value);
}

/**
 * Three digits where there are decimals: more would be noise.
 *
 * @param {number} value
 */
function number(value) {
  if (value === 0) return "0";
  if (value < 0.1) return value.toPrecision(2);
  const decimals = [9.995, 99.95].filter((bound) => value < bound).length;
  return value.toFixed(decimals);
}

/**
 * @param {readonly Row[]} lines
 * @param {number} rounds of a full series
 */
export function table(lines, rounds) {
  const all = columns(rounds);
  const rows = [all.map(({ head }) => head), ...lines.map((line) => all.map(({ cell }) => cell(line)))];
  const widths = all.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? "").length)));
  const drawn = rows.map((row) =>
    `| ${row.map((text, at) => (all[at]?.left ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))).join(" | ")} |`);
  const rule = `| ${all.map(({ left }, at) => (left ? "-".repeat(widths[at] ?? 0) : `${"-".repeat((widths[at] ?? 1) - 1)}:`)).join(" | ")} |`;
  return [drawn[0], rule, ...drawn.slice(1)].join("\n");
}
