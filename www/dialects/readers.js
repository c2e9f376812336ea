// Small readers that accept one member of a payload or refuse it with its pointer (E_PAYLOAD_SHAPE). Which members a payload
// has stands in the file of its dialect.
/** @import { Json } from "./index.js" */
import { DialectError } from "./errors.js";
import { isObject, own, pointer } from "./json.js";

/**
 * @param {string} path
 * @param {string} expected
 * @returns {never}
 */
export function refuse(path, expected) {
  throw new DialectError("E_PAYLOAD_SHAPE", `expected ${expected}`, path);
}

/**
 * @template T
 * @typedef {(value: any, path: string) => T} Reader
 */

/**
 * The member, read; undefined when it is missing.
 * @template T
 * @param {{ [key: string]: Json }} object
 * @param {string} path
 * @param {string} key
 * @param {Reader<T>} read
 * @returns {T | undefined}
 */
export function optional(object, path, key, read) {
  return Object.hasOwn(object, key) ? read(object[key], pointer(path, key)) : undefined;
}

/**
 * The member, read; refused when it is missing.
 * @template T
 * @param {{ [key: string]: Json }} object
 * @param {string} path
 * @param {string} key
 * @param {Reader<T>} read
 * @returns {T}
 */
export const required = (object, path, key, read) => read(own(object, key), pointer(path, key));

/**
 * @param {{ points?: number, bytes?: number }} [limits] in code points or UTF-8 bytes
 * @returns {Reader<string>}
 */
export const text = ({ points = Infinity, bytes = Infinity } = {}) => (value, path) => {
  if (typeof value !== "string") return refuse(path, "a text");
  if ([...value].length > points) return refuse(path, `at most ${points} characters`);
  if (new TextEncoder().encode(value).length > bytes) return refuse(path, `at most ${bytes} bytes`);
  return value;
};

/** @type {Reader<Json>} */
export const anything = (value, path) => (value === undefined ? refuse(path, "a value") : value);

/** @type {Reader<boolean>} */
export const flag = (value, path) => (typeof value === "boolean" ? value : refuse(path, "true or false"));

/** @type {Reader<{ [key: string]: Json }>} */
export const object = (value, path) => (isObject(value) ? value : refuse(path, "an object"));

/**
 * @template {string} T
 * @param {readonly T[]} words
 * @returns {Reader<T>}
 */
export const oneOf = (words) => (value, path) => (words.includes(value) ? value : refuse(path, `one of ${words.join(", ")}`));

/**
 * @template T
 * @param {Reader<T>} read
 * @param {number} min
 * @param {number} max
 * @returns {Reader<T[]>}
 */
export const list = (read, min, max) => (value, path) => {
  if (!Array.isArray(value) || value.length < min || value.length > max) return refuse(path, `a list of ${min} to ${max}`);
  return value.map((item, i) => read(item, pointer(path, i)));
};

/**
 * Refuses a list in which two items have one id.
 * @template {{ id: string }} T
 * @param {Reader<T[]>} read
 * @returns {Reader<T[]>}
 */
export const unique = (read) => (value, path) => {
  const items = read(value, path);
  if (new Set(items.map((item) => item.id)).size < items.length) refuse(path, "ids that are all different");
  return items;
};
