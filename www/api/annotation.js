// `Annotation` and the channels it describes: the slots of state. What a channel does with its writes is the engine's.

import { badArgument, onlyKnown } from "./options.js";
import { parsed } from "./standard_schema.js";

/** @typedef {(current: any, update: any) => any} Reducer */

/**
 * The parts of a channel that not every one has.
 * @typedef {object} ChannelParts
 * @property {Reducer} [reducer]
 * @property {() => unknown} [initial] makes the value a fresh channel starts with
 * @property {boolean} [guard] of an untracked one: a second write of a superstep is refused
 * @property {object} [schema] of its values
 * @property {object} [inputSchema] of updates, where they differ
 */

/** Under this key a reducer may bring a function that makes an update plain data, before it is stored anywhere. */
export const PREPARE = Symbol("prepare");

/** One named slot of state, as declared. */
export class Channel {
  /**
   * @param {"last" | "reducer" | "untracked"} kind
   * @param {ChannelParts} [parts]
   */
  constructor(kind, { reducer, initial, guard = true, schema, inputSchema = schema } = {}) {
    this.kind = kind;
    this.reducer = reducer;
    this.initial = initial;
    this.guard = guard;
    this.schema = schema;
    this.inputSchema = inputSchema;
    /** @type {((update: unknown) => unknown) | undefined} */
    this.prepare = /** @type {any} */ (reducer)?.[PREPARE];
    Object.freeze(this);
  }

  /**
   * What is written for what was given: checked and coerced by the channel's schema (S-STA-71).
   * @param {string} key
   * @param {unknown} given
   * @param {boolean} overwrites whether it is the value itself and not an update to it
   */
  accept(key, given, overwrites) {
    const { prepare, schema: valueSchema, inputSchema } = this;
    const schema = overwrites ? valueSchema : inputSchema;
    const value = schema === undefined ? given : parsed(schema, given, key);
    return prepare === undefined ? value : prepare(value);
  }

  /**
   * Whether two schemas may name this channel by one key (S-BLD-04).
   * @param {Channel} other
   */
  equals(other) {
    return this.kind === other.kind && this.reducer === other.reducer && this.guard === other.guard;
  }
}

/** A state schema: channels by key. */
export class AnnotationRoot {
  /** @param {Record<string, unknown>} spec */
  constructor(spec) {
    this.spec = spec;
  }
}

/**
 * A channel of state: with a reducer, or (by default) one that keeps the last value (S-STA-30).
 * @param {{ reducer?: Reducer | null, value?: Reducer | null, default?: () => unknown } | null} [spec]
 * @returns {Channel}
 */
export function Annotation(spec) {
  onlyKnown("Annotation(...)", spec, ["reducer", "value", "default"]);
  const reducer = spec?.reducer ?? spec?.value ?? undefined;
  const initial = spec?.default;
  checkFunction("Annotation({ default })", initial, "that makes the value");
  checkFunction("Annotation({ reducer })", reducer, "of the current value and the update");
  if (reducer !== undefined) return new Channel("reducer", { reducer, initial });
  if (initial !== undefined) throw badArgument("Annotation({ default }) needs a reducer; a last-value channel starts empty");
  return new Channel("last");
}

/**
 * @param {string} what
 * @param {unknown} given
 * @param {string} use
 */
export function checkFunction(what, given, use) {
  if (given !== undefined && typeof given !== "function") throw badArgument(`${what} must be a function ${use}`);
}

/**
 * A state schema of these channels. A channel may be given as the function that makes it: `name: Annotation<string>`.
 * @param {Record<string, unknown>} spec
 * @returns {AnnotationRoot}
 */
Annotation.Root = (spec) => new AnnotationRoot(spec);
