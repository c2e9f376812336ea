// Savers as programs hold them, and the engine's stores behind them: one for each MemorySaver and each saver of a
// program's own, one for each name of an IndexedDBSaver or a LocalStorageSaver. A store is opened when a saver is first used, so that a saver may be made before the engine is loaded.

import { IndexedDBSaver } from "../indexeddb.js";
import { GraphValueError } from "./errors.js";
import { owed } from "./guard.js";
import { wasm } from "./load.js";
import { badArgument, onlyKnown } from "./options.js";
import { parts } from "./on_first_use.js";

/**
 * @import { CustomSaver } from "./custom_saver.js"
 * @import { Store } from "./types/engine.js"
 * @import { Capabilities, CheckpointSaver } from "./types/savers.js"
 * @import { Warn } from "./warn.js"
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

  /**
   * Deletes a thread but for its audit chain, which names payloads by digest only.
   * @param {string} thread
   * @returns {Promise<void>}
   */
  async forget(thread) {
    await owed(async () => storeOf(this)?.forget(thread));
  }
}

/** Keeps threads in memory, as long as the page lives. */
export class MemorySaver extends BaseSaver {}

// The class of indexeddb.js opens its database while the engine loads, and knows nothing of it; here it becomes a saver.
Object.setPrototypeOf(IndexedDBSaver.prototype, BaseSaver.prototype);
export { IndexedDBSaver };

/** Keeps small threads in localStorage, for one tab that does not crash. */
export class LocalStorageSaver extends BaseSaver {
  /**
   * @param {string} [name] 1 to 64 characters of `[A-Za-z0-9_.-]`; without one, the origin's nameless store
   * @param {{ history?: number, assumeSingleTab?: boolean }} [options]
   */
  constructor(name = "", options = {}) {
    super();
    onlyKnown("the options of LocalStorageSaver", options, ["history", "assumeSingleTab"]);
    const { history = 1, assumeSingleTab = false } = options;
    if (history !== Infinity && !(Number.isInteger(history) && history >= 1 && history < 2 ** 32)) {
      throw badArgument("history must be a whole number from 1 on, or Infinity");
    }
    if (typeof assumeSingleTab !== "boolean") throw badArgument("assumeSingleTab must be a boolean");
    /** @readonly */
    this.name = name;
    /** @readonly */
    this.history = history;
    /** @readonly */
    this.assumeSingleTab = assumeSingleTab;
    Object.freeze(this);
  }
}

/** @type {WeakMap<object, Store>} */
const memoryStores = new WeakMap();
/** @type {WeakMap<object, Store>} */
const customStores = new WeakMap();
/** @type {Map<string, Store>} */
const databases = new Map();
/** @type {Map<string, { options: string, store: Store }>} */
const localStores = new Map();

/**
 * The store behind a saver.
 * @param {unknown} saver what `compile({ checkpointer })` was given; `false` and nothing mean that nothing is kept
 * @returns {Store | undefined}
 */
export function storeOf(saver) {
  if (saver === undefined || saver === null || saver === false) return undefined;
  if (saver instanceof MemorySaver) return memoryStore(saver);
  if (saver instanceof IndexedDBSaver) return database(saver);
  if (saver instanceof LocalStorageSaver) return localStore(saver);
  if (isCheckpointSaver(saver)) return customStore(saver);
  throw badArgument(
    "checkpointer must be a MemorySaver, an IndexedDBSaver, a LocalStorageSaver or an object with getTuple, list, put and putWrites, or false",
  );
}

/**
 * Says that a saver of the program's own promises less (S-CKP-48).
 * @param {unknown} saver
 * @param {Warn} warn
 */
export function warnOfCustom(saver, warn) {
  if (saver instanceof BaseSaver || !isCheckpointSaver(saver)) return;
  warn("SAVER_WITHOUT_COMMIT", "A checkpointer of your own has no compare-and-set: that a decision counts once holds within this page only");
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

/** @param {LocalStorageSaver} saver */
function localStore({ name, history, assumeSingleTab }) {
  const options = JSON.stringify({ assumeSingleTab, history: history === Infinity ? null : history });
  const known = localStores.get(name);
  if (known !== undefined && known.options !== options) {
    throw badArgument(`a LocalStorageSaver of the name "${name}" was made with other options`);
  }
  const store = known?.store ?? wasm().Store.localStorage(name, options);
  localStores.set(name, { options, store });
  return store;
}

/** @param {CheckpointSaver} saver */
function customStore(saver) {
  const store = customStores.get(saver) ?? wasm().Store.custom(new LateSaver(saver));
  customStores.set(saver, store);
  return store;
}

/**
 * Whether an object has what the engine needs of a saver.
 * @param {unknown} value
 * @returns {value is CheckpointSaver}
 */
function isCheckpointSaver(value) {
  const saver = /** @type {Record<string, unknown> | null} */ (value);
  return typeof saver === "object" && saver !== null
    && ["getTuple", "list", "put", "putWrites"].every((method) => typeof saver[method] === "function");
}

/** The engine's side of a saver of the program's own, loaded when the engine first asks. */
class LateSaver {
  #saver;

  /** @param {CheckpointSaver} saver */
  constructor(saver) {
    this.#saver = saver;
  }

  /** @type {CustomSaver["read"]} */
  async read(...about) {
    return (await this.#loaded()).read(...about);
  }

  /** @type {CustomSaver["list"]} */
  async list(...about) {
    return (await this.#loaded()).list(...about);
  }

  /** @type {CustomSaver["threads"]} */
  async threads() {
    return (await this.#loaded()).threads();
  }

  /** @type {CustomSaver["write"]} */
  async write(commit) {
    return (await this.#loaded()).write(commit);
  }

  /** @type {CustomSaver["remove"]} */
  async remove(thread) {
    return (await this.#loaded()).remove(thread);
  }

  async #loaded() {
    const part = await parts();
    return new part.CustomSaver(this.#saver);
  }
}
