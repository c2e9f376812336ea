// `document`: a large value stands in the state, and no step touches it. Shows whether steps pay for it all the same.

import { megabytes } from "./figures.js";

/** Bytes of the document as JSON, about. */
const BYTES = 1_000_000;

/** A table as agents carry it about: five thousand rows of two hundred bytes. */
function table() {
  const rows = Array.from({ length: BYTES / 200 }, (_, at) => ({
    id: at,
    name: `customer ${at}`,
    mail: `customer-${at}@example.org`,
    tags: ["retail", "newsletter"],
    note: "x".repeat(200 - 90 - 3 * String(at).length),
  }));
  return { rows };
}

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
    { name: "step", label: "ms per step", of: ({ calls, spans: { between = NaN } }, size) => between / (calls * (size - 1)) },
    megabytes,
  ],
};
