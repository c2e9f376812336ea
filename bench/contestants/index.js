// Who does the workloads, in the order of the table.
//
// How a rival joins: a module here exports a `Contestant` for each way of keeping state that it has (none, in memory, in
// IndexedDB), and a line goes into `CONTESTANTS`. It does the workloads that it can; of one that is missing in `works` the
// table shows a dash. Everything is bundled for the page by esbuild, so bare imports from npm are fine; what a package
// imports from Node gets a stand-in in `shims/`. For `cold` and `download` it has a page of its own in `cold/`, written as
// an app would write it, and a line in `cold/index.mjs`.
//
// A workload's file says what its work means, which laps the clock is told of, and what is stored. The rules: a call ends
// when its promise may be given to a user (stored, where the contestant stores); nothing is prepared for a call in `open`
// that a program would do per call; and `close` and `tidy` leave no database behind.

import { indexedDb, indexedDbAsync, memory, unsaved } from "./haltgraph/index.js";
import { langgraph, langgraphIndexedDb, langgraphMemory } from "./langgraph/index.js";
import { logByHand } from "./log_by_hand/index.js";
import { rowsByHand, wasmAlone } from "./rows_by_hand/index.js";
import { xstate, xstateIndexedDb } from "./xstate/index.js";

/**
 * @import { Clock } from "../page/clock.js"
 * @import { AppendWork } from "../workloads/append.js"
 * @import { AskWork } from "../workloads/ask.js"
 * @import { ChainWork } from "../workloads/chain.js"
 * @import { DocumentWork } from "../workloads/document.js"
 * @import { HistoryWork } from "../workloads/history.js"
 * @import { Stored } from "../workloads/index.js"
 * @import { ParallelWork } from "../workloads/parallel.js"
 * @import { QuestionsWork } from "../workloads/questions.js"
 * @import { SendsWork } from "../workloads/sends.js"
 * @import { ThreadsWork } from "../workloads/threads.js"
 */

/**
 * A contestant that is ready to do one work. Calls follow one another.
 *
 * @typedef {object} Session
 * @property {(number: number, clock: Clock) => Promise<void>} call does the work once, in a thread of its own named by the
 *   number, and tells the clock what the workload asks for: `begin(step)` by every node, or `lap(name)`. Numbers count up
 *   from 0 within a session
 * @property {() => Promise<Stored | undefined>} [stored] what one call has left in the contestant's store, on average of
 *   the calls so far; `stored()` of `page/database.js` counts a database
 * @property {() => Promise<void>} close leaves nothing behind
 */

/**
 * How a contestant does a workload.
 *
 * @template Work
 * @typedef {object} Doing
 * @property {(work: Work) => Promise<void>} [prepare] once before the first sample: makes what is looked at. In a workload
 *   whose samples are taken in fresh pages, only what is in the browser's storage is there when `open` is called
 * @property {(work: Work) => Promise<Session>} open before each sample; not measured
 * @property {(work: Work) => Promise<void>} [tidy] once after the last sample: removes what `prepare` has made
 */

/** The works by the names of their workloads.
 *
 * @typedef {object} Works
 * @property {ChainWork} chain
 * @property {AppendWork} append
 * @property {SendsWork} sends
 * @property {AskWork} ask also for `leak`
 * @property {QuestionsWork} questions
 * @property {ParallelWork} parallel
 * @property {DocumentWork} document
 * @property {ThreadsWork} threads
 * @property {HistoryWork} history
 */

/** Where state is kept during a run. @typedef {"none" | "memory" | "stored"} Keeping */

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {string} label as the table shows it
 * @property {"haltgraph" | "rows" | "log" | "langgraph" | "xstate" | "wasm"} family in whose column its figures stand
 * @property {readonly Keeping[]} keeping of Haltgraph, what it is; of others, what it is compared with. Of one family only
 *   one does a workload for one kind of keeping
 * @property {string} [note] what a reader has to know of its figures
 * @property {{ [Name in keyof Works]?: Doing<Works[Name]> }} works
 */

/** @type {readonly Contestant[]} */
export const CONTESTANTS = [
  unsaved, memory, indexedDb, indexedDbAsync, rowsByHand, logByHand, wasmAlone, langgraph, langgraphMemory,
  langgraphIndexedDb, xstate, xstateIndexedDb,
];
