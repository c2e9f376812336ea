// A log of what threads did, in IndexedDB: what one writes when nothing else is at hand. Each entry is a row.

import { completed, open, remove, result } from "../../page/database.js";

/** An entry. @typedef {{ node: string, update?: Record<string, any>, question?: unknown, answer?: unknown }} Entry */

const STORE = "log";

export class Log {
  #name;
  #database;
  /** How many entries a thread has. @type {Map<string, number>} */
  #lengths = new Map();

  /**
   * @param {string} name
   * @param {IDBDatabase} database
   */
  constructor(name, database) {
    this.#name = name;
    this.#database = database;
  }

  /** @param {string} name */
  static async open(name) {
    return new Log(name, await open(name, (database) => database.createObjectStore(STORE)));
  }

  /**
   * Adds entries to a thread; resolves when they are stored.
   *
   * @param {string} thread
   * @param {...Entry} entries
   */
  append(thread, ...entries) {
    const transaction = this.#database.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    let length = this.#lengths.get(thread) ?? 0;
    for (const entry of entries) store.add(entry, [thread, length++]);
    this.#lengths.set(thread, length);
    transaction.commit();
    return completed(transaction);
  }

  /**
   * All that a thread did, in order.
   *
   * @param {string} thread
   * @returns {Promise<Entry[]>}
   */
  async read(thread) {
    const entries = await result(this.#database.transaction(STORE).objectStore(STORE).getAll(IDBKeyRange.bound([thread], [thread, []])));
    this.#lengths.set(thread, entries.length);
    return entries;
  }

  /**
   * All that all threads did.
   *
   * @returns {Promise<{ thread: string, entry: Entry }[]>}
   */
  async all() {
    const store = this.#database.transaction(STORE).objectStore(STORE);
    const [keys, entries] = await Promise.all([result(store.getAllKeys()), result(store.getAll())]);
    return entries.map((entry, at) => ({ thread: String(/** @type {IDBValidKey[]} */ (keys[at])[0]), entry }));
  }

  close() {
    this.#database.close();
  }

  async remove() {
    this.close();
    await remove(this.#name);
  }
}
