// `parallel`: nodes of one superstep ask at once, and are answered one after the other.

import { milliseconds } from "./figures.js";
import { answer, question } from "./payload.js";

/**
 * Laps: `ask` when all questions are known, `answers` when the last answer has led to the end. Each answer is a call of
 * its own that names its question.
 *
 * @typedef {object} ParallelWork
 * @property {readonly string[]} nodes each asks once, and adds its answer to the list `answers`
 * @property {typeof question} question by the place of its node
 * @property {typeof answer} answer by the place of its node
 */

/** @satisfies {import("./index.js").Workload} */
export const parallel = {
  name: "parallel",
  way: "page",
  sizes: [20],
  /** @returns {ParallelWork} */
  of: (size) => ({ nodes: Array.from({ length: size }, (_, at) => `ask_${at}`), question, answer }),
  figures: [milliseconds("total", "ms"), milliseconds("ask", "of it to ask, ms"), milliseconds("answers", "of it to answer one by one, ms")],
};
