// State schemas: `Annotation` and the channels it describes. What a channel does with its writes is the engine's.

import { HaltError, StateGraphInputError } from "./errors.js";
import { badArgument, onlyKnown } from "./options.js";

/** @typedef {(current: any, update: any) => any} Reducer */

/** One named slot of state, as declared. */
export class Channel {
  /**
   * @param {"last" | "reducer"} kind
   * @param {Reducer} [reducer]
   * @param {() => unknown} [initial] makes the value a fresh channel starts with
   */
  constructor(kind, reducer, initial) {
    this.kind = kind;
    this.reducer = reducer;
    this.initial = initial;
    Object.freeze(this);
  }
}

/** A state schema made by `Annotation.Root`. */
class AnnotationRoot {
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
  if (initial !== undefined && typeof initial !== "function") throw badArgument("Annotation({ default }) must be a function that makes the value");
  if (reducer === undefined) {
    if (initial !== undefined) throw badArgument("Annotation({ default }) needs a reducer; a last-value channel starts empty");
    return new Channel("last");
  }
  if (typeof reducer !== "function") throw badArgument("Annotation({ reducer }) must be a function of the current value and the update");
  return new Channel("reducer", reducer, initial);
}

/**
 * A state schema of these channels. A channel may be given as the function that makes it: `name: Annotation<string>`.
 * @param {Record<string, unknown>} spec
 * @returns {AnnotationRoot}
 */
Annotation.Root = (spec) => {
  for (const [name, item] of Object.entries(Object(spec))) channelOf(name, item);
  return new AnnotationRoot(spec);
};

/**
 * @param {string} name
 * @param {unknown} item
 * @returns {Channel}
 */
function channelOf(name, item) {
  if (name === "__proto__") throw new HaltError('No state key may be named "__proto__"', { code: "E_FORBIDDEN_KEY" });
  if (name === "__root__") throw new StateGraphInputError('A state that is one bare value ("__root__") is not available\n\nGive it a key.');
  const channel = typeof item === "function" ? item() : item;
  if (channel instanceof Channel) return channel;
  throw new StateGraphInputError(`State key "${name}" has no channel\n\nUse Annotation() or Annotation({ reducer, default }).`);
}

/**
 * The channels of a schema, by key in declaration order. Factories are called, once per graph (S-BLD-05).
 * @param {unknown} schema an `Annotation.Root(...)`, or a plain map of channels
 * @returns {Map<string, Channel>}
 */
export function channelsOf(schema) {
  if (typeof schema !== "object" || schema === null) {
    throw new StateGraphInputError("StateGraph needs a state schema\n\nPass Annotation.Root({ key: Annotation() }).");
  }
  const spec = schema instanceof AnnotationRoot ? schema.spec : schema;
  return new Map(Object.entries(spec).map(([name, item]) => [name, channelOf(name, item)]));
}
