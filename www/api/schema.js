// The schemas that a StateGraph is given, in any of their forms (S-BLD-01), as one table of channels and lists of keys.

import { Annotation, AnnotationRoot, Channel } from "./annotation.js";
import { GraphValidationError, HaltError, StateGraphInputError } from "./errors.js";
import { onlyKnown } from "./options.js";
import { isValidator, parsed } from "./standard_schema.js";
import { fieldChannel } from "./state_schema.js";

/**
 * What the arguments of a StateGraph say.
 * @typedef {object} Schemas
 * @property {unknown} state
 * @property {unknown} [input]
 * @property {unknown} [output]
 * @property {((context: unknown) => unknown) | undefined} context checks what a call gives as context
 * @property {unknown} [interrupt] what stands at `runtime.interrupt` instead (S-BLD-08)
 */

const OPTIONS = Object.freeze(["input", "output", "context", "nodes", "interrupt", "writer"]);
const INIT_OPTIONS = Object.freeze(["state", "stateSchema", ...OPTIONS]);
/** The key of a state that is one bare value (S-BLD-06). */
export const ROOT = "__root__";

/**
 * @param {unknown} first a state schema, or an init object
 * @param {unknown} second a context schema, or further options
 * @returns {Schemas}
 */
export function schemasOf(first, second) {
  const init = isInit(first) ? first : { state: first };
  if (isInit(first)) onlyKnown("StateGraph({...})", first, INIT_OPTIONS);
  const more = isSchema(second) ? { context: second } : Object(second);
  onlyKnown("StateGraph options", more, OPTIONS);
  // A field that both name is the first's (S-BLD-03).
  const { state, stateSchema, context, ...rest } = { ...more, ...defined(init) };
  return { ...rest, state: state ?? stateSchema ?? rest.input, context: isValidator(context) ? (given) => parsed(context, given, "context") : undefined };
}

/** @param {Record<string, unknown>} object */
function defined(object) {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** @param {unknown} value @returns {value is object} */
function isSchema(value) {
  return value instanceof AnnotationRoot || isValidator(value);
}

/**
 * Whether an argument is an init object: in a map of channels no key holds a schema (S-BLD-02).
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isInit(value) {
  if (typeof value !== "object" || value === null || isSchema(value)) return false;
  const { state, stateSchema, input } = /** @type {Record<string, unknown>} */ (value);
  return [state, stateSchema, input].some((one) => typeof one === "object" && one !== null && !(one instanceof Channel));
}

/**
 * Adds a schema's channels to a graph's (S-BLD-04).
 * @param {Map<string, Channel>} table
 * @param {unknown} schema
 * @returns {string[]} its keys
 */
export function addChannels(table, schema) {
  const own = Object.entries(specOf(schema)).map(([key, item]) => /** @type {const} */ ([key, channelOf(key, item)]));
  if (own.length > 1 && own.some(([key]) => key === ROOT)) {
    throw new StateGraphInputError('A state that is one bare value ("__root__") has no other keys\n\nGive it a key of its own.');
  }
  for (const [key, channel] of own) {
    const known = table.get(key);
    if (known === undefined) table.set(key, channel);
    else if (!known.equals(channel) && channel.kind !== "last") throw new GraphValidationError(`Channel "${key}" already exists with a different type.`);
  }
  return own.map(([key]) => key);
}

/**
 * The channels of a schema by key, some as functions that make them.
 * @param {unknown} schema
 * @returns {Record<string, unknown>}
 */
function specOf(schema) {
  if (typeof schema !== "object" || schema === null) {
    throw new StateGraphInputError("StateGraph needs a state schema\n\nPass Annotation.Root({ key: Annotation() }).");
  }
  if (schema instanceof AnnotationRoot) return schema.spec;
  const { shape, channels } = /** @type {Record<string, any>} */ (schema);
  if (isValidator(schema)) return shapeSpec(shape);
  const isLegacy = typeof channels === "object" && channels !== null && !(channels instanceof Channel);
  return isLegacy ? Object.fromEntries(Object.entries(channels).map(([key, item]) => [key, legacyChannel(item)])) : /** @type {any} */ (schema);
}

/**
 * The fields of a Zod object, which tells them by `shape`.
 * @param {unknown} shape
 */
function shapeSpec(shape) {
  if (typeof shape !== "object" || shape === null) {
    throw new StateGraphInputError("The keys of a state schema cannot be read: it has no `shape`\n\nUse new StateSchema({ key: schema }).");
  }
  return Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, fieldChannel(key, field)]));
}

/** A channel in the older spelling: null, or `{ value, default }`. @param {any} item */
function legacyChannel(item) {
  if (item instanceof Channel || typeof item === "function") return item;
  const reducer = item?.value ?? item?.reducer;
  return reducer ? Annotation(item) : new Channel("last", { initial: item?.default });
}

/**
 * @param {string} key
 * @param {unknown} item
 * @returns {Channel}
 */
function channelOf(key, item) {
  if (key === "__proto__") throw new HaltError('No state key may be named "__proto__"', { code: "E_FORBIDDEN_KEY" });
  const channel = typeof item === "function" ? item() : item;
  if (channel instanceof Channel) return channel;
  throw new StateGraphInputError(`State key "${key}" has no channel\n\nUse Annotation() or Annotation({ reducer, default }).`);
}
