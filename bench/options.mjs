// The command line of the benchmark: which workloads, and how thoroughly.

import { parseArgs } from "node:util";

import { WORKLOADS } from "./workloads/index.js";

/** @import { Workload } from "./workloads/index.js" */

/**
 * How much is measured.
 *
 * @typedef {object} Effort
 * @property {number} warmUps rounds that are thrown away: the browser compiles what runs often
 * @property {number} rounds rounds that count
 * @property {number} least milliseconds that a sample takes at least
 * @property {number} allowance milliseconds after which a contestant gets no more rounds of a workload
 */

/** @type {Effort} */
const THOROUGH = { warmUps: 1, rounds: 9, least: 200, allowance: 4000 };
/** @type {Effort} */
const QUICK = { warmUps: 1, rounds: 3, least: 50, allowance: 1500 };

/**
 * @param {readonly string[]} words
 * @returns {{ workloads: readonly Workload[], contestants: readonly string[] | undefined, effort: Effort, check: boolean, details: boolean, out: string }}
 *   `contestants` are names that begin so; all, where none are named
 * @throws {Error} that names the workloads there are, where another is asked for
 */
export function optionsOf(words) {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: "string" },
      by: { type: "string" },
      quick: { type: "boolean", default: false },
      details: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      out: { type: "string", default: "target/bench" },
    },
  });
  const names = new Set(values.only?.split(",") ?? WORKLOADS.map(({ name }) => name));
  return {
    workloads: [...names].map((name) => workload(name, values.quick)),
    contestants: values.by?.split(","),
    effort: values.quick ? QUICK : THOROUGH,
    details: values.details,
    check: values.check,
    out: values.out,
  };
}

/**
 * @param {string} name
 * @param {boolean} quick
 */
function workload(name, quick) {
  const found = WORKLOADS.find((one) => one.name === name);
  if (found === undefined) {
    throw new Error(`no workload is called ${name}; there are: ${WORKLOADS.map((one) => one.name).join(", ")}`);
  }
  return quick ? { ...found, sizes: found.quick ?? found.sizes } : found;
}
