// `leak`: many threads pause and are resumed, and then the memory is counted again. The sessions are those of `ask`.

import { answer, question } from "./payload.js";

/** @satisfies {import("./index.js").Workload} */
export const leak = {
  name: "leak",
  way: "leak",
  as: "ask",
  by: ["indexeddb"],
  once: true,
  sizes: [10_000],
  quick: [1000],
  /** @returns {import("./ask.js").AskWork} */
  of: () => ({ question, answer }),
  figures: [
    { name: "growth", label: "memory after ÷ before", of: ({ spans: { before = NaN, after = NaN } }) => after / before },
    { name: "after", label: "MB after", of: ({ spans: { after = NaN } }) => after / 1e6 },
  ],
};
