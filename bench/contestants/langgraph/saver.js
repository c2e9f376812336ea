// A saver for LangGraph.js over IndexedDB, as a user would write it who needs one: LangGraph.js comes with none for
// browsers. It stores what LangGraph.js's MemorySaver and SqliteSaver store, by the serializer that they use: a row per
// checkpoint and one per pending write. Every call is one transaction.

import {
  BaseCheckpointSaver, WRITES_IDX_MAP, compareWritesSortKeys, getCheckpointId, writesSortKey,
} from "@langchain/langgraph-checkpoint";

import { completed, open, result } from "../../page/database.js";

/**
 * @import { Checkpoint, CheckpointListOptions, CheckpointMetadata, CheckpointTuple, PendingWrite } from "@langchain/langgraph-checkpoint"
 * @import { RunnableConfig } from "@langchain/core/runnables"
 */

/** What the serializer made: how it is to be read, and that. @typedef {[type: string, bytes: Uint8Array]} Typed */

/**
 * @typedef {object} CheckpointRow
 * @property {string} thread
 * @property {string} namespace
 * @property {string} id
 * @property {string | undefined} parent
 * @property {Typed} checkpoint
 * @property {Typed} metadata
 */

/**
 * @typedef {object} WriteRow
 * @property {string} checkpoint whose write it is
 * @property {string} task
 * @property {number} index
 * @property {string} path
 * @property {string} channel
 * @property {Typed} value
 */

const CHECKPOINTS = "checkpoints";
const WRITES = "writes";

const STORES = [CHECKPOINTS, WRITES];

/**
 * All keys that begin with these parts: an empty array sorts after every string.
 *
 * @param {string[]} parts
 */
const within = (...parts) => IDBKeyRange.bound(parts, [...parts, []]);

/** @param {RunnableConfig} config */
const placeOf = ({ configurable = {} }) =>
  ({ thread: String(configurable.thread_id), namespace: String(configurable.checkpoint_ns ?? "") });

/**
 * @param {string} thread
 * @param {string} namespace
 * @param {string} id
 */
const configOf = (thread, namespace, id) =>
  ({ configurable: { thread_id: thread, checkpoint_ns: namespace, checkpoint_id: id } });

/** LangGraph.js's checkpoints in IndexedDB. */
export class IndexedDbSaver extends BaseCheckpointSaver {
  #database;

  /** @param {IDBDatabase} database */
  constructor(database) {
    super();
    this.#database = database;
  }

  /** @param {string} name of the database; made where there is none */
  static async open(name) {
    return new IndexedDbSaver(await open(name, (database) => STORES.forEach((store) => database.createObjectStore(store))));
  }

  /** Lets go of the database. */
  close() {
    this.#database.close();
  }

  /**
   * @param {RunnableConfig} config
   * @param {Checkpoint} checkpoint
   * @param {CheckpointMetadata} metadata
   */
  async put(config, checkpoint, metadata) {
    const { thread, namespace } = placeOf(config);
    const { id } = checkpoint;
    /** @type {CheckpointRow} */
    const row = {
      thread,
      namespace,
      id,
      parent: config.configurable?.checkpoint_id,
      checkpoint: await this.serde.dumpsTyped(checkpoint),
      metadata: await this.serde.dumpsTyped(metadata),
    };
    await this.#write([CHECKPOINTS], ([store]) => store?.put(row, [thread, namespace, id]));
    return configOf(thread, namespace, id);
  }

  /**
   * @param {RunnableConfig} config
   * @param {PendingWrite[]} writes
   * @param {string} task
   * @param {string} [path]
   */
  async putWrites(config, writes, task, path = "") {
    const { thread, namespace } = placeOf(config);
    const checkpoint = getCheckpointId(config);
    /** @type {WriteRow[]} */
    const rows = await Promise.all(writes.map(async ([channel, value], at) => ({
      checkpoint,
      task,
      index: WRITES_IDX_MAP[channel] ?? at,
      path,
      channel,
      value: await this.serde.dumpsTyped(value),
    })));
    await this.#write([WRITES], ([store]) =>
      rows.forEach((row) => store?.put(row, [thread, namespace, checkpoint, task, row.index])));
  }

  /**
   * @param {RunnableConfig} config
   * @returns {Promise<CheckpointTuple | undefined>}
   */
  async getTuple(config) {
    const { thread, namespace } = placeOf(config);
    const id = getCheckpointId(config);
    const keys = id === "" ? within(thread, namespace) : IDBKeyRange.only([thread, namespace, id]);
    const [row] = await this.#rows(keys, 1);
    return row && this.#tuple(...row);
  }

  /**
   * @param {RunnableConfig} config
   * @param {CheckpointListOptions} [options]
   * @returns {AsyncGenerator<CheckpointTuple>}
   */
  async *list(config, { limit, before, filter } = {}) {
    const wanted = Object.entries(filter ?? {});
    const end = before && getCheckpointId(before);
    // What a filter or a bound leaves out does not count towards the limit, and is only known once it is read.
    const most = wanted.length === 0 && !end ? limit : undefined;
    let left = limit ?? Infinity;
    for (const row of await this.#rows(keysOf(config), most)) {
      if (left <= 0) return;
      if (end && row[0].id >= end) continue;
      const tuple = await this.#tuple(...row);
      const metadata = Object.entries(tuple.metadata ?? {});
      if (!wanted.every(([key, value]) => metadata.some(([name, held]) => name === key && held === value))) continue;
      left -= 1;
      yield tuple;
    }
  }

  /** @param {string} thread */
  async deleteThread(thread) {
    await this.#write(STORES, (stores) => stores.forEach((store) => store.delete(within(thread))));
  }

  /**
   * Checkpoints with their pending writes, the newest first, by one transaction.
   *
   * @param {IDBKeyRange | undefined} keys
   * @param {number} [most]
   * @returns {Promise<[CheckpointRow, WriteRow[]][]>}
   */
  async #rows(keys, most) {
    const transaction = this.#database.transaction(STORES);
    const checkpoints = transaction.objectStore(CHECKPOINTS);
    const writes = transaction.objectStore(WRITES);
    if (most !== undefined) {
      const rows = await newest(checkpoints, keys, most);
      return Promise.all(rows.map(async (row) =>
        [row, await result(writes.getAll(within(row.thread, row.namespace, row.id)))]));
    }
    const [rows, all] = await Promise.all([result(checkpoints.getAll(keys)), result(writes.getAll(keys))]);
    /** @type {Map<string, WriteRow[]>} */
    const byCheckpoint = new Map(rows.map(({ id }) => [id, []]));
    all.forEach((/** @type {WriteRow} */ write) => byCheckpoint.get(write.checkpoint)?.push(write));
    return rows.reverse().map((row) => [row, byCheckpoint.get(row.id) ?? []]);
  }

  /**
   * @param {CheckpointRow} row
   * @param {WriteRow[]} writes
   * @returns {Promise<CheckpointTuple>}
   */
  async #tuple({ thread, namespace, id, parent, checkpoint, metadata }, writes) {
    const sorted = writes
      .map((write) => ({ ...write, key: writesSortKey(write.path, write.task, write.index) }))
      .sort((one, other) => compareWritesSortKeys(one.key, other.key));
    return {
      config: configOf(thread, namespace, id),
      checkpoint: await this.serde.loadsTyped(...checkpoint),
      metadata: await this.serde.loadsTyped(...metadata),
      parentConfig: parent === undefined ? undefined : configOf(thread, namespace, parent),
      pendingWrites: await Promise.all(sorted.map(async ({ task, channel, value }) =>
        /** @type {[string, string, unknown]} */ ([task, channel, await this.serde.loadsTyped(...value)]))),
    };
  }

  /**
   * @param {string[]} names of stores
   * @param {(stores: IDBObjectStore[]) => void} work
   */
  async #write(names, work) {
    const transaction = this.#database.transaction(names, "readwrite", { durability: "relaxed" });
    work(names.map((name) => transaction.objectStore(name)));
    transaction.commit();
    await completed(transaction);
  }
}

/**
 * The keys of a thread's checkpoints, or of one, or of all threads'.
 *
 * @param {RunnableConfig} config
 */
function keysOf({ configurable = {} }) {
  const parts = [configurable.thread_id, configurable.checkpoint_ns, configurable.checkpoint_id || undefined];
  const missing = parts.indexOf(undefined);
  return missing === 0 ? undefined : within(...parts.slice(0, missing === -1 ? 3 : missing));
}

/**
 * @param {IDBObjectStore} store
 * @param {IDBKeyRange | undefined} keys
 * @param {number} most
 * @returns {Promise<CheckpointRow[]>}
 */
function newest(store, keys, most) {
  return new Promise((resolve, reject) => {
    /** @type {CheckpointRow[]} */
    const rows = [];
    const request = store.openCursor(keys, "prev");
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor !== null) rows.push(cursor.value);
      if (cursor === null || rows.length >= most) resolve(rows);
      else cursor.continue();
    };
  });
}
