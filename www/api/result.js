// From what user code gives to the writes that cross into the engine, and back for the `updates` stream.

import { checkParts, isCommand } from "./command.js";
import { InvalidUpdateError } from "./errors.js";

/** @import { Writes } from "./types/engine.js" */

/**
 * Channels of a graph by name and by number.
 * @typedef {object} ChannelIndex
 * @property {ReadonlyMap<string, number>} numbers
 * @property {readonly string[]} names
 */

/**
 * The writes of what a node returned (S-STA-50, S-STA-51). Keys that are no channel, and members that are `undefined`, write nothing.
 * @param {unknown} result
 * @param {ChannelIndex} channels
 * @param {string} node
 * @returns {Writes}
 * @throws {InvalidUpdateError} INVALID_GRAPH_NODE_RETURN_VALUE
 */
export function writesOf(result, channels, node) {
  /** @type {Writes} */
  const writes = [];
  if (!result) return writes;
  if (typeof result !== "object") throw badResult(node, typeof result);
  if (!Array.isArray(result)) addWrites(writes, result, channels);
  else if (result.some(isCommand)) for (const part of result) addWrites(writes, Object(part), channels);
  else throw badResult(node, "array");
  return writes;
}

/**
 * @param {Writes} writes
 * @param {object} update
 * @param {ChannelIndex} channels
 */
function addWrites(writes, update, channels) {
  if (isCommand(update)) return checkParts(update);
  for (const key of Object.keys(update)) {
    const channel = channels.numbers.get(key);
    if (channel === undefined) continue;
    const value = /** @type {Record<string, unknown>} */ (update)[key];
    if (value !== undefined) writes.push(channel, value);
  }
}

/**
 * The writes of a graph's input (S-STA-44).
 * @param {unknown} input
 * @param {ChannelIndex} channels
 * @returns {Writes}
 */
export function inputWrites(input, channels) {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new InvalidUpdateError(
      `Expected the input of the graph to be an object, received ${Array.isArray(input) ? "array" : typeof input}\n\nGive an object whose keys are state keys.`,
    );
  }
  /** @type {Writes} */
  const writes = [];
  addWrites(writes, input, channels);
  return writes;
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
 * The chunk of the `updates` stream for one finished task (S-STR-11, S-STR-13).
 * @param {string} node
 * @param {Writes} writes
 * @param {boolean} cached whether the task ran in an earlier call
 * @param {ChannelIndex} channels
 */
export function updatesChunk(node, writes, cached, channels) {
  const pairs = [];
  for (let at = 0; at < writes.length; at += 2) {
    pairs.push(/** @type {[string, unknown]} */ ([channels.names[/** @type {number} */ (writes[at])], writes[at + 1]]));
  }
  const repeats = new Set(pairs.map(([key]) => key)).size < pairs.length;
  const update = repeats ? pairs.map((pair) => Object.fromEntries([pair])) : Object.fromEntries(pairs);
  return Object.fromEntries(cached ? [[node, update], ["__metadata__", { cached: true }]] : [[node, update]]);
}
