// The floor: the rows that Haltgraph stores for the same work, byte for byte, in the same transactions and as hard, written
// by the least JavaScript that keeps the promise: each transaction compares its thread's head, and is awaited.

import { Clock } from "../../page/clock.js";
import { open, remove, result, stored } from "../../page/database.js";
import { indexedDb } from "../haltgraph/index.js";
import { history as recordedHistory, ownSaver } from "../haltgraph/looks.js";
import { HEADS, parts, play, recorded, storesOf } from "./script.js";

/**
 * @import { Contestant, Doing, Works } from "../index.js"
 * @import { Part } from "./script.js"
 */

const DATABASE = "bench-rows";

/** Stores whose rows do not grow with what a thread does. */
const BESIDES = [HEADS];

/** Scripts that were made already, by their works. @type {WeakMap<object, Part[]>} */
const scripts = new WeakMap();

/** @param {readonly string[]} stores @param {string} [name] */
const made = (stores, name = DATABASE) => open(name, (database) => stores.forEach((store) => database.createObjectStore(store)));

/**
 * The works that write.
 *
 * @template {keyof Works} Name
 * @param {Name} name
 * @returns {Doing<any>}
 */
const replayed = (name) => ({
  async open(work) {
    const doing = /** @type {Doing<any>} */ (indexedDb.works[name]);
    const script = scripts.get(work) ?? (await recorded(doing, work, () => new Clock(work.steps)));
    scripts.set(work, script);
    const database = await made(storesOf(script));
    let calls = 0;
    return {
      async call(number, clock) {
        calls += 1;
        await play(database, script, number, clock);
      },
      stored: () => stored(DATABASE, calls, BESIDES),
      async close() {
        database.close();
        await remove(DATABASE);
      },
    };
  },
});

/** The database of waiting threads, which stays between pages. */
const WAITING = "bench-rows-threads";

/** All waiting threads: every row of the store of questions. @type {Doing<import("../../workloads/threads.js").ThreadsWork>} */
const threads = {
  async prepare(work) {
    const doing = /** @type {Doing<any>} */ (indexedDb.works.ask);
    const script = await recorded(doing, { question: work.question, answer: String }, () => new Clock());
    const asking = script.slice(0, script.findIndex((part) => "lap" in part));
    const database = await made(storesOf(script), WAITING);
    const clock = new Clock();
    for (let number = 0; number < work.threads; number += 1) await play(database, asking, number, clock);
    database.close();
  },
  open: async (work) => ({
    async call() {
      const database = await open(WAITING);
      work.check(await result(database.transaction("questions").objectStore("questions").getAll()));
      database.close();
    },
    close: async () => undefined,
  }),
  tidy: () => remove(WAITING),
};

/** The database of the thread whose history is read. */
const LONG = "bench-rows-history";
const CHECKPOINTS = "checkpoints";

/**
 * Rows of a thread as they are, unread: one `get`, one `getAll`, and one `getAll` of the newest.
 *
 * @type {Doing<import("../../workloads/history.js").HistoryWork>}
 */
const history = {
  async prepare(work) {
    const { prepare, tidy } = recordedHistory(ownSaver);
    const script = await parts(async () => prepare?.(work));
    await tidy?.(work);
    const database = await made(storesOf(script), LONG);
    await play(database, script, 0, new Clock());
    database.close();
  },
  async open({ newest, checkAll, checkNewest }) {
    const database = await open(LONG);
    const store = (/** @type {string} */ name) => database.transaction(name).objectStore(name);
    const keys = await result(store(CHECKPOINTS).getAllKeys());
    const [from] = keys.slice(-newest);
    return {
      async call(_number, clock) {
        await result(store(HEADS).get("thread"));
        clock.lap("state");
        checkNewest(await result(store(CHECKPOINTS).getAll(IDBKeyRange.lowerBound(from))));
        clock.lap("newest");
        checkAll(await result(store(CHECKPOINTS).getAll()));
        clock.lap("all");
      },
      close: async () => database.close(),
    };
  },
  tidy: () => remove(LONG),
};

/** @type {Contestant} */
export const rowsByHand = {
  name: "rows",
  label: "the same rows by hand",
  family: "rows",
  keeping: ["stored"],
  works: {
    chain: replayed("chain"),
    append: replayed("append"),
    sends: replayed("sends"),
    ask: replayed("ask"),
    questions: replayed("questions"),
    parallel: replayed("parallel"),
    document: replayed("document"),
    threads,
    history,
  },
};

/** For `cold`: a page that loads the engine's wasm and never runs it. @type {Contestant} */
export const wasmAlone = { name: "wasm", label: "the same wasm, never run", family: "wasm", keeping: ["stored"], works: {} };
