// A saver of the user's own behind LangGraph's interface (getTuple, list, put, putWrites), as the engine uses it. Each
// checkpoint is put as LangGraph knows it; beside it stand two pending writes of ours: the checkpoint whole, which is what
// the engine reads back, and with each commit, as the last thing, a mark. What has no mark behind it was never committed.
// What a saver hands back is data, whatever it looks like (S-CKP-18): only these texts are read.

import { decodeState } from "./values.js";

/**
 * @import { CheckpointSaver, CheckpointTuple } from "./types/savers.js"
 */

/** Channels of our own pending writes. */
const ROW = "__haltgraph_row__";
const MARK = "__haltgraph__";

/**
 * @typedef {[channel: string, seq: number, text: string]} Value
 * @typedef {{ id: string, parent?: string, seq: number, ts: number, source: string, step: number, caller?: Record<string, unknown>,
 *   values: Value[], triggers: string[], joins: [to: string, from: string[], arrived: string[]][], last: string[], row?: string }} Tuple
 * @typedef {{ thread: string, head: string, rev: number, mark: string, tuples: Tuple[],
 *   writes: [task: string, channel: string, text: string][], asked: [task: string, id: string, payload: string][] }} Commit
 * @typedef {{ mark?: string, row?: string, parent?: string }} Stored
 */

/** The engine's side of a saver. */
export class CustomSaver {
  #saver;

  /** @param {CheckpointSaver} saver */
  constructor(saver) {
    this.#saver = saver;
  }

  /**
   * The newest checkpoint that was committed, or the one named.
   * @param {string} thread
   * @param {string} [id]
   * @returns {Promise<Stored | undefined>}
   */
  async read(thread, id) {
    const tuple = await this.#saver.getTuple(config(thread, id));
    if (!tuple) return undefined;
    const found = stored(tuple);
    if (id !== undefined || found.mark !== undefined) return found;
    for await (const other of this.#saver.list(config(thread))) {
      const older = stored(other);
      if (older.mark !== undefined) return older;
    }
    return found;
  }

  /**
   * @param {string} thread
   * @param {string} before
   * @param {number} limit
   * @returns {Promise<Stored[]>} newest first
   */
  async list(thread, before, limit) {
    /** @type {Stored[]} */
    const listed = [];
    if (limit === 0) return listed;
    for await (const tuple of this.#saver.list(config(thread), { before: config(thread, before) })) {
      const found = stored(tuple);
      if (found.row !== undefined) listed.push(found);
      if (listed.length === limit) break;
    }
    return listed;
  }

  /** @returns {Promise<string[]>} the ids of every thread that a commit of ours stands in */
  async threads() {
    const threads = new Set();
    for await (const tuple of this.#saver.list({ configurable: {} })) {
      if (stored(tuple).mark !== undefined) threads.add(tuple.config.configurable?.["thread_id"]);
    }
    return [...threads];
  }

  /**
   * Keeps a commit, its mark last.
   * @param {string} text
   */
  async write(text) {
    /** @type {Commit} */
    const { thread, head, rev, mark, tuples, writes, asked } = JSON.parse(text);
    for (const tuple of tuples) await this.#put(thread, tuple);
    /** @type {Map<string, [string, unknown][]>} */
    const byTask = new Map();
    const add = (/** @type {string} */ task, /** @type {string} */ channel, /** @type {unknown} */ value) => {
      byTask.set(task, [...(byTask.get(task) ?? []), [channel, value]]);
    };
    for (const [task, channel, value] of writes) add(task, channel, decodeState(value));
    for (const [task, id, payload] of asked) add(task, "__interrupt__", { id, value: JSON.parse(payload) });
    for (const [task, list] of byTask) await this.#saver.putWrites(config(thread, head), list, task);
    await this.#saver.putWrites(config(thread, head), [[MARK, mark]], `${MARK}:${rev}`);
  }

  /**
   * @param {string} thread
   * @param {Tuple} tuple
   */
  async #put(thread, tuple) {
    const { id, parent, source, step, caller, row } = tuple;
    const changed = tuple.values.filter(([, seq]) => seq === tuple.seq).map(([channel, seq]) => [channel, seq + 1]);
    await this.#saver.put(
      config(thread, parent),
      checkpoint(tuple),
      { ...caller, source, step, parents: {} },
      Object.fromEntries(changed),
    );
    if (row !== undefined) await this.#saver.putWrites(config(thread, id), [[ROW, row]], ROW);
  }

  /** @param {string} thread */
  async remove(thread) {
    if (typeof this.#saver.deleteThread !== "function") throw new TypeError("the checkpointer has no deleteThread");
    await this.#saver.deleteThread(thread);
  }
}

/**
 * @param {string} thread
 * @param {string} [id]
 */
function config(thread, id) {
  const configurable = { thread_id: thread, checkpoint_ns: "" };
  return { configurable: id === undefined ? configurable : { ...configurable, checkpoint_id: id } };
}

/**
 * A checkpoint in LangGraph's form. A channel's version is one more than the number of the step that wrote it;
 * `versions_seen` is made up from what ran last and what waits: enough to plan by, not what LangGraph would have (S-STP-36).
 * @param {Tuple} tuple
 */
function checkpoint({ id, seq, ts, values, triggers, joins, last }) {
  const waiting = triggers.filter((node) => node !== "__start__").map((node) => [`branch:to:${node}`, null]);
  const partial = joins.map(([to, from, arrived]) => [`join:${from.join("+")}:${to}`, arrived]);
  const hidden = [...waiting, ...partial];
  const state = values.map(([channel, , text]) => [channel, decodeState(text)]);
  return {
    v: 4,
    id,
    ts: new Date(ts).toISOString(),
    channel_values: Object.fromEntries([["__pregel_tasks", []], ...state, ...hidden]),
    channel_versions: Object.fromEntries([
      ...values.map(([channel, version]) => [channel, version + 1]),
      ...last.map((node) => [`branch:to:${node}`, seq + 1]),
      ...hidden.map(([channel]) => [channel, seq + 1]),
    ]),
    versions_seen: Object.fromEntries([["__input__", {}], ...last.map((node) => [node, { [`branch:to:${node}`]: seq }])]),
  };
}

/**
 * @param {CheckpointTuple} tuple
 * @returns {Stored}
 */
function stored({ pendingWrites, parentConfig }) {
  /** @type {Stored} */
  const found = {};
  let newest = -1;
  for (const [task, channel, value] of pendingWrites ?? []) {
    if (typeof value !== "string") continue;
    if (channel === ROW && task === ROW) found.row = value;
    const rev = channel === MARK && task.startsWith(`${MARK}:`) ? Number(task.slice(MARK.length + 1)) : NaN;
    if (rev > newest) [newest, found.mark] = [rev, value];
  }
  const parent = parentConfig?.configurable?.["checkpoint_id"];
  if (typeof parent === "string") found.parent = parent;
  return found;
}
