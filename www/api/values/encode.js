// State to text: JSON with the tagged forms of S-CKP-30 for what JSON lacks. A value without anything special, which is
// nearly every one, goes through JSON.stringify. decode.js is the way back; payloads, which are stricter, are in
// payload.js.

import { Command, Overwrite, Send } from "../command.js";
import { isError } from "../errors.js";
import { isPlainScalar, survey } from "./survey.js";
import { Container, exceedsUtf8, isPlainList, isPlainObject, kindOf, Walk, writeText } from "./walk.js";

/** The limits of one channel's value (S-CON-08). */
export const STATE_LIMITS = Object.freeze({ bytes: 32 * 1024 * 1024, depth: 128, nodes: Infinity });

const STORABLE = "Keep plain data in state: objects, lists, text, numbers, Date, Map, Set, RegExp, Error, bytes, Command, Send.";

/**
 * The text under which a value of state is stored. Key order is kept (SR-19).
 *
 * Members that are undefined are left out, as in JSON; a hole in a list is undefined; of an Error its name, message and
 * cause are kept; a member under a symbol, or of a list beside its items, is no data. What a getter gives is data:
 * graph code is trusted. No `toJSON` is called.
 * @param {unknown} value
 * @param {string} [path] JSON Pointer that the paths of errors begin with
 * @returns {string}
 * @throws E_BAD_TYPE, E_FORBIDDEN_KEY, E_CYCLE, E_TOO_DEEP, E_TOO_LARGE, each with `path`
 */
export function encodeState(value, path = "") {
  switch (survey(value, STATE_LIMITS)) {
    case "plain":
      return plainText(value, path);
    case "large":
      throw tooLarge(path);
    default:
      return writeText(value, stateRules, STATE_LIMITS, path);
  }
}

/**
 * @param {unknown} value
 * @param {string} path
 */
function plainText(value, path) {
  let text;
  try {
    text = JSON.stringify(value);
  } catch {
    // What was plain a moment ago is computed by a getter or a proxy. The walk says where.
    return writeText(value, stateRules, STATE_LIMITS, path);
  }
  if (exceedsUtf8(text, STATE_LIMITS.bytes)) throw tooLarge(path);
  return text;
}

/** @param {string} path */
function tooLarge(path) {
  return new Walk(stateRules, STATE_LIMITS, path).tooLarge(STATE_LIMITS.bytes);
}

/**
 * @param {unknown} value
 * @param {Walk} walk
 * @returns {string | Container}
 */
function stateRules(value, walk) {
  if (isPlainScalar(value)) return JSON.stringify(value);
  if (typeof value === "number") return leaf("num", Object.is(value, -0) ? "-0" : String(value));
  if (typeof value === "bigint") return leaf("bigint", String(value));
  if (value === undefined) return '{"$hg":"undef"}';
  const written = typeof value === "object" && value !== null ? container(value, walk) : undefined;
  if (written !== undefined) return written;
  throw walk.refusal("E_BAD_TYPE", `is ${kindOf(value)}, which cannot be stored`, STORABLE);
}

/**
 * @param {string} kind
 * @param {string | null} value
 */
function leaf(kind, value) {
  return `{"$hg":"${kind}","v":${JSON.stringify(value)}}`;
}

/**
 * @param {object} source
 * @param {string} head
 * @param {unknown[]} items
 * @param {string} tail
 */
function list(source, head, items, tail) {
  return new Container(source, head, undefined, items, tail);
}

/**
 * @param {object} source
 * @param {Walk} walk
 * @returns {Container}
 */
function object(source, walk) {
  const keys = [];
  const items = [];
  for (const key of Object.keys(source)) {
    const item = /** @type {Record<string, unknown>} */ (source)[key];
    if (key === "__proto__") {
      throw walk.refusal("E_FORBIDDEN_KEY", "stands under a key that is refused whatever its value", "Rename it.", undefined, key);
    }
    if (item === undefined) continue;
    keys.push(key);
    items.push(item);
  }
  return keys.includes("$hg")
    ? new Container(source, '{"$hg":"obj","v":{', keys, items, "}}")
    : new Container(source, "{", keys, items, "}");
}

/**
 * The form of an object; undefined for one without a form.
 * @param {object} value
 * @param {Walk} walk
 * @returns {string | Container | undefined}
 */
function container(value, walk) {
  if (isPlainList(value)) {
    walk.expectText(2 * value.length);
    return list(value, "[", Array.from(value), "]");
  }
  if (Array.isArray(value)) return undefined;
  if (isPlainObject(value)) return object(value, walk);
  if (isError(value)) return error(value);
  if (isBytes(value)) return leaf("bytes", base64(value, walk));
  if (value instanceof Send) return tagged(value, "send", ["node", "args"]);
  if (value instanceof Command) return tagged(value, "command", ["resume", "update", "goto", "graph"]);
  if (value instanceof Overwrite) return tagged(value, "overwrite", ["value"]);
  return isBuiltIn(value) ? builtIn(value, walk) : undefined;
}

/**
 * The form of an object of ours: those of its members that say something.
 * @param {object} source
 * @param {string} kind
 * @param {string[]} members
 */
function tagged(source, kind, members) {
  const of = /** @type {Record<string, unknown>} */ (source);
  const keys = members.filter((member) => of[member] !== undefined);
  return new Container(source, `{"$hg":"${kind}","v":{`, keys, keys.map((key) => of[key]), "}}");
}

/**
 * The form of an object of the language itself, of this realm or another. The word for its kind may be forged: each
 * form reads what only the true kind has, and throws otherwise.
 * @param {object} value
 * @param {Walk} walk
 * @returns {string | Container | undefined}
 */
function builtIn(value, walk) {
  switch (Object.prototype.toString.call(value)) {
    case "[object Date]":
      return leaf("date", dateText(/** @type {Date} */ (value)));
    case "[object Map]":
      return list(value, '{"$hg":"map","v":[', [...Map.prototype.entries.call(value)], "]}");
    case "[object Set]":
      return list(value, '{"$hg":"set","v":[', [...Set.prototype.values.call(value)], "]}");
    case "[object RegExp]":
      return regExp(/** @type {RegExp} */ (value));
    case "[object ArrayBuffer]":
      return leaf("buffer", base64(new Uint8Array(ArrayBuffer.prototype.slice.call(value, 0)), walk));
    default:
      return undefined;
  }
}

/**
 * Whether an object's prototype is one step below the end of the chain, as those of the language are; an instance of a
 * subclass would come back as something else.
 * @param {object} value
 */
function isBuiltIn(value) {
  const above = Reflect.getPrototypeOf(Reflect.getPrototypeOf(value) ?? Object.prototype);
  return above !== null && Reflect.getPrototypeOf(above) === null;
}

/**
 * Whether an object is a Uint8Array, also one of Node's subclass Buffer.
 * @param {object} value
 * @returns {value is Uint8Array}
 */
function isBytes(value) {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]";
}

/** @param {Date} value */
function dateText(value) {
  const time = Date.prototype.getTime.call(value);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

const sourceOf = Object.getOwnPropertyDescriptor(RegExp.prototype, "source")?.get;

/** @param {RegExp} value */
function regExp(value) {
  return `{"$hg":"regexp","v":${JSON.stringify(sourceOf?.call(value))},"f":${JSON.stringify(String(value.flags))}}`;
}

/**
 * Its stack is left out: it tells of files and lines, and would make two equal runs store different bytes.
 * @param {Error} value
 * @returns {Container}
 */
function error(value) {
  const { name, message, cause } = value;
  const [keys, items] = [["name", "message"], [String(name), String(message)]];
  if (cause !== undefined) {
    keys.push("cause");
    items.push(/** @type {any} */ (cause));
  }
  return new Container(value, '{"$hg":"error","v":{', keys, items, "}}");
}

/**
 * @param {Uint8Array} bytes
 * @param {Walk} walk
 */
function base64(bytes, walk) {
  walk.expectText(bytes.length);
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}
