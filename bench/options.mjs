// The command line of the benchmark: which workloads, and how thoroughly.

import { parseArgs } from "node:util";

import { WORKLOADS } from "./workloads/index.js";

/**
 * How much is measured.
 *
 * @typedef {object} Effort
 * @property {number} warmUps rounds that are thrown away: the browser compiles what runs often
 * @property {number} rounds rounds that count
 * @property {number} least milliseconds that a sample takes at least
 */

/** @type {Effort} */
const THOROUGH = { warmUps: 1, rounds: 9, least: 200 };
/** @type {Effort} */
const QUICK = { warmUps: 1, rounds: 3, least: 50 };

/**
 * @param {readonly string[]} words
 * @returns {{ workloads: readonly import("./workloads/index.js").Workload[], effort: Effort, check: boolean, out: string }}
 * @throws {Error} that names the workloads there are, where another is asked for
 */
export function optionsOf(words) {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      out: { type: "string", default: "target/bench" },
    },
  });
  const names = new Set(values.only?.split(",") ?? WORKLOADS.map(({ name }) => name));
  return { workloads: [...names].map(workload), effort: values.quick ? QUICK : THOROUGH, check: values.check, out: values.out };
}

/** @param {string} name */
function workload(name) {
  const found = WORKLOADS.find((one) => one.name === name);
  if (found === undefined) {
    throw new Error(`no workload is called ${name}; there are: ${WORKLOADS.map((one) => one.name).join(", ")}`);
  }
  return found;
}
