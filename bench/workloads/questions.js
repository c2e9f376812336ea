// `questions`: one node asks many questions in turn. Shows what the questions that are answered already cost.

import { milliseconds } from "./figures.js";
import { answer, question } from "./payload.js";

/**
 * Laps: `ask` when the first question is known, `first` when the answer to the first has led to the second, `between` for
 * each further one, `last` when the answer to the last has led to the end.
 *
 * @typedef {object} QuestionsWork
 * @property {number} questions
 * @property {typeof question} question by its number from 0
 * @property {typeof answer} answer by its number from 0; the node collects all answers and writes them as `answers`
 * @property {(at: number) => "first" | "between" | "last"} lap the lap of the answer at this place
 */

/** @satisfies {import("./index.js").Workload} */
export const questions = {
  name: "questions",
  way: "page",
  sizes: [100],
  /** @returns {QuestionsWork} */
  of: (size) => ({
    questions: size,
    question,
    answer,
    lap: (at) => (at === 0 ? "first" : at === size - 1 ? "last" : "between"),
  }),
  figures: [
    milliseconds("total", "ms"),
    {
      name: "growth",
      label: "last answer ÷ first",
      // Some are faster than the browser's clock can tell.
      of: ({ spans: { first = 0, last = 0 } }) => (first === 0 ? undefined : last / first),
    },
  ],
};
