// The half of the host that is about values: reducers, initial values, and the text that state is kept as. User code runs
// here too, but pure; what it throws the engine catches.

import { CODEC, REDUCER, within } from "./current.js";
import { HaltError, InvalidUpdateError } from "./errors.js";
import { deepFrozen } from "./freeze.js";
import { isPlainObject } from "./options.js";
import { SentArgs } from "./result.js";
import { decodeState, encodeState } from "./values.js";
import { excerpt } from "./values/walk.js";

/** @import { Lowered } from "./lower.js" */

const encoder = new TextEncoder();

/** Reads and writes the values of a graph's channels. */
export class ValueHost {
  #graph;
  #stores;
  /** Names of channels that are never stored. @type {ReadonlySet<string>} */
  #untracked;

  /**
   * @param {Lowered} graph
   * @param {boolean} stores whether state is stored, and so what a list only had appended is of use
   */
  constructor(graph, stores) {
    this.#graph = graph;
    this.#stores = stores;
    this.#untracked = new Set(graph.index.names.filter((_, number) => graph.channels[number].kind === "untracked"));
  }

  /**
   * Folds an update into a value (S-STA-13).
   * @param {number} channel
   * @param {unknown} current
   * @param {boolean} hasCurrent an empty channel takes its first write as it is
   * @param {unknown} update
   * @returns {[value: unknown, kept: number]} `kept`: length of the list that the new list starts with, -1 when it is no append
   */
  reduce(channel, current, hasCurrent, update) {
    const { reducer } = this.#graph.channels[channel];
    if (!hasCurrent || reducer === undefined) return [update, -1];
    const value = within(REDUCER, () => this.#folded(channel, reducer, current, update));
    return [this.#graph.debug ? deepFrozen(value) : value, this.#stores ? keptHead(current, value) : -1];
  }

  /**
   * @param {number} channel
   * @param {import("./annotation.js").Reducer} reducer
   * @param {unknown} current
   * @param {unknown} update
   */
  #folded(channel, reducer, current, update) {
    try {
      const value = reducer(current, update);
      if (typeof value?.then !== "function") return value;
      // It is told below, whatever comes of the promise.
      Promise.resolve(value).catch(() => {});
      throw new InvalidUpdateError("A reducer returned a promise\n\nReducers are synchronous: await in the node and write the outcome.");
    } catch (error) {
      if (!(error instanceof InvalidUpdateError)) throw error;
      const about = `Invalid update for channel "${this.#graph.index.names[channel]}" with values ${excerpt(this.#shown([update]))}`;
      throw new InvalidUpdateError(`${about}: ${error.message}`, { code: error.code, cause: error });
    }
  }

  /** A value in an error message (S-STA-16). @param {unknown} value */
  #shown(value) {
    try {
      return encodeState(value);
    } catch {
      return "…";
    }
  }

  /**
   * @param {number} channel
   * @returns {unknown}
   */
  initial(channel) {
    const { initial } = this.#graph.channels[channel];
    const value = initial && within(REDUCER, () => initial());
    return this.#graph.debug ? deepFrozen(value) : value;
  }

  /**
   * @param {unknown} value
   * @returns {string}
   */
  encode(value) {
    return within(CODEC, () => encodeState(value));
  }

  /**
   * The queue of Sends as it is stored (S-STP-62), without what is never stored (S-STA-22).
   * @param {[node: string, args: SentArgs][]} packets
   * @returns {string}
   */
  encodePackets(packets) {
    return this.encode(packets.map(([node, { args }]) => ({ node, args: this.#stored(args) })));
  }

  /** @param {unknown} args */
  #stored(args) {
    if (this.#untracked.size === 0 || !isPlainObject(args)) return args;
    return Object.fromEntries(Object.entries(args).filter(([key]) => !this.#untracked.has(key)));
  }

  /**
   * @param {string | Uint8Array} body
   * @returns {[node: string, args: SentArgs][]}
   */
  decodePackets(body) {
    const packets = this.decode(body);
    if (Array.isArray(packets) && packets.every((packet) => typeof packet?.node === "string")) {
      return packets.map(({ node, args }) => [node, new SentArgs(args)]);
    }
    throw new HaltError("A stored queue of Sends cannot be read: it is none\n\nThe store was damaged; nothing was changed.", { code: "E_CORRUPT" });
  }

  /**
   * The operations that append what a list has from a place on.
   * @param {unknown[]} list
   * @param {number} from
   * @returns {string}
   */
  encodeItems(list, from) {
    return this.encode(list.slice(from).map((item) => ["a", item]));
  }

  /**
   * @param {string} text
   * @returns {Uint8Array}
   */
  utf8(text) {
    return encoder.encode(text);
  }

  /**
   * @param {string | Uint8Array} body
   * @returns {unknown}
   */
  decode(body) {
    const text = typeof body === "string" ? body : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
    return within(CODEC, () => decodeState(text));
  }

  /**
   * Applies stored operations to a list that `decode` gave.
   * @param {unknown} list
   * @param {string | Uint8Array} body
   * @returns {unknown[]} the same list
   * @throws {HaltError} E_CORRUPT where the operations are none
   */
  applyItems(list, body) {
    const items = this.decode(body);
    if (!Array.isArray(list) || !Array.isArray(items) || items.some((item) => item?.[0] !== "a")) {
      throw new HaltError("A stored list cannot be read: its operations are none\n\nThe store was damaged; nothing was changed.", { code: "E_CORRUPT" });
    }
    for (const [, item] of items) list.push(item);
    return list;
  }
}

/**
 * How much of a new list is the old one, element by element.
 * @param {unknown} old
 * @param {unknown} list
 */
function keptHead(old, list) {
  // One and the same list may have been changed in place: what it was cannot be told.
  if (!Array.isArray(old) || !Array.isArray(list) || old === list || list.length < old.length) return -1;
  for (let at = 0; at < old.length; at += 1) {
    if (old[at] !== list[at]) return -1;
  }
  return old.length;
}
