// The workloads, by name. What a contestant does with one is the contestant's; nothing here imports an engine, so that
// the command can check names before anything is built.

import { append } from "./append.js";
import { chain } from "./chain.js";

/**
 * What every contestant has to do in one call.
 *
 * @typedef {object} Work
 * @property {number} steps how many nodes run, one after another
 * @property {readonly string[]} nodes run in this order; a single one runs `steps` times, sent back by a look at the state
 * @property {((step: number) => object) | undefined} message what each step appends to the list `messages`, if anything
 * @property {number} payload bytes of JSON that a step adds to the state
 */

/**
 * A workload in several sizes.
 *
 * @typedef {object} Workload
 * @property {string} name as `--only` takes it
 * @property {readonly number[]} sizes
 * @property {(size: number) => Work} of
 */

/** @type {readonly Workload[]} */
export const WORKLOADS = [chain, append];
