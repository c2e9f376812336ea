// The workloads, by name. What a contestant does with one is the contestant's; nothing here imports an engine, so that
// the command can check names before anything is built.

import { append } from "./append.js";
import { ask } from "./ask.js";
import { chain } from "./chain.js";
import { cold } from "./cold.js";
import { document } from "./document.js";
import { download } from "./download.js";
import { history } from "./history.js";
import { leak } from "./leak.js";
import { parallel } from "./parallel.js";
import { questions } from "./questions.js";
import { sends } from "./sends.js";
import { threads } from "./threads.js";

/** @import { Sample } from "../page/sample.js" */

/**
 * What every contestant has to do in one call. Each workload says what else is in its own.
 *
 * @typedef {object} Work
 * @property {number} [steps] how many nodes run one after another, where steps are measured: each tells the clock
 */

/**
 * Bytes of what a call left in the contestant's store: values only, keys apart.
 *
 * @typedef {object} Stored
 * @property {number} growing what grows with what the call does
 * @property {number} besides what does not, such as a thread's head record
 */

/**
 * A quantity that the table shows, from one sample.
 *
 * @typedef {object} Figure
 * @property {string} name
 * @property {string} label as the table shows it, with its unit
 * @property {(sample: Sample, size: number) => number | undefined} of nothing where the contestant has no such quantity
 * @property {readonly string[]} [shown] names of Haltgraph's contestants in whose rows the table shows it; in all without
 * @property {boolean} [detail] shown only where something is aimed at, unless details are asked for
 */

/**
 * A workload in several sizes.
 *
 * @typedef {object} Workload
 * @property {string} name as `--only` takes it
 * @property {"page" | "fresh" | "leak" | "cold" | "download"} way how its samples are taken: all in one page, each in a
 *   page that has just loaded, or as `ways/` says
 * @property {readonly number[]} sizes
 * @property {readonly number[]} [quick] the sizes of a quick run, where they are others
 * @property {number} [calls] how many calls a sample has at most
 * @property {boolean} [once] for what is the same each time, or takes long: one round, no warm-up
 * @property {readonly string[]} [by] the only contestants that do it
 * @property {string} [as] the workload whose sessions it uses, where that is another
 * @property {(size: number) => any} of a `Work`
 * @property {readonly Figure[]} figures
 */

/** @type {readonly Workload[]} */
export const WORKLOADS = [
  chain, append, sends, ask, questions, parallel, document, threads, history, cold, leak, download,
];
