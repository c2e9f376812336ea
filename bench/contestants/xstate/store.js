// Persisted snapshots in IndexedDB, as a user of XState would keep them: one per actor, each over the one before, as JSON.

import { completed, open, result } from "../../page/database.js";

/** @import { AnyActor, Snapshot } from "xstate" */

/** The object store. */
export const SNAPSHOTS = "snapshots";

/** Snapshots by the name of their thread. */
export class SnapshotStore {
  #database;

  /** @param {IDBDatabase} database */
  constructor(database) {
    this.#database = database;
  }

  /** @param {string} name of the database; made where there is none */
  static async open(name) {
    return new SnapshotStore(await open(name, (database) => database.createObjectStore(SNAPSHOTS)));
  }

  /** Lets go of the database. */
  close() {
    this.#database.close();
  }

  /**
   * @param {string} thread
   * @param {AnyActor} actor
   */
  async put(thread, actor) {
    const transaction = this.#database.transaction(SNAPSHOTS, "readwrite", { durability: "relaxed" });
    transaction.objectStore(SNAPSHOTS).put(JSON.stringify(actor.getPersistedSnapshot()), thread);
    transaction.commit();
    await completed(transaction);
  }

  /**
   * @param {string} thread
   * @returns {Promise<Snapshot<unknown>>}
   */
  async get(thread) {
    return JSON.parse(await result(this.#database.transaction(SNAPSHOTS).objectStore(SNAPSHOTS).get(thread)));
  }

  /** All of them, with the names of their threads. */
  async all() {
    const store = this.#database.transaction(SNAPSHOTS).objectStore(SNAPSHOTS);
    const [threads, texts] = await Promise.all([result(store.getAllKeys()), result(store.getAll())]);
    return threads.map((thread, at) => ({ thread, snapshot: JSON.parse(texts[at]) }));
  }
}
