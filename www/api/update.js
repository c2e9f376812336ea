// Editing a thread's state from outside, as if nodes had written (semantics.md 7.3). What it leads to, the engine says.

import { threadOf } from "./config.js";
import { owed } from "./guard.js";
import { badArgument, onlyKnown } from "./options.js";
import { inputWrites, outcomeOf } from "./result.js";
import { configOf } from "./snapshot.js";

/**
 * @import { Shared } from "./compiled.js"
 * @import { Lowered } from "./lower.js"
 * @import { Config } from "./types/calls.js"
 * @import { EngineUpdate } from "./types/engine.js"
 * @import { BulkUpdate, StateUpdate } from "./types/history.js"
 */

const INPUT = "__input__";
const COPY = "__copy__";

/**
 * @param {Shared} shared
 * @param {Config} config
 * @param {readonly BulkUpdate[]} supersteps
 * @returns {Promise<Config>} of the new checkpoint
 */
export async function bulkUpdateState({ engine, graph }, config, supersteps) {
  const { thread, checkpoint } = threadOf(config);
  const lowered = listOf("supersteps", supersteps).flatMap((superstep) => {
    onlyKnown("a superstep of bulkUpdateState", superstep, ["updates"]);
    return superstepOf(listOf("updates of a superstep", superstep?.updates), graph);
  });
  return configOf(thread, await owed(() => engine.updateState(thread, checkpoint, lowered)));
}

/**
 * @param {string} what
 * @param {unknown} list
 * @returns {any[]}
 */
function listOf(what, list) {
  if (Array.isArray(list)) return list;
  throw badArgument(`the ${what} must be a list: bulkUpdateState(config, [{ updates: [{ values, asNode }] }])`);
}

/**
 * One superstep; two for a copy that is edited (S-UPD-17).
 * @param {StateUpdate[]} updates
 * @param {Lowered} graph
 * @returns {EngineUpdate[][]}
 */
function superstepOf(updates, graph) {
  const [first] = updates;
  if (first?.asNode !== COPY || updates.length > 1) return [updates.map((update) => updateOf(update, graph))];
  const edits = first.values ?? [];
  if (!Array.isArray(edits)) throw badArgument('the values of a "__copy__" must be a list of [values, asNode] pairs');
  const copy = /** @type {EngineUpdate[]} */ ([[COPY, undefined, []]]);
  return edits.length === 0 ? [copy] : [copy, edits.map(([values, asNode]) => updateOf({ values, asNode }, graph))];
}

/**
 * @param {StateUpdate} update
 * @param {Lowered} graph
 * @returns {EngineUpdate}
 */
function updateOf(update, graph) {
  onlyKnown("an update of bulkUpdateState", update, ["values", "asNode"]);
  const { values, asNode } = update;
  if (values === undefined || values === null) return [asNode, undefined, []];
  if (asNode === INPUT) return [asNode, inputWrites(values, graph, graph.inputs), []];
  const { writes, gotos } = outcomeOf(values, graph, asNode ?? "");
  return [asNode, writes, gotos];
}
