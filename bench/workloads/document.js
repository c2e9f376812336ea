// `document`: a large value stands in the state, and no step touches it. Shows whether steps pay for it all the same.

import { megabytes } from "./figures.js";

/** Rows of the document, and bytes of each as JSON, its comma with it: a megabyte. */
const ROWS = 5000;
const BYTES = 200;

/** A row of the kind that agents carry about. @param {number} id */
function row(id) {
  const bare = { id, name: `customer ${id}`, mail: `customer-${id}@example.org`, tags: ["retail", "newsletter"], note: "" };
  return { ...bare, note: "x".repeat(BYTES - 1 - JSON.stringify(bare).length) };
}

const table = () => ({ rows: Array.from({ length: ROWS }, (_, id) => row(id)) });

/**
 * @typedef {object} DocumentWork
 * @property {number} steps how often the node runs; each run tells the clock `begin(count)` and writes `count + 1`
 * @property {object} document what the input writes as `document`
 */

/** @satisfies {import("./index.js").Workload} */
export const document = {
  name: "document",
  way: "page",
  sizes: [200],
  /** @returns {DocumentWork} */
  of: (size) => ({ steps: size, document: table() }),
  figures: [
    {
      name: "step",
      label: "ms per step",
      shown: ["unsaved", "memory", "indexeddb"],
      of: ({ calls, spans: { between = NaN } }, size) => between / (calls * (size - 1)),
    },
    megabytes,
  ],
};
