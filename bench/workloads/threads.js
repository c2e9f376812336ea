// `threads`: after a reload, all that waits is listed. Each sample is taken in a page that has just loaded its code.

import { checkLength } from "./check.js";
import { milliseconds } from "./figures.js";
import { question } from "./payload.js";

/**
 * `prepare` leaves this many threads that wait, each for an answer to one question; `call` opens the store and lists them.
 *
 * @typedef {object} ThreadsWork
 * @property {number} threads
 * @property {typeof question} question by the number of the thread
 * @property {(list: readonly unknown[]) => void} check for what was listed, with the threads' names and payloads; throws
 */

/** @satisfies {import("./index.js").Workload} */
export const threads = {
  name: "threads",
  way: "fresh",
  sizes: [1000],
  calls: 1,
  /** @returns {ThreadsWork} */
  of: (size) => ({ threads: size, question, check: checkLength("waiting threads", size) }),
  figures: [milliseconds("total", "ms")],
};
