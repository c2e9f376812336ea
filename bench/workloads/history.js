// `history`: a thread of many steps is looked at.

import { checkLength } from "./check.js";
import { milliseconds } from "./figures.js";

/** How many of the newest checkpoints are asked for. */
const NEWEST = 10;

/**
 * `prepare` leaves a thread in which a node that writes `count` has run this often. Laps: `state` when the newest state is
 * read, `newest` when the newest checkpoints are, `all` when all are.
 *
 * @typedef {object} HistoryWork
 * @property {number} runs
 * @property {number} newest
 * @property {(count: number | undefined) => void} checkState for `count` of the newest state; throws
 * @property {(list: readonly unknown[]) => void} checkNewest throws
 * @property {(list: readonly unknown[]) => void} checkAll throws where fewer checkpoints are listed than were made
 */

/** @satisfies {import("./index.js").Workload} */
export const history = {
  name: "history",
  way: "page",
  sizes: [1000],
  /** @returns {HistoryWork} */
  of: (size) => ({
    runs: size,
    newest: NEWEST,
    checkState(count) {
      if (count !== size) throw new Error(`count is ${count} instead of ${size}`);
    },
    checkNewest: checkLength("newest checkpoints", NEWEST),
    checkAll(list) {
      if (list.length < size) throw new Error(`there are only ${list.length} checkpoints of ${size} runs`);
    },
  }),
  figures: [milliseconds("state", "newest state, ms"), milliseconds("all", "all checkpoints, ms"), milliseconds("newest", "newest 10, ms")],
};
