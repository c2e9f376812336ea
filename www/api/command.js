// What a program says to a graph beside plain updates: `Command`, `Send` and `Overwrite`. Only their shapes: what nodes
// return is read in result.js, what a call is given in command_input.js.

import { InvalidUpdateError } from "./errors.js";
import { badArgument, isPlainObject, onlyKnown } from "./options.js";

/** Members of a Command. */
const PARTS = Object.freeze(["resume", "update", "goto", "graph", "lg_name"]);
/** The key of an Overwrite's wire form, and its type in another one. */
const OVERWRITE = "__overwrite__";

/** An answer, an update and where to go next, in any mix (S-CMD-01). Returned by nodes, and given as input. */
export class Command {
  /** The graph above this one: a root graph has none (S-CMD-18). */
  static PARENT = "__parent__";

  /** @param {{ resume?: unknown, update?: unknown, goto?: unknown, graph?: string }} [parts] */
  constructor(parts = {}) {
    onlyKnown("Command", parts, PARTS);
    /** @type {"Command"} */
    this.lg_name = "Command";
    this.resume = parts.resume;
    this.update = parts.update;
    /** @type {unknown[]} */
    this.goto = listOf(revived(parts.goto));
    this.graph = parts.graph;
  }

  toJSON() {
    const { lg_name, update, resume, graph } = this;
    const goto = listOf(this.goto).map((one) => (one instanceof Send ? one.toJSON() : one));
    return { lg_name, update, resume, goto, ...(graph !== undefined && { graph }) };
  }
}

/** A task of one node in the next superstep, with an input of its own (S-CMD-03). */
export class Send {
  /**
   * @param {string} node
   * @param {unknown} [args] the node's input, as it is
   * @param {{}} [options] none in this version
   */
  constructor(node, args, options) {
    onlyKnown("Send options", options, []);
    if (typeof node !== "string") throw badArgument("Send takes the name of a node: new Send(name, args)");
    /** @type {"Send"} */
    this.lg_name = "Send";
    this.node = node;
    this.args = revived(args);
  }

  toJSON() {
    return { lg_name: this.lg_name, node: this.node, args: this.args };
  }
}

/** A value that replaces what a reducer channel holds, past its reducer (S-STA-17). */
export class Overwrite {
  /** @param {unknown} value */
  constructor(value) {
    this.__overwrite__ = value;
  }

  get value() {
    return this.__overwrite__;
  }
}

/**
 * Whether a value is a Command, also one that came through JSON (S-CMD-01).
 * @param {unknown} candidate
 * @returns {candidate is Command}
 */
export function isCommand(candidate) {
  return shapeOf(candidate) === "Command";
}

/**
 * Whether a value is a Send, also one that came through JSON (S-STP-64).
 * @param {unknown} candidate
 * @returns {candidate is Send}
 */
export function isSend(candidate) {
  return shapeOf(candidate) === "Send" && typeof (/** @type {Send} */ (candidate).node) === "string";
}

/** @param {unknown} candidate */
function shapeOf(candidate) {
  return typeof candidate === "object" && candidate !== null ? /** @type {{ lg_name?: unknown }} */ (candidate).lg_name : undefined;
}

/**
 * What an Overwrite, in one of its three spellings, replaces a value with (S-STA-17).
 * @param {unknown} written
 * @returns {[value: unknown] | undefined} undefined when it is none
 */
export function overwrittenBy(written) {
  if (typeof written !== "object" || written === null) return undefined;
  if (written instanceof Overwrite) return [written.value];
  if (!isPlainObject(written)) return undefined;
  const { length } = Object.keys(written);
  if (length === 1 && Object.hasOwn(written, OVERWRITE)) return [written[OVERWRITE]];
  return length === 2 && written.type === OVERWRITE && Object.hasOwn(written, "value") ? [written.value] : undefined;
}

/**
 * The members of a Command, whether made here or come through JSON.
 * @param {Command} command
 * @returns {{ resume: unknown, update: unknown, goto: unknown[] }}
 * @throws {InvalidUpdateError} for another graph than this one (S-CMD-18, S-INT-74)
 */
export function partsOf(command) {
  const { resume, update, goto, graph } = command;
  if (graph !== undefined && graph !== null) {
    throw new InvalidUpdateError("There is no parent graph.\n\nA Command of this graph names no other: leave `graph` out.");
  }
  return { resume, update, goto: listOf(goto) };
}

/** @param {unknown} value one, several or none @returns {unknown[]} */
function listOf(value) {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/**
 * Copies plain objects and lists, with Sends and Commands where something has their shape (S-CMD-02).
 * @param {unknown} value
 * @param {Map<object, unknown>} [seen] copies by original: a value may contain itself
 * @returns {any}
 */
function revived(value, seen = new Map()) {
  if (!Array.isArray(value) && !isPlainObject(value)) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  const copy = blank(value);
  seen.set(value, copy);
  for (const [key, member] of Object.entries(value)) {
    // As JSON.parse sets members: `__proto__` is one like any other.
    Object.defineProperty(copy, key, { value: revived(member, seen), writable: true, enumerable: true, configurable: true });
  }
  return copy;
}

/** @param {unknown[] | Record<string, unknown>} value */
function blank(value) {
  if (Array.isArray(value)) return [];
  if (isSend(value)) return new Send(value.node);
  return isCommand(value) ? new Command() : {};
}
