// Haltgraph's lines beside those of its rivals in the same run, and beside the targets.

import { ratio } from "./statistics.mjs";

/**
 * @import { Line } from "./statistics.mjs"
 * @import { Target } from "./targets.mjs"
 * @import { Workload } from "./workloads/index.js"
 */

/** What a comparison knows of a contestant. @typedef {{ name: string, label: string, family: string, keeping: readonly string[] }} Contestant */

/** The columns of rivals: `over` those that ours is a multiple of, the others' is a multiple of ours. */
export const RIVALS = /** @type {const} */ ([
  { name: "floor", families: ["rows", "wasm"], over: true },
  { name: "log", families: ["log"], over: true },
  { name: "langgraph", families: ["langgraph"], over: false },
  { name: "xstate", families: ["xstate"], over: false },
]);

/** @typedef {{ line: Line, times: number }} Beside a rival's line, and how many times as much */
/** @typedef {{ text: string, met: boolean | undefined }} Verdict `met` is undefined where there is nothing to compare with */

/**
 * A line of the table.
 *
 * @typedef {object} Row
 * @property {Line} line
 * @property {Contestant} by
 * @property {Partial<Record<typeof RIVALS[number]["name"], Beside>>} beside
 * @property {Verdict[]} verdicts
 */

/**
 * @param {readonly Line[]} lines
 * @param {readonly Contestant[]} contestants
 * @param {readonly Target[]} targets
 * @returns {Row[]} one for each line of Haltgraph's, in its order
 */
export function compare(lines, contestants, targets) {
  const named = new Map(contestants.map((one) => [one.name, one]));
  return lines.flatMap((line) => {
    const by = named.get(line.contestant);
    if (by?.family !== "haltgraph") return [];
    const same = lines.filter((one) => one.workload === line.workload && one.size === line.size && one.figure === line.figure);
    const beside = rivals(line, by, same.map((one) => ({ one, contestant: named.get(one.contestant) })));
    return [{ line, by, beside, verdicts: verdicts(line, beside, lines, targets) }];
  });
}

/**
 * The rows that belong into a table.
 *
 * @param {readonly Row[]} rows
 * @param {readonly Pick<Workload, "name" | "figures">[]} workloads
 * @param {boolean} details also what is shown in no other case
 */
export function shown(rows, workloads, details) {
  return rows.filter(({ line, verdicts: { length } }) => {
    const figures = workloads.find(({ name }) => name === line.workload)?.figures ?? [];
    const { detail = false, shown: by } = figures.find(({ name }) => name === line.figure) ?? {};
    return details || ((!detail || length > 0) && (by === undefined || by.includes(line.contestant)));
  });
}

/**
 * @param {Line} line
 * @param {Contestant} by
 * @param {{ one: Line, contestant: Contestant | undefined }[]} same
 * @returns {Row["beside"]}
 */
function rivals(line, by, same) {
  return Object.fromEntries(RIVALS.flatMap(({ name, families, over }) => {
    const rival = same.find(({ contestant }) => /** @type {readonly string[]} */ (families).includes(contestant?.family ?? "")
      && contestant?.keeping.some((kind) => by.keeping.includes(kind)));
    if (rival === undefined) return [];
    return [[name, { line: rival.one, times: over ? ratio(line, rival.one) : ratio(rival.one, line) }]];
  }));
}

const NAMES = { floor: "floor", log: "log", langgraph: "LangGraph.js", xstate: "XState" };

/**
 * @param {Line} line
 * @param {Row["beside"]} beside
 * @param {readonly Line[]} lines
 * @param {readonly Target[]} targets
 * @returns {Verdict[]}
 */
function verdicts(line, beside, lines, targets) {
  const own = targets.filter(({ workload, figure, by, from = 0 }) =>
    workload === line.workload && figure === line.figure && by.includes(line.contestant) && line.size >= from);
  return own.flatMap((target) => [
    ...atMost(target.most, line.value, ""),
    ...atMost(target.size, grown(line, lines), "× the smallest size's"),
    ...RIVALS.flatMap(({ name, over }) => {
      const unit = `× ${NAMES[name]}`;
      return over ? atMost(target[name], beside[name]?.times, unit) : atLeast(target[name], beside[name]?.times, unit);
    }),
  ]);
}

/**
 * The line's value as a multiple of the same figure's at the smallest size.
 *
 * @param {Line} line
 * @param {readonly Line[]} lines
 */
function grown(line, lines) {
  const same = lines.filter((one) => one.workload === line.workload && one.figure === line.figure && one.contestant === line.contestant);
  const smallest = same.toSorted((one, other) => one.size - other.size)[0];
  return smallest && ratio(line, smallest);
}

/**
 * @param {number | undefined} bound
 * @param {number | undefined} value
 * @param {string} unit
 * @returns {Verdict[]}
 */
function atMost(bound, value, unit) {
  return bound === undefined ? [] : [{ text: `≤ ${bound}${unit}`, met: value === undefined ? undefined : value <= bound }];
}

/**
 * @param {number | undefined} bound
 * @param {number | undefined} value
 * @param {string} unit
 * @returns {Verdict[]}
 */
function atLeast(bound, value, unit) {
  return bound === undefined ? [] : [{ text: `≥ ${bound}${unit}`, met: value === undefined ? undefined : value >= bound }];
}
