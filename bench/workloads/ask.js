// `ask`: a node asks, the call ends with the question, and an answer brings the thread to its end. One thread each time.

import { milliseconds } from "./figures.js";
import { answer, question } from "./payload.js";

/**
 * Laps: `ask` when the question is known (and stored, where anything is), `resume` when the thread has ended.
 *
 * @typedef {object} AskWork
 * @property {typeof question} question the payload, by the number of the call
 * @property {typeof answer} answer what the node gets, and writes as `answer`
 */

/** @satisfies {import("./index.js").Workload} */
export const ask = {
  name: "ask",
  way: "page",
  sizes: [1],
  /** @returns {AskWork} */
  of: () => ({ question, answer }),
  figures: [
    milliseconds("total", "ms"),
    { ...milliseconds("ask", "of it to ask, ms"), detail: true },
    { ...milliseconds("resume", "of it to resume, ms"), detail: true },
  ],
};
