// What `getState` gives, from what the engine tells of a thread's head (semantics.md 7.1).

import { decodeState } from "./values.js";

/**
 * @import { Config } from "./types/calls.js"
 * @import { SnapshotTask, StateSnapshot } from "./types/app.js"
 * @import { Lowered } from "./lower.js"
 * @import { ChannelIndex } from "./result.js"
 */

/** What the engine tells of a checkpoint. @typedef {[values: Record<string, unknown>, metaText: string]} Found */

/**
 * @param {Config} config as given
 * @param {string} thread
 * @param {Found | undefined} found undefined where nothing is stored (S-GET-02)
 * @param {Lowered} graph
 * @returns {StateSnapshot<any>}
 */
export function snapshot(config, thread, found, { index, root }) {
  if (found === undefined) return { values: {}, next: [], config, tasks: [] };
  const [values, metaText] = found;
  const { next, checkpoint, parent, createdAt, source, step, tasks, metadata } = JSON.parse(metaText);
  return {
    values: /** @type {any} */ (root === undefined ? values : values[root] ?? null),
    next,
    config: configOf(thread, checkpoint),
    metadata: { ...metadata, source, step, parents: {}, thread_id: thread },
    createdAt: new Date(createdAt).toISOString(),
    ...(parent !== undefined && { parentConfig: configOf(thread, parent) }),
    tasks: tasks.map((/** @type {EngineTask} */ task) => snapshotTask(task, index)),
  };
}

/**
 * A task as the engine tells it: `result` holds, by channel number, each write in the form that state is kept in.
 * @typedef {Omit<SnapshotTask, "result"> & { result?: Record<string, unknown[]> }} EngineTask
 */

/**
 * @param {string} thread
 * @param {string} checkpoint
 * @returns {Config}
 */
export function configOf(thread, checkpoint) {
  return { configurable: { thread_id: thread, checkpoint_ns: "", checkpoint_id: checkpoint } };
}

/**
 * @param {EngineTask} task
 * @param {ChannelIndex} channels
 * @returns {SnapshotTask}
 */
function snapshotTask({ result, ...task }, channels) {
  if (result === undefined) return task;
  const keys = Object.entries(result).map(([channel, writes]) => {
    const values = writes.map((write) => decodeState(JSON.stringify(write)));
    return [channels.names[Number(channel)], values.length === 1 ? values[0] : { $writes: values }];
  });
  return { ...task, result: Object.fromEntries(keys) };
}
