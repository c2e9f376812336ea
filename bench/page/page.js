// What the command calls in the page. The page decides nothing: which samples are taken, and in which order, is planned
// outside.

import { CONTESTANTS } from "../contestants/index.js";
import { WORKLOADS } from "../workloads/index.js";
import { sample } from "./sample.js";

/**
 * The named one of a list.
 *
 * @template {{ name: string }} Item
 * @param {readonly Item[]} list
 * @param {string} name
 * @returns {Item}
 */
function named(list, name) {
  const found = list.find((item) => item.name === name);
  if (found === undefined) {
    throw new Error(`there is no ${name} among ${list.map((item) => item.name).join(", ")}`);
  }
  return found;
}

const bench = {
  contestants: CONTESTANTS.map(({ name, label, floor }) => ({ name, label, floor })),
  /** @param {{ workload: string, size: number, contestant: string, least: number }} order */
  sample: ({ workload, size, contestant, least }) =>
    sample(named(CONTESTANTS, contestant), named(WORKLOADS, workload).of(size), least),
};

/** @typedef {typeof bench} Bench */

Object.assign(globalThis, { bench });
