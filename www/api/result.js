// From what user code gives to the writes and targets that cross into the engine, and back for the `updates` stream.

import { Overwrite, isCommand, isSend, overwrittenBy, partsOf } from "./command.js";
import { InvalidUpdateError } from "./errors.js";
import { deepFrozen } from "./freeze.js";
import { pick } from "./keys.js";

/**
 * @import { Lowered } from "./lower.js"
 * @import { Goto, Gotos, Writes } from "./types/engine.js"
 */

/**
 * Channels of a graph by name and by number.
 * @typedef {object} ChannelIndex
 * @property {ReadonlyMap<string, number>} numbers
 * @property {readonly string[]} names
 */

/** The args of a Send, so marked on their way through the engine: a task's input is either these or made of state. */
export class SentArgs {
  /** @param {unknown} args */
  constructor(args) {
    this.args = args;
  }
}

/**
 * What a node returned: writes (S-STA-50 to S-STA-54), and where it goes besides its edges (S-CMD-10, S-CMD-15). Keys
 * that are no channel, and members that are `undefined`, write nothing.
 * @param {unknown} result
 * @param {Lowered} graph
 * @param {string} node
 * @returns {{ writes: Writes, gotos: Gotos }}
 * @throws {InvalidUpdateError} INVALID_GRAPH_NODE_RETURN_VALUE
 */
export function outcomeOf(result, graph, node) {
  /** @type {{ writes: Writes, gotos: Gotos }} */
  const outcome = { writes: [], gotos: [] };
  const parts = Array.isArray(result) && result.some(isCommand) ? result : [result];
  for (const part of parts) addPart(outcome, part, graph, node);
  return outcome;
}

/**
 * @param {{ writes: Writes, gotos: Gotos }} outcome
 * @param {unknown} part
 * @param {Lowered} graph
 * @param {string} node
 */
function addPart({ writes, gotos }, part, graph, node) {
  if (isSend(part)) {
    gotos.push(gotoOf(part));
  } else if (isCommand(part)) {
    const { update, goto } = partsOf(part);
    for (const target of goto) gotos.push(gotoOf(target));
    addUpdate(writes, update, graph);
  } else if (graph.root !== undefined) {
    addWrite(writes, graph, graph.root, part);
  } else if (part) {
    if (typeof part !== "object" || Array.isArray(part)) throw badResult(node, Array.isArray(part) ? "array" : typeof part);
    addMembers(writes, part, graph);
  }
}

/**
 * @param {string} node
 * @param {string} received
 */
function badResult(node, received) {
  return new InvalidUpdateError(
    `Expected node "${node}" to return an object or an array containing at least one Command object, received ${received}\n\n`
      + "Return the state keys to change: { key: value }; or nothing.",
    { code: "INVALID_GRAPH_NODE_RETURN_VALUE", node },
  );
}

/**
 * Adds the update of a Command: an object, or a list of pairs, which may write one key several times (S-STA-54).
 * @param {Writes} writes
 * @param {unknown} update
 * @param {Lowered} graph
 */
export function addUpdate(writes, update, graph) {
  if (update === undefined || update === null) return;
  if (isPairs(update, graph.root)) for (const [key, value] of update) addWrite(writes, graph, key, value);
  else if (graph.root === undefined && typeof update === "object") addMembers(writes, update, graph);
  else addWrite(writes, graph, "__root__", update);
}

/**
 * @param {Writes} writes
 * @param {object} update
 * @param {Lowered} graph
 */
function addMembers(writes, update, graph) {
  for (const key of Object.keys(update)) addWrite(writes, graph, key, /** @type {Record<string, unknown>} */ (update)[key]);
}

/**
 * @param {unknown} update
 * @param {string | undefined} root a list that is the state itself is not mistaken for pairs
 * @returns {update is [string, unknown][]}
 */
function isPairs(update, root) {
  return Array.isArray(update) && update.length > 0
    && update.every((pair) => Array.isArray(pair) && pair.length === 2 && typeof pair[0] === "string" && pair[0] === (root ?? pair[0]));
}

/**
 * Adds one write, by channel number; by `~number` where the value replaces what a reducer made (S-STA-17).
 * @param {Writes} writes
 * @param {Lowered} graph
 * @param {string} key
 * @param {unknown} value
 */
function addWrite(writes, { index, channels, debug, root }, key, value) {
  const number = index.numbers.get(key);
  if (number === undefined || value === undefined || (root !== undefined && value === null)) return;
  const overwrite = overwrittenBy(value);
  const accepted = channels[number].accept(key, overwrite === undefined ? value : overwrite[0], overwrite !== undefined);
  writes.push(overwrite === undefined ? number : ~number, debug ? deepFrozen(accepted) : accepted);
}

/**
 * The writes of a graph's input (S-STA-44): keys of the input schema, the others are dropped.
 * @param {unknown} input
 * @param {Lowered} graph
 * @param {string | readonly string[] | undefined} keys the only ones to use
 * @returns {Writes}
 */
export function inputWrites(input, graph, keys) {
  /** @type {Writes} */
  const writes = [];
  if (typeof keys === "string") {
    addWrite(writes, graph, keys, input);
  } else {
    if (typeof input !== "object" || input === null || Array.isArray(input)) throw badInput(Array.isArray(input) ? "array" : typeof input);
    addMembers(writes, keys === undefined ? input : pick(/** @type {Record<string, unknown>} */ (input), keys), graph);
  }
  return writes;
}

/** @param {string} received */
function badInput(received) {
  return new InvalidUpdateError(`Expected the input of the graph to be an object, received ${received}\n\nGive an object whose keys are state keys.`);
}

/**
 * Where a Command or a path function leads: a name, or a Send.
 * @param {unknown} target
 * @returns {Goto}
 * @throws {InvalidUpdateError}
 */
export function gotoOf(target) {
  if (isSend(target)) return [target.node, new SentArgs(target.args)];
  if (typeof target === "string") return target;
  throw new InvalidUpdateError(`In Command.send, expected Send or string, got ${target === null ? "null" : typeof target}`);
}

/**
 * The chunk of the `updates` stream for one finished task (S-STR-11, S-STR-13).
 * @param {string} node
 * @param {Writes} writes
 * @param {boolean} cached whether the task ran in an earlier call
 * @param {ChannelIndex} index
 * @param {string | readonly string[] | undefined} keys the only ones to show; one name: its bare value
 */
export function updatesChunk(node, writes, cached, { names }, keys) {
  /** @type {[string, unknown][]} */
  const pairs = [];
  for (let at = 0; at < writes.length; at += 2) {
    const number = /** @type {number} */ (writes[at]);
    const overwrites = number < 0;
    const name = names[overwrites ? ~number : number];
    if (keys === undefined || keys === name || (typeof keys !== "string" && keys.includes(name))) {
      pairs.push([name, overwrites ? new Overwrite(writes[at + 1]) : writes[at + 1]]);
    }
  }
  const update = typeof keys === "string" ? bareUpdate(pairs) : keyedUpdate(pairs);
  return Object.fromEntries(cached ? [[node, update], ["__metadata__", { cached: true }]] : [[node, update]]);
}

/** @param {[string, unknown][]} pairs */
function keyedUpdate(pairs) {
  const repeats = new Set(pairs.map(([key]) => key)).size < pairs.length;
  return repeats ? pairs.map((pair) => Object.fromEntries([pair])) : Object.fromEntries(pairs);
}

/** @param {[string, unknown][]} pairs */
function bareUpdate(pairs) {
  return pairs.length > 1 ? pairs.map(([, value]) => value) : pairs[0]?.[1] ?? null;
}
