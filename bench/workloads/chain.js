// `chain`: nodes in a row that do nothing. What is left is the price of a superstep, and whether it grows with the graph.

import { bytesPerStep, step, whole } from "./figures.js";

/**
 * @typedef {object} ChainWork
 * @property {number} steps
 * @property {readonly string[]} nodes to run in this order, each once; node i tells the clock `begin(i)`
 */

/** @satisfies {import("./index.js").Workload} */
export const chain = {
  name: "chain",
  way: "page",
  sizes: [10, 100, 1000],
  /** @returns {ChainWork} */
  of: (size) => ({ steps: size, nodes: Array.from({ length: size }, (_, at) => `node_${at}`) }),
  figures: [step, whole, bytesPerStep],
};
