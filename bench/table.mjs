// The result as one markdown table. Knows nothing of how its numbers came about.

/** @import { Line } from "./statistics.mjs" */

/** A column: its heading, and what it shows of a line; `left` for words. @typedef {{ head: string, cell: (line: Line) => string, left?: boolean }} Column */

const NOTHING = "–";

/**
 * The columns.
 *
 * @param {ReadonlyMap<string, string>} labels of the contestants by name
 * @returns {Column[]}
 */
const columns = (labels) => [
  { head: "work", cell: ({ workload, size }) => `${workload} ${size}`, left: true },
  { head: "by", cell: ({ contestant }) => labels.get(contestant) ?? contestant, left: true },
  { head: "µs per step", cell: ({ step }) => number(step) },
  { head: "middle half", cell: ({ middleHalf: [low, high] }) => `${number(low)}–${number(high)}` },
  { head: "first → last tenth", cell: ({ size, firstTenth, lastTenth }) => course(size, firstTenth, lastTenth) },
  { head: "× floor", cell: ({ overFloor }) => (overFloor === undefined ? NOTHING : overFloor.toFixed(2)) },
  { head: "µs per call besides", cell: ({ besides }) => number(besides) },
  { head: "bytes per step", cell: ({ bytes }) => (bytes ? whole(bytes.step) : NOTHING) },
  { head: "first → last tenth", cell: ({ bytes }) => (bytes ? `${whole(bytes.firstTenth)} → ${whole(bytes.lastTenth)}` : NOTHING) },
  { head: "of it payload", cell: ({ bytes }) => (bytes ? whole(bytes.payload) : NOTHING) },
  { head: "bytes per thread besides", cell: ({ bytes }) => (bytes ? whole(bytes.besides) : NOTHING) },
];

/** Steps from which on a tenth of them is long enough for the browser's clock. */
const COURSE = 100;

/**
 * @param {number} size
 * @param {number} first
 * @param {number} last
 */
function course(size, first, last) {
  return size < COURSE ? NOTHING : `${number(first)} → ${number(last)}`;
}

/** @param {number} value */
function whole(value) {
  return value.toFixed(0);
}

/**
 * Three digits where there are decimals: more would be noise.
 *
 * @param {number} value
 */
function number(value) {
  const decimals = [9.995, 99.95].filter((bound) => value < bound).length;
  return value.toFixed(decimals);
}

/**
 * @param {readonly Line[]} lines
 * @param {readonly { name: string, label: string }[]} contestants
 */
export function table(lines, contestants) {
  const shown = columns(new Map(contestants.map(({ name, label }) => [name, label])));
  const rows = [shown.map(({ head }) => head), ...lines.map((line) => shown.map(({ cell }) => cell(line)))];
  const widths = shown.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? "").length)));
  const drawn = rows.map((row) =>
    `| ${row.map((text, at) => (shown[at]?.left ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))).join(" | ")} |`);
  const rule = `| ${shown.map(({ left }, at) => (left ? "-".repeat(widths[at] ?? 0) : `${"-".repeat((widths[at] ?? 1) - 1)}:`)).join(" | ")} |`;
  return [drawn[0], rule, ...drawn.slice(1)].join("\n");
}
