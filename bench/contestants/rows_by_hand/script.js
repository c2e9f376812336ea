// What one call of Haltgraph's writes, as a script: its transactions, and between them what its nodes told the clock. And
// how it is played again, by the least JavaScript that keeps the promise.

import { completed } from "../../page/database.js";
import { Recorder } from "./recorder.js";

/**
 * @import { Clock } from "../../page/clock.js"
 * @import { Doing } from "../index.js"
 * @import { Change, Written } from "./recorder.js"
 */

/** One thing after the other. @typedef {Written | { begin: number } | { lap: string }} Part */

/** The store of head records: a commit compares its thread's. */
export const HEADS = "threads";

/** The call that is recorded: by then the database is there. */
const RECORDED = 1;

/**
 * Lets a contestant do the work, and records its second call.
 *
 * @template Work
 * @param {Doing<Work>} doing
 * @param {Work} work
 * @param {(number: number) => Clock} clockOf what the first call gets
 * @returns {Promise<Part[]>}
 */
export async function recorded(doing, work, clockOf) {
  const session = await doing.open(work);
  try {
    await session.call(0, clockOf(0));
    return await parts((clock) => session.call(RECORDED, clock));
  } finally {
    await session.close();
  }
}

/**
 * Records what is written while something runs.
 *
 * @param {(clock: Clock) => Promise<void>} run
 */
export async function parts(run) {
  const recorder = new Recorder();
  /** @type {Part[]} */
  const script = [];
  const note = (/** @type {Part} */ part) => void script.push(...recorder.take(), part);
  const clock = /** @type {Clock} */ (/** @type {unknown} */ ({
    begin: (/** @type {number} */ begin) => note({ begin }),
    lap: (/** @type {string} */ lap) => note({ lap }),
  }));
  try {
    await run(clock);
    script.push(...recorder.take());
  } finally {
    recorder.end();
  }
  if (script.every((part) => !("changes" in part))) throw new Error("nothing was written");
  return script;
}

/**
 * The stores that a script writes to, and compares in.
 *
 * @param {readonly Part[]} script
 */
export const storesOf = (script) => [...new Set([HEADS, ...script.flatMap((part) => ("changes" in part ? part.stores : []))])];

/**
 * Does what the script says, for a thread of this number.
 *
 * @param {IDBDatabase} database
 * @param {readonly Part[]} script
 * @param {number} number
 * @param {Clock} clock
 */
export async function play(database, script, number, clock) {
  const thread = `thread-${number}`;
  for (const part of script) {
    if ("begin" in part) clock.begin(part.begin);
    else if ("lap" in part) clock.lap(part.lap);
    else await write(database, part, thread);
  }
}

/**
 * One transaction: looks at the head, and when that is there makes the changes.
 *
 * @param {IDBDatabase} database
 * @param {Written} written
 * @param {string} thread
 */
function write(database, { stores, durability, changes }, thread) {
  const transaction = database.transaction(stores, "readwrite", { durability });
  transaction.objectStore(HEADS).get(thread).onsuccess = () => {
    for (const change of changes) apply(transaction.objectStore(change.store), change, thread);
    transaction.commit();
  };
  return completed(transaction);
}

/**
 * @param {IDBObjectStore} store
 * @param {Change} change
 * @param {string} thread
 */
function apply(store, { kind, values: [first, second] }, thread) {
  if (kind === "delete") store.delete(keyFor(first, thread));
  else store[kind](first, keyFor(second, thread));
}

const THREAD = `thread-${RECORDED}`;

/**
 * A recorded key, for another thread.
 *
 * @param {any} key
 * @param {string} thread
 * @returns {any}
 */
function keyFor(key, thread) {
  if (key === THREAD) return thread;
  if (Array.isArray(key)) return key.map((part) => keyFor(part, thread));
  if (!(key instanceof IDBKeyRange)) return key;
  return IDBKeyRange.bound(keyFor(key.lower, thread), keyFor(key.upper, thread), key.lowerOpen, key.upperOpen);
}
