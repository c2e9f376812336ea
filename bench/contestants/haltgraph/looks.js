// Works that look at what is there: waiting threads after a reload, and the history of a thread.

import { remove } from "../../page/database.js";
import { IndexedDBSaver } from "../../../www/haltgraph.js";
import * as graphs from "./graphs.js";

/**
 * @import { MemorySaver } from "../../../www/haltgraph.js"
 * @import { Doing } from "../index.js"
 */

/** The name of the store of waiting threads, which stays between pages. */
const THREADS = "bench-threads";

/** Stores of this page: the engine remembers each, and says so when one that it knew is empty. */
const PAGE = crypto.randomUUID().slice(0, 8);
let stores = 0;

/** A store's name that no other has. */
export function storeName() {
  stores += 1;
  return `bench-${PAGE}-${stores}`;
}

/** A saver over a store of its own. */
export const ownSaver = () => new IndexedDBSaver(storeName());

/** The name of a store's database. @param {string} store */
export const databaseOf = (store) => `haltgraph:${store}`;

/**
 * Removes a store once no page has it open any more: the engine lets go of it when it is to be deleted.
 *
 * @param {string} store
 */
export const removeStore = (store) => remove(databaseOf(store));

/** @type {Doing<import("../../workloads/threads.js").ThreadsWork>} */
export const threads = {
  async prepare(work) {
    const current = { number: 0 };
    const app = graphs.ask(work, current).compile({ checkpointer: new IndexedDBSaver(THREADS) });
    for (; current.number < work.threads; current.number += 1) {
      await app.invoke({}, { configurable: { thread_id: `thread-${current.number}` } });
    }
  },
  open: async (work) => ({
    async call() {
      const app = graphs.ask(work, { number: 0 }).compile({ checkpointer: new IndexedDBSaver(THREADS) });
      const listed = await app.pending();
      work.check(listed.filter(({ thread, payload }) => thread !== undefined && payload !== undefined));
    },
    close: async () => undefined,
  }),
  tidy: () => removeStore(THREADS),
};

const CONFIG = { configurable: { thread_id: "thread" }, recursionLimit: 100_000 };

/**
 * @template Item
 * @param {AsyncIterable<Item>} items
 */
async function all(items) {
  const list = [];
  for await (const item of items) list.push(item);
  return list;
}

/**
 * @param {() => MemorySaver | IndexedDBSaver} saver
 * @returns {Doing<import("../../workloads/history.js").HistoryWork>}
 */
export function history(saver) {
  /** @type {MemorySaver | IndexedDBSaver | undefined} */
  let kept;
  /** @param {import("../../workloads/history.js").HistoryWork} work */
  const appOf = (work) => {
    kept ??= saver();
    return graphs.history(work).compile({ checkpointer: kept });
  };
  return {
    async prepare(work) {
      await appOf(work).invoke({}, CONFIG);
    },
    async open(work) {
      const app = appOf(work);
      return {
        async call(_number, clock) {
          work.checkState((await app.getState(CONFIG)).values.count);
          clock.lap("state");
          work.checkNewest(await all(app.getStateHistory(CONFIG, { limit: work.newest })));
          clock.lap("newest");
          work.checkAll(await all(app.getStateHistory(CONFIG)));
          clock.lap("all");
        },
        close: async () => undefined,
      };
    },
    async tidy() {
      if (kept instanceof IndexedDBSaver) await removeStore(kept.name);
      kept = undefined;
    },
  };
}
