// Savers as programs hold them, and the engine's stores behind them: one for each MemorySaver, one for each name of an
// IndexedDBSaver. A store is opened when a saver is first used, so that a saver may be made before the engine is loaded.

import { IndexedDBSaver } from "../indexeddb.js";
import { GraphValueError } from "./errors.js";
import { owed } from "./guard.js";
import { wasm } from "./load.js";
import { badArgument } from "./options.js";

/**
 * @import { Store } from "./types/engine.js"
 * @import { Capabilities } from "./types/savers.js"
 */

/** What every saver can say and do. */
class BaseSaver {
  /** What it promises. @returns {Capabilities} */
  get capabilities() {
    return /** @type {Capabilities} */ (storeOf(this)?.capabilities());
  }

  /**
   * Deletes a thread and all that belongs to it.
   * @param {string} thread
   * @returns {Promise<void>}
   */
  async deleteThread(thread) {
    await owed(async () => storeOf(this)?.deleteThread(thread));
  }
}

/** Keeps threads in memory, as long as the page lives. */
export class MemorySaver extends BaseSaver {}

// The class of indexeddb.js opens its database while the engine loads, and knows nothing of it; here it becomes a saver.
Object.setPrototypeOf(IndexedDBSaver.prototype, BaseSaver.prototype);
export { IndexedDBSaver };

/** @type {WeakMap<object, Store>} */
const memoryStores = new WeakMap();
/** @type {Map<string, Store>} */
const databases = new Map();

/**
 * The store behind a saver.
 * @param {unknown} saver what `compile({ checkpointer })` was given; `false` and nothing mean that nothing is kept
 * @returns {Store | undefined}
 */
export function storeOf(saver) {
  if (saver === undefined || saver === null || saver === false) return undefined;
  if (saver instanceof MemorySaver) return memoryStore(saver);
  if (saver instanceof IndexedDBSaver) return database(saver);
  throw badArgument("checkpointer must be a MemorySaver or an IndexedDBSaver, or false");
}

/** Digests of the graphs that keep threads in a store. @type {WeakMap<Store, Set<string>>} */
const residents = new WeakMap();

/**
 * Notes that a graph keeps its threads in a store. From the second graph on, threads must say whose they are (S-CON-14).
 * @param {Store} store
 * @param {string} digest
 * @param {string | undefined} name as given to `compile`
 * @throws {GraphValueError} GRAPH_NAME_REQUIRED
 */
export function moveIn(store, digest, name) {
  const digests = residents.get(store) ?? new Set();
  if (name === undefined && digests.size > 0 && !digests.has(digest)) {
    throw new GraphValueError(
      'A second graph without a name was compiled on one saver\n\nTheir threads could not be told apart: compile({ name: "..." }), or give each graph a saver.',
      { code: "GRAPH_NAME_REQUIRED" },
    );
  }
  residents.set(store, digests.add(digest));
}

/** @param {MemorySaver} saver */
function memoryStore(saver) {
  const store = memoryStores.get(saver) ?? wasm().Store.memory();
  memoryStores.set(saver, store);
  return store;
}

/** @param {IndexedDBSaver} saver */
function database({ name, request }) {
  const store = databases.get(name) ?? wasm().Store.indexedDb(name, request);
  databases.set(name, store);
  return store;
}
