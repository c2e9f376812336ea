// JSON values as values: kinds, equality, pointers, freezing, the limits of a payload. No schema, no text for people.
/** @import { Json, JsonType } from "./index.js" */
import { DialectError } from "./errors.js";

const MAX_DEPTH = 64;
const MAX_NODES = 10_000;

/**
 * A plain object: not null, not a list.
 * @param {unknown} value
 * @returns {value is { [key: string]: Json }}
 */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads an own member; never one of the prototype (SR-18).
 * @param {unknown} object
 * @param {string} key
 * @returns {any}
 */
export const own = (object, key) => (isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined);

/**
 * The word for the kind of a JSON value.
 * @param {Json} value
 * @returns {JsonType}
 */
export function typeOf(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "object") return "object";
  return typeof value === "string" ? "text" : /** @type {"number" | "boolean"} */ (typeof value);
}

/**
 * Whether two values have the same canonical bytes: key order and the sign of zero do not count.
 * @param {Json | undefined} a
 * @param {Json | undefined} b
 * @returns {boolean}
 */
export function same(a, b) {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

/**
 * The JSON Pointer of a member.
 * @param {string} path
 * @param {string | number} key
 */
export const pointer = (path, key) => `${path}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;

/**
 * The member names of a JSON Pointer.
 * @param {string} path
 */
export const pointerKeys = (path) =>
  path.split("/").slice(1).map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));

/**
 * Freezes a value and all it holds.
 * @template T
 * @param {T} value
 * @returns {T}
 */
export function deepFreeze(value) {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/**
 * A copy without the members that are undefined.
 * @template {object} T
 * @param {T} object
 * @returns {T}
 */
export const compact = (object) =>
  /** @type {T} */ (Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)));

/**
 * A frozen copy of a JSON value, read once: what the caller does to its own object later changes nothing (SR-12, SR-24).
 * @template T
 * @param {T} value
 * @returns {T}
 * @throws {DialectError} as {@link assertJson}
 */
export function snapshot(value) {
  let copy;
  try {
    copy = structuredClone(value);
  } catch (error) {
    throw new DialectError(error instanceof RangeError ? "E_TOO_DEEP" : "E_BAD_TYPE", "not a JSON value");
  }
  assertJson(copy);
  return deepFreeze(copy);
}

/**
 * Refuses what is no JSON or too big to be reviewed, by an iterative walk (SR-03, SR-11).
 * @param {unknown} root
 * @throws {DialectError} E_BAD_TYPE, E_BAD_NUMBER, E_TOO_DEEP, E_TOO_MANY_NODES
 */
function assertJson(root) {
  /** @type {{ value: unknown, path: string, depth: number }[]} */
  const open = [{ value: root, path: "", depth: 1 }];
  for (let nodes = 1; open.length > 0; nodes += 1) {
    const { value, path, depth } = /** @type {{ value: unknown, path: string, depth: number }} */ (open.pop());
    if (nodes > MAX_NODES) throw new DialectError("E_TOO_MANY_NODES", `more than ${MAX_NODES} values`);
    if (typeof value === "object" && value !== null) {
      if (!/^\[object (Object|Array)\]$/.test(Object.prototype.toString.call(value))) throw new DialectError("E_BAD_TYPE", "not a plain object or list", path);
      if (depth > MAX_DEPTH) throw new DialectError("E_TOO_DEEP", `more than ${MAX_DEPTH} levels`, path);
      for (const [key, member] of Object.entries(value)) open.push({ value: member, path: pointer(path, key), depth: depth + 1 });
    } else assertScalar(value, path);
  }
}

/**
 * @param {unknown} value
 * @param {string} path
 */
function assertScalar(value, path) {
  if (typeof value === "number" && !Number.isFinite(value)) throw new DialectError("E_BAD_NUMBER", "not a finite number", path);
  if (value !== null && !["string", "number", "boolean"].includes(typeof value)) {
    throw new DialectError("E_BAD_TYPE", `a ${typeof value} is no JSON value`, path);
  }
}
