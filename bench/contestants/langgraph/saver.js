// A saver for LangGraph.js over IndexedDB, as a user would write it who needs one: LangGraph.js comes with none for
// browsers. It stores what LangGraph.js's PostgresSaver stores, by the serializer that all its savers use: a row per
// checkpoint, one per channel that a step has changed, and one per pending write. Every call is one transaction.

import {
  BaseCheckpointSaver, WRITES_IDX_MAP, compareWritesSortKeys, getCheckpointId, writesSortKey,
} from "@langchain/langgraph-checkpoint";

import { completed, open, result } from "../../page/database.js";
import { CHECKPOINTS, STORES, VALUES, WRITES, grouped, newest, storesOf, within } from "./rows.js";

/**
 * @import {
 *   ChannelVersions, Checkpoint, CheckpointListOptions, CheckpointMetadata, CheckpointTuple, PendingWrite,
 * } from "@langchain/langgraph-checkpoint"
 * @import { RunnableConfig } from "@langchain/core/runnables"
 * @import { CheckpointRow, Rows, ValueRow, WriteRow } from "./rows.js"
 */

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
  /** The checkpoint that was put or read last: the next one is most often its child. @type {Pick<CheckpointRow, "id" | "places"> | undefined} */
  #last;

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
   * @param {ChannelVersions} newVersions of the channels that have changed
   */
  async put(config, checkpoint, metadata, newVersions) {
    const { thread, namespace } = placeOf(config);
    const { channel_values: values, ...rest } = checkpoint;
    const { id } = rest;
    const parent = getCheckpointId(config) || undefined;
    const before = await this.#placesIn(thread, namespace, parent);
    const channels = Object.keys(values);
    const changed = channels.filter((channel) => channel in newVersions || !(channel in before));
    const places = Object.fromEntries(channels.map((channel) => [channel, before[channel] ?? id]));
    changed.forEach((channel) => {
      places[channel] = id;
    });
    /** @type {CheckpointRow} */
    const row = {
      thread,
      namespace,
      id,
      parent,
      places,
      checkpoint: await this.serde.dumpsTyped({ ...rest, channel_values: {} }),
      metadata: await this.serde.dumpsTyped(metadata),
    };
    /** @type {ValueRow[]} */
    const fresh = await Promise.all(changed.map(async (channel) =>
      ({ checkpoint: id, channel, value: await this.serde.dumpsTyped(values[channel]) })));
    await this.#write([CHECKPOINTS, VALUES], ([checkpoints, store]) => {
      checkpoints?.put(row, [thread, namespace, id]);
      fresh.forEach((value) => store?.put(value, [thread, namespace, id, value.channel]));
    });
    this.#last = row;
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
    const [rows] = await this.#newest(keys, 1);
    this.#last = rows?.row;
    return rows && this.#tuple(rows);
  }

  /**
   * @param {RunnableConfig} config
   * @param {CheckpointListOptions} [options]
   * @returns {AsyncGenerator<CheckpointTuple>}
   */
  async *list(config, { limit, before, filter } = {}) {
    const id = getCheckpointId(config);
    const end = before && getCheckpointId(before);
    const wanted = Object.entries(filter ?? {});
    // What a filter or a bound leaves out does not count towards the limit, and is only known once it is read.
    const bounded = limit !== undefined && wanted.length === 0 && !end && id === "";
    let left = limit ?? Infinity;
    for (const rows of bounded ? await this.#newest(keysOf(config), limit) : await this.#all(keysOf(config))) {
      if (left <= 0) return;
      if ((id !== "" && rows.row.id !== id) || (end && rows.row.id >= end)) continue;
      const tuple = await this.#tuple(rows);
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
   * Where the values of a checkpoint are.
   *
   * @param {string} thread
   * @param {string} namespace
   * @param {string | undefined} id
   * @returns {Promise<Record<string, string>>}
   */
  async #placesIn(thread, namespace, id) {
    if (id === undefined) return {};
    if (this.#last?.id === id) return this.#last.places;
    const store = this.#database.transaction(CHECKPOINTS).objectStore(CHECKPOINTS);
    return (await result(store.get([thread, namespace, id])))?.places ?? {};
  }

  /**
   * The newest checkpoints.
   *
   * @param {IDBKeyRange | undefined} keys
   * @param {number} most
   * @returns {Promise<Rows[]>}
   */
  async #newest(keys, most) {
    const transaction = this.#database.transaction(STORES);
    const [checkpoints, values, writes] = storesOf(transaction, STORES);
    if (!checkpoints || !values || !writes) return [];
    const rows = await newest(checkpoints, keys, most);
    return Promise.all(rows.map(async (row) => {
      const { thread, namespace, id, places } = row;
      const [pending, ...found] = await Promise.all([
        result(writes.getAll(within(thread, namespace, id))),
        ...Object.entries(places).map(([channel, place]) => result(values.get([thread, namespace, place, channel]))),
      ]);
      return { row, values: found, writes: pending };
    }));
  }

  /**
   * All checkpoints, the newest of each thread first.
   *
   * @param {IDBKeyRange | undefined} keys
   * @returns {Promise<Rows[]>}
   */
  async #all(keys) {
    const transaction = this.#database.transaction(STORES);
    /** @type {[CheckpointRow[], ValueRow[], WriteRow[]]} */
    const [rows, values, writes] = /** @type {any} */ (
      await Promise.all(storesOf(transaction, STORES).map((store) => result(store.getAll(keys)))));
    const valuesOf = grouped(values);
    const writesOf = grouped(writes);
    return rows.reverse().map((row) => ({
      row,
      values: Object.entries(row.places).flatMap(([channel, place]) =>
        (valuesOf.get(place) ?? []).filter((value) => value.channel === channel)),
      writes: writesOf.get(row.id) ?? [],
    }));
  }

  /**
   * @param {Rows} rows
   * @returns {Promise<CheckpointTuple>}
   */
  async #tuple({ row: { thread, namespace, id, parent, checkpoint, metadata }, values, writes }) {
    const sorted = writes
      .map((write) => ({ ...write, key: writesSortKey(write.path, write.task, write.index) }))
      .sort((one, other) => compareWritesSortKeys(one.key, other.key));
    const read = await Promise.all(values.map(async ({ channel, value }) => [channel, await this.serde.loadsTyped(...value)]));
    return {
      config: configOf(thread, namespace, id),
      checkpoint: { ...(await this.serde.loadsTyped(...checkpoint)), channel_values: Object.fromEntries(read) },
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
    work(storesOf(transaction, names));
    transaction.commit();
    await completed(transaction);
  }
}

/**
 * The keys of a thread's rows, or of all threads'.
 *
 * @param {RunnableConfig} config
 */
function keysOf({ configurable: { thread_id: thread, checkpoint_ns: namespace } = {} }) {
  if (thread === undefined) return undefined;
  return namespace === undefined ? within(thread) : within(thread, namespace);
}
