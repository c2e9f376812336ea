// Text of a store to state: the way back from encode.js. The text is not trusted: what is revived is of a fixed set of
// kinds, nothing is instantiated by a name that the text gives, and no member is set by assignment.

import { Command, Overwrite, Send } from "../command.js";
import { haltError } from "../errors.js";
import { excerpt } from "./walk.js";

/**
 * A container whose members are still to be looked at.
 * @typedef {Record<string, unknown> | unknown[]} Open
 */

/**
 * @typedef {object} Revival
 * @property {Open[]} open containers still to be looked at
 * @property {(() => void)[]} fills what puts revived members into their Map, Set or Error, in the end
 */

/**
 * Makes a value from its parts as stored. Parts that may hold further tags are pushed to `open`, and what is built of
 * them waits in `fills` until those are revived too.
 * @typedef {(tag: Record<string, unknown>, revival: Revival) => unknown} Reviver
 */

/**
 * The value that `encodeState` wrote.
 * @param {string} text
 * @returns {any}
 * @throws E_CORRUPT when the text was not written by `encodeState`
 */
export function decodeState(text) {
  try {
    const value = JSON.parse(text);
    return text.includes('"$hg"') ? revive(value) : value;
  } catch (cause) {
    if (cause instanceof Corrupt) throw corrupt(cause.message, undefined);
    throw corrupt("it is not JSON, or a part of it cannot be read", cause);
  }
}

/** A tag that means nothing. */
class Corrupt extends Error {}

/**
 * @param {string} fault
 * @param {unknown} cause
 */
function corrupt(fault, cause) {
  return haltError("E_CORRUPT", `A stored value cannot be read: ${fault}\n\nThe store was damaged, or written by another version; nothing was changed.`, { cause });
}

/** @param {unknown} root */
function revive(root) {
  /** @type {Revival} */
  const revival = { open: [[root]], fills: [] };
  const [holder] = revival.open;
  for (let container = revival.open.pop(); container !== undefined; container = revival.open.pop()) {
    for (const key of Object.keys(container)) reviveMember(container, key, revival);
  }
  for (const fill of revival.fills) fill();
  return /** @type {unknown[]} */ (holder)[0];
}

/**
 * @param {Open} container
 * @param {string} key
 * @param {Revival} revival
 */
function reviveMember(container, key, revival) {
  const raw = Reflect.getOwnPropertyDescriptor(container, key)?.value;
  if (typeof raw !== "object" || raw === null) return;
  if (Array.isArray(raw) || !Object.hasOwn(raw, "$hg")) {
    revival.open.push(raw);
    return;
  }
  const reviver = REVIVERS.get(raw.$hg);
  if (reviver === undefined) throw new Corrupt(`"${excerpt(String(raw.$hg))}" is no kind of value`);
  define(container, key, reviver(raw, revival));
}

/**
 * Sets a member as JSON.parse does: `__proto__` is a member like any other.
 * @param {object} target
 * @param {string} key
 * @param {unknown} value
 */
function define(target, key, value) {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

/** What `toISOString` gives. */
const DATE = /^([+-]\d{6}|\d{4})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** @type {ReadonlyMap<unknown, Reviver>} */
const REVIVERS = new Map(
  /** @type {[string, Reviver][]} */ ([
    ["undef", () => undefined],
    ["num", ({ v }) => Number(text(v, /^(NaN|-?Infinity|-0)$/))],
    ["bigint", ({ v }) => BigInt(text(v, /^-?\d+$/))],
    ["date", ({ v }) => new Date(v === null ? NaN : text(v, DATE))],
    ["regexp", ({ v, f }) => new RegExp(text(v), text(f))],
    ["bytes", ({ v }) => bytes(text(v))],
    ["buffer", ({ v }) => bytes(text(v)).buffer],
    ["map", map],
    ["set", set],
    ["error", error],
    ["send", ({ v }, revival) => filled(new Send(text(members(v).node)), v, revival)],
    ["command", ({ v }, revival) => filled(new Command(), v, revival)],
    ["overwrite", overwrite],
    ["obj", plainObject],
  ]),
);

/**
 * @param {unknown} part
 * @param {RegExp} [form]
 * @returns {string}
 */
function text(part, form = /^/) {
  if (typeof part !== "string" || !form.test(part)) throw new Corrupt("a part is not the text it should be");
  return part;
}

/**
 * @param {unknown} part
 * @returns {unknown[]}
 */
function list(part) {
  if (!Array.isArray(part)) throw new Corrupt("a part that should be a list is none");
  return part;
}

/**
 * @param {unknown} part
 * @returns {Record<string, unknown>}
 */
function members(part) {
  if (typeof part !== "object" || part === null || Array.isArray(part)) throw new Corrupt("a part that should be an object is none");
  return /** @type {Record<string, unknown>} */ (part);
}

/** @param {string} base64 */
function bytes(base64) {
  const binary = atob(base64);
  const revived = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) revived[at] = binary.charCodeAt(at);
  return revived;
}

/** @type {Reviver} */
function map({ v }, { open, fills }) {
  const entries = list(v).map(list);
  const revived = new Map();
  open.push(...entries);
  fills.push(() => entries.forEach(([key, value]) => revived.set(key, value)));
  return revived;
}

/** @type {Reviver} */
function set({ v }, { open, fills }) {
  const items = list(v);
  const revived = new Set();
  open.push(items);
  fills.push(() => items.forEach((item) => revived.add(item)));
  return revived;
}

/** @type {Reviver} */
function error({ v }, { open, fills }) {
  const parts = members(v);
  const name = text(parts.name);
  const revived = new (STANDARD_ERRORS.get(name) ?? Error)(text(parts.message));
  hide(revived, "stack", `${name}: ${revived.message}`);
  if (revived.name !== name) hide(revived, "name", name);
  if (Object.hasOwn(parts, "cause")) {
    open.push(parts);
    fills.push(() => hide(revived, "cause", parts.cause));
  }
  return revived;
}

/** @type {ReadonlyMap<string, ErrorConstructor>} */
const STANDARD_ERRORS = new Map(
  [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((type) => [type.name, type]),
);

/**
 * Sets a member of an Error as its constructor does, so that it does not show up as data.
 * @param {Error} target
 * @param {string} key
 * @param {unknown} value
 */
function hide(target, key, value) {
  Object.defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });
}

/**
 * Puts the members of a tag into an object of ours, when they are revived.
 * @param {Send | Command} made
 * @param {unknown} v
 * @param {Revival} revival
 */
function filled(made, v, { open, fills }) {
  const parts = members(v);
  open.push(parts);
  fills.push(() => {
    for (const [member, value] of Object.entries(parts)) if (Object.hasOwn(made, member)) define(made, member, value);
  });
  return made;
}

/** @type {Reviver} */
function overwrite({ v }, { open, fills }) {
  const parts = members(v);
  const made = new Overwrite(undefined);
  open.push(parts);
  fills.push(() => define(made, "__overwrite__", parts.value));
  return made;
}

/**
 * An object that owns a `$hg` key: its own members are data, theirs may be tags.
 * @type {Reviver}
 */
function plainObject({ v }, { open }) {
  const object = members(v);
  open.push(object);
  return object;
}
