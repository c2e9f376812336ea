// What Haltgraph aims at, as data. Nothing fails by it: the table shows each aim, and whether it is met.

/**
 * Limits on a figure. All numbers are upper bounds, except `langgraph` and `xstate`: how many times as much as ours theirs
 * is at least.
 *
 * @typedef {object} Limits
 * @property {number} [most]
 * @property {number} [floor] times the floor's
 * @property {number} [log] times the log's by hand
 * @property {number} [langgraph]
 * @property {number} [xstate]
 * @property {number} [size] times the same figure's at the smallest size
 */

/**
 * @typedef {Limits & { workload: string, figure: string, by: readonly string[], from?: number }} Target `from` is the
 *   smallest size that it holds for
 */

const STORED = ["indexeddb"];

/** @type {readonly Target[]} */
export const TARGETS = [
  { workload: "chain", figure: "step", by: ["unsaved"], from: 100, most: 8, langgraph: 50, xstate: 3 },
  { workload: "chain", figure: "step", by: ["memory"], most: 12 },
  { workload: "chain", figure: "step", by: STORED, floor: 1.3 },
  { workload: "chain", figure: "whole", by: ["async"], from: 100, log: 0.3 },
  { workload: "chain", figure: "bytes", by: [...STORED, "async"], most: 320 },
  { workload: "append", figure: "step", by: STORED, floor: 1.3 },
  { workload: "append", figure: "course", by: ["memory", ...STORED], most: 1.2 },
  { workload: "append", figure: "bytes", by: STORED, most: 1.5 * 200 + 320 },
  { workload: "sends", figure: "total", by: ["unsaved", "memory"], from: 1000, most: 6 },
  { workload: "sends", figure: "total", by: STORED, from: 1000, most: 8 },
  { workload: "sends", figure: "task", by: ["unsaved", "memory", ...STORED], from: 1000, size: 1 },
  { workload: "ask", figure: "total", by: ["memory"], most: 0.07 },
  { workload: "ask", figure: "total", by: STORED, floor: 1.3 },
  { workload: "questions", figure: "total", by: ["memory"], most: 3 },
  { workload: "questions", figure: "total", by: STORED, floor: 1.3 },
  { workload: "questions", figure: "growth", by: ["memory", ...STORED], most: 1.2 },
  { workload: "parallel", figure: "total", by: ["memory"], most: 1.5 },
  { workload: "parallel", figure: "ask", by: STORED, floor: 1.3 },
  { workload: "parallel", figure: "answers", by: STORED, floor: 1.3 },
  { workload: "document", figure: "step", by: ["memory"], most: 0.025 },
  { workload: "document", figure: "step", by: STORED, floor: 1.3 },
  { workload: "document", figure: "megabytes", by: STORED, most: 1.1 },
  { workload: "threads", figure: "total", by: STORED, most: 45 },
  { workload: "history", figure: "state", by: STORED, floor: 1.3 },
  { workload: "history", figure: "all", by: STORED, most: 21.5 },
  { workload: "history", figure: "newest", by: STORED, most: 2 },
  { workload: "cold", figure: "asked", by: STORED, floor: 1.15, langgraph: 2 },
  { workload: "leak", figure: "growth", by: STORED, most: 1.1 },
  { workload: "download", figure: "gzip", by: STORED, most: 110 },
  { workload: "download", figure: "brotli", by: STORED, most: 80 },
];
