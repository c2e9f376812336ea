// The floor: the rows that Haltgraph stores for the same work, byte for byte, written by the least JavaScript that keeps
// the promise of a step: one transaction that looks at the head, adds the checkpoint and puts the head, and is awaited.

import { Clock } from "../page/clock.js";
import { GROWING, HEADS, footprint, growth, open, opened, remove, rows } from "../page/database.js";
import { keeping } from "./haltgraph.js";

/**
 * @import { Contestant } from "./index.js"
 * @import { Row } from "../page/database.js"
 * @import { Work } from "../workloads/index.js"
 */

/**
 * What one call writes.
 *
 * @typedef {object} Script
 * @property {Row[][]} transactions one before the first node, then one for each step
 * @property {Uint8Array} head
 */

const STORES = [HEADS, ...GROWING];

const DATABASE = "bench-floor";

/** Scripts that were made already. @type {Map<string, Script>} */
const scripts = new Map();

/** @param {Work} work */
async function scriptOf(work) {
  const shape = JSON.stringify([work.nodes, work.steps, work.payload]);
  const script = scripts.get(shape) ?? (await recorded(work));
  scripts.set(shape, script);
  return script;
}

/**
 * Lets Haltgraph do the work once, and keeps what it stored.
 *
 * @param {Work} work
 * @returns {Promise<Script>}
 */
async function recorded(work) {
  const session = await keeping(work);
  try {
    await session.call(0, new Clock(work.steps));
    const [[head], [thread]] = await opened(session.database, (database) =>
      Promise.all([rows(database, HEADS), growth(database, work.steps)]));
    if (head === undefined || thread === undefined) {
      throw new Error("Haltgraph stored nothing");
    }
    const of = (/** @type {number} */ step) => thread.filter((row) => Math.max(row.step, -1) === step);
    return { head: head.bytes, transactions: Array.from({ length: work.steps + 1 }, (_, at) => of(at - 1)) };
  } finally {
    await session.close();
  }
}

/**
 * Stores what one transaction holds.
 *
 * @param {IDBDatabase} database
 * @param {string} thread
 * @param {Row[]} list
 * @param {Uint8Array} head
 * @returns {Promise<void>}
 */
function store(database, thread, list, head) {
  return new Promise((resolve, reject) => {
    const stores = new Set([HEADS, ...list.map((row) => row.store)]);
    const transaction = database.transaction(stores, "readwrite", { durability: "relaxed" });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    const heads = transaction.objectStore(HEADS);
    heads.get(thread).onsuccess = () => {
      list.forEach((row) => transaction.objectStore(row.store).add(row.bytes, [thread, ...row.key.slice(1)]));
      heads.put(head, thread);
      transaction.commit();
    };
  });
}

/** @type {Contestant} */
export const rowsByHand = {
  name: "rows",
  label: "the same rows by hand",
  floor: undefined,
  async open(work) {
    const { transactions: [opening = [], ...steps], head } = await scriptOf(work);
    const database = await open(DATABASE, STORES);
    return {
      async call(number, clock) {
        const thread = `thread-${number}`;
        await store(database, thread, opening, head);
        for (const [step, list] of steps.entries()) {
          clock.begin(step);
          await store(database, thread, list, head);
        }
      },
      stored: () => footprint(database, work.steps),
      async close() {
        database.close();
        await remove(DATABASE);
      },
    };
  },
};
