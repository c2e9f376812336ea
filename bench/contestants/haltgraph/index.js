// Haltgraph with each of its savers.

import { stored } from "../../page/database.js";
import { IndexedDBSaver, MemorySaver } from "../../../www/haltgraph.js";
import * as calls from "./calls.js";
import * as looks from "./looks.js";

/**
 * @import { Contestant, Doing, Session } from "../index.js"
 * @import { Play, Config } from "./calls.js"
 * @import { Current } from "./graphs.js"
 */

/** More supersteps than any work has. */
const LIMIT = 100_000;

/**
 * A session over a graph compiled with a saver.
 *
 * @template Work
 * @param {Play<Work>} play
 * @param {Work} work
 * @param {MemorySaver | IndexedDBSaver | undefined} checkpointer
 * @param {Partial<Config>} config
 * @returns {Session}
 */
function session({ graph, call }, work, checkpointer, config) {
  /** @type {Current} */
  const current = { number: 0 };
  const app = graph(work, current).compile({ checkpointer });
  return {
    async call(number, clock) {
      Object.assign(current, { clock, number });
      await call(app, work, { configurable: { thread_id: `thread-${number}` }, recursionLimit: LIMIT, ...config }, clock, number);
    },
    close: async () => undefined,
  };
}

/**
 * @template Work
 * @param {Play<Work>} play
 * @returns {Doing<Work>}
 */
const without = (play) => ({ open: async (work) => session(play, work, undefined, {}) });

/**
 * @template Work
 * @param {Play<Work>} play
 * @returns {Doing<Work>}
 */
const inMemory = (play) => ({ open: async (work) => session(play, work, new MemorySaver(), {}) });

/** Stores whose rows do not grow with what a thread does. */
const BESIDES = ["threads", "meta"];

/**
 * Opens a session whose threads are in a database of its own, so that none finds what another left.
 *
 * @template Work
 * @param {Play<Work>} play
 * @param {Partial<Config>} [config]
 * @returns {Doing<Work>}
 */
const inDatabase = (play, config = {}) => ({
  async open(work) {
    const name = looks.storeName();
    const saver = new IndexedDBSaver(name);
    // Makes the database, which no call should have to wait for.
    await saver.deleteThread("nobody");
    let made = 0;
    const { call } = session(play, work, saver, config);
    return {
      async call(number, clock) {
        made += 1;
        await call(number, clock);
      },
      stored: () => stored(looks.databaseOf(name), made, BESIDES),
      close: () => looks.removeStore(name),
    };
  },
});

/** @type {Contestant} */
export const unsaved = {
  name: "unsaved",
  label: "no saver",
  family: "haltgraph",
  keeping: ["none"],
  works: { chain: without(calls.chain), append: without(calls.append), sends: without(calls.sends), document: without(calls.document) },
};

/** @type {Contestant} */
export const memory = {
  name: "memory",
  label: "MemorySaver",
  family: "haltgraph",
  keeping: ["memory"],
  works: {
    chain: inMemory(calls.chain),
    append: inMemory(calls.append),
    sends: inMemory(calls.sends),
    ask: inMemory(calls.ask),
    questions: inMemory(calls.questions),
    parallel: inMemory(calls.parallel),
    document: inMemory(calls.document),
    history: looks.history(() => new MemorySaver()),
  },
};

/** @type {Contestant} */
export const indexedDb = {
  name: "indexeddb",
  label: "IndexedDBSaver",
  family: "haltgraph",
  keeping: ["stored"],
  works: {
    chain: inDatabase(calls.chain),
    append: inDatabase(calls.append),
    sends: inDatabase(calls.sends),
    ask: inDatabase(calls.ask),
    questions: inDatabase(calls.questions),
    parallel: inDatabase(calls.parallel),
    document: inDatabase(calls.document),
    threads: looks.threads,
    history: looks.history(looks.ownSaver),
  },
};

const ASYNC = { durability: /** @type {const} */ ("async") };

/** @type {Contestant} */
export const indexedDbAsync = {
  name: "async",
  label: 'IndexedDBSaver, "async"',
  family: "haltgraph",
  keeping: ["stored"],
  works: {
    chain: inDatabase(calls.chain, ASYNC),
    append: inDatabase(calls.append, ASYNC),
    sends: inDatabase(calls.sends, ASYNC),
    document: inDatabase(calls.document, ASYNC),
  },
};
