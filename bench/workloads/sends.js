// `sends`: one node fans out to many tasks, each with an argument of its own, and another runs once after all of them.

import { checkLength } from "./check.js";
import { milliseconds } from "./figures.js";

/**
 * @typedef {object} SendsWork
 * @property {number} tasks how many tasks a `Send` each starts, with `{ item: number }` from 0; a task adds `item` to the
 *   list `results`
 * @property {(results: readonly number[]) => void} check for what the joining node finds in `results`; throws
 */

/** @satisfies {import("./index.js").Workload} */
export const sends = {
  name: "sends",
  way: "page",
  sizes: [100, 1000],
  /** @returns {SendsWork} */
  of: (size) => ({ tasks: size, check: checkLength("results of tasks", size) }),
  figures: [
    milliseconds("total", "ms"),
    { name: "task", label: "µs per task", detail: true, of: ({ calls, spans: { total = NaN } }, size) => (total * 1000) / (calls * size) },
  ],
};
