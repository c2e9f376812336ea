// Who does the workloads, in the order of the table. A rival joins by a module that makes a `Contestant`, and a line here.

import { indexedDb, memory, unsaved } from "./haltgraph.js";
import { rowsByHand } from "./rows_by_hand.js";

/**
 * @import { Clock } from "../page/clock.js"
 * @import { Footprint } from "../page/sample.js"
 * @import { Work } from "../workloads/index.js"
 */

/**
 * A contestant that is ready to do one workload. Calls follow one another.
 *
 * @typedef {object} Session
 * @property {(thread: number, clock: Clock) => Promise<void>} call does the work once, in a thread of its own, and tells
 *   the clock of every node that begins
 * @property {() => Promise<Footprint | undefined>} stored what is in its database now, if it has one
 * @property {() => Promise<void>} close leaves nothing behind
 */

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {string} label as the table shows it
 * @property {string | undefined} floor the contestant that does the same by the least means: a ratio to it is shown
 * @property {(work: Work) => Promise<Session>} open not measured
 */

/** @type {readonly Contestant[]} */
export const CONTESTANTS = [unsaved, memory, indexedDb, rowsByHand];
