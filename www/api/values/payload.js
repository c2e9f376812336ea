// Payloads, resume values and decisions: JSON only, read once into text that the engine then parses strictly and makes
// canonical. Values of state, which may be more than JSON, are in state.js.

import { haltError } from "../errors.js";
import { Container, exceedsUtf8, isPlainList, isPlainObject, kindOf, writeText } from "./walk.js";

/** @import { Walk } from "./walk.js" */

/** The limits of a payload, the same as the engine's: they are about what a person can review. */
export const PAYLOAD_LIMITS = Object.freeze({ bytes: 256 * 1024, depth: 64, nodes: 10_000, keys: 1_000, string: 64 * 1024, key: 256 });

/** Keys that reach a prototype somewhere, refused whatever their value (SR-17). */
const FORBIDDEN = new Set(["__proto__", "prototype", "constructor"]);

const LONE_SURROGATE = /\p{Surrogate}/u;

const JSON_ONLY = "Hand over plain objects, lists, text, finite numbers, true, false and null.";

/**
 * The JSON text of a payload, a resume value or a decision, not in canonical order. `undefined` is `null` (S-CON-08).
 *
 * Each own enumerable property is read once, by its descriptor: no getter and no `toJSON` runs, and of a Proxy the text
 * is the snapshot (SR-12, SR-13). Later changes of the value change nothing (SR-24).
 * @param {unknown} value
 * @returns {string}
 * @throws E_BAD_TYPE, E_BAD_NUMBER, E_BAD_UNICODE, E_FORBIDDEN_KEY, E_CYCLE, E_TOO_DEEP, E_TOO_LARGE, E_TOO_MANY_NODES,
 *   each with `path`, a JSON Pointer
 */
export function payloadText(value) {
  return value === undefined ? "null" : writeText(value, payloadRules, PAYLOAD_LIMITS, "");
}

/**
 * The value of a canonical text, made of own data properties only.
 * @param {string} text
 * @returns {any}
 * @throws E_PARSE
 */
export function parsePayload(text) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw haltError("E_PARSE", "The payload is not JSON\n\nHand over a text that the engine gave.", { cause });
  }
}

/**
 * @param {unknown} value
 * @param {Walk} walk
 * @returns {string | Container}
 */
function payloadRules(value, walk) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return textOf(value, walk);
  if (typeof value === "number") return numberOf(value, walk);
  if (isPlainList(value)) return list(value, walk);
  if (typeof value === "object" && !Array.isArray(value) && isPlainObject(value)) return object(value, walk);
  throw walk.refusal("E_BAD_TYPE", `is ${kindOf(value)}, which JSON cannot say`, JSON_ONLY);
}

/**
 * @param {string} value
 * @param {Walk} walk
 */
function textOf(value, walk) {
  if (exceedsUtf8(value, PAYLOAD_LIMITS.string)) throw walk.tooLarge(PAYLOAD_LIMITS.string);
  if (LONE_SURROGATE.test(value)) throw walk.refusal("E_BAD_UNICODE", "holds half of a surrogate pair", "Cut text between code points.");
  return JSON.stringify(value);
}

/**
 * @param {number} value
 * @param {Walk} walk
 */
function numberOf(value, walk) {
  if (!Number.isFinite(value)) throw walk.refusal("E_BAD_NUMBER", `is ${value}, which JSON cannot say`, "Hand over a finite number, text or null.");
  return JSON.stringify(value);
}

/**
 * @param {unknown[]} source
 * @param {Walk} walk
 * @returns {Container}
 */
function list(source, walk) {
  const length = Number(Reflect.getOwnPropertyDescriptor(source, "length")?.value);
  walk.expectNodes(length);
  const items = [];
  for (const key of Reflect.ownKeys(source)) {
    if (key === "length") continue;
    if (key !== String(items.length)) throw notAnItem(key, items.length, walk);
    items.push(read(source, key, walk)?.value);
  }
  if (items.length !== length) throw notAnItem("length", items.length, walk);
  return new Container(source, "[", undefined, items, "]");
}

/**
 * @param {string | symbol} key what stood where the next item was due
 * @param {number} at
 * @param {Walk} walk
 */
function notAnItem(key, at, walk) {
  const isHole = key === "length" || /^\d+$/.test(String(key));
  return isHole
    ? walk.refusal("E_BAD_TYPE", "is a hole in a list", "Fill it, with null for example.", undefined, at)
    : walk.refusal("E_BAD_TYPE", "is a property of a list beside its items", "Use an object.", undefined, String(key));
}

/**
 * @param {object} source
 * @param {Walk} walk
 * @returns {Container}
 */
function object(source, walk) {
  const own = Reflect.ownKeys(source);
  if (own.length > PAYLOAD_LIMITS.keys) {
    throw walk.refusal("E_TOO_LARGE", `has more than ${PAYLOAD_LIMITS.keys} keys`, "Split it.");
  }
  const keys = [];
  const items = [];
  for (const key of own) {
    const member = read(source, checkedKey(key, walk), walk);
    if (!member.enumerable) continue;
    if (typeof key === "symbol") throw walk.refusal("E_BAD_TYPE", "has a symbol for a key", JSON_ONLY);
    keys.push(key);
    items.push(member.value);
  }
  return new Container(source, "{", keys, items, "}");
}

/**
 * @template {string | symbol} Key
 * @param {Key} key
 * @param {Walk} walk
 * @returns {Key}
 */
function checkedKey(key, walk) {
  if (typeof key === "symbol") return key;
  if (FORBIDDEN.has(key)) throw walk.refusal("E_FORBIDDEN_KEY", "stands under a key that is refused whatever its value", "Rename it.", undefined, key);
  if (exceedsUtf8(key, PAYLOAD_LIMITS.key)) {
    throw walk.refusal("E_TOO_LARGE", `has a key of more than ${PAYLOAD_LIMITS.key} bytes`, "Shorten it.");
  }
  if (LONE_SURROGATE.test(key)) throw walk.refusal("E_BAD_UNICODE", "has half of a surrogate pair in a key", "Cut text between code points.");
  return key;
}

/**
 * Reads a property, once and without running code of it.
 * @param {object} source
 * @param {string | symbol} key
 * @param {Walk} walk
 * @returns {PropertyDescriptor}
 */
function read(source, key, walk) {
  const descriptor = Reflect.getOwnPropertyDescriptor(source, key);
  if (descriptor !== undefined && "value" in descriptor) return descriptor;
  throw walk.refusal("E_BAD_TYPE", "is computed by a getter or a proxy", "Hand over plain data.", undefined, String(key));
}
