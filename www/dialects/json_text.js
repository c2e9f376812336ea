// A strict JSON parser for text that a person typed: duplicate keys, forbidden keys, inexact numbers and every looseness are
// refused with line and column (SR-05, SR-15..21). Parsing of what programs send is the engine's.
/** @import { Json } from "./index.js" */
import { DialectError } from "./errors.js";
import { isExact, JSON_NUMBER } from "./literals.js";

const MAX_BYTES = 64 * 1024;
const MAX_DEPTH = 64;
const FORBIDDEN = new Set(["__proto__", "prototype", "constructor"]);
const TOKEN = /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|([^\s{}[\],:"]+)|($))/y;

/** `start` is where the last token begins, `at` where the next one is looked for.
 * @typedef {{ text: string, start: number, at: number, depth: number }} Reader */

/**
 * The value of a JSON text.
 * @param {string} text
 * @returns {Json}
 * @throws {DialectError} E_PARSE, E_DUPLICATE_KEY, E_FORBIDDEN_KEY, E_UNSAFE_NUMBER, E_BAD_UNICODE, E_TOO_DEEP, E_TOO_LARGE;
 *   the message begins with "line:column"
 */
export function parseJson(text) {
  /** @type {Reader} */
  const reader = { text, start: 0, at: 0, depth: 0 };
  if (new TextEncoder().encode(text).length > MAX_BYTES) fail(reader, "E_TOO_LARGE", `more than ${MAX_BYTES} bytes`);
  const value = readValue(reader, next(reader));
  if (next(reader) !== "") fail(reader, "E_PARSE", "text after the value");
  return value;
}

/**
 * @param {Reader} reader
 * @param {string} code
 * @param {string} message
 * @returns {never}
 */
function fail(reader, code, message) {
  const lines = reader.text.slice(0, reader.start).split("\n");
  throw new DialectError(code, `${lines.length}:${lines[lines.length - 1].length + 1} ${message}`);
}

/**
 * The next token; empty at the end.
 * @param {Reader} reader
 */
function next(reader) {
  TOKEN.lastIndex = reader.at;
  const match = TOKEN.exec(reader.text);
  if (!match) {
    reader.start = reader.at + (/^[ \t\n\r]*/.exec(reader.text.slice(reader.at))?.[0].length ?? 0);
    return fail(reader, "E_PARSE", "not JSON");
  }
  const token = match[1] ?? match[2] ?? match[3] ?? "";
  [reader.start, reader.at] = [TOKEN.lastIndex - token.length, TOKEN.lastIndex];
  if (token.startsWith("\"") && /\p{Cs}/u.test(JSON.parse(token))) fail(reader, "E_BAD_UNICODE", "half of a surrogate pair");
  return token;
}

/**
 * @param {Reader} reader
 * @param {string} token
 * @returns {Json}
 */
function readValue(reader, token) {
  if (token === "{" || token === "[") return readContainer(reader, token);
  if (token.startsWith("\"")) return JSON.parse(token);
  if (token === "true" || token === "false" || token === "null") return JSON.parse(token);
  if (!JSON_NUMBER.test(token)) fail(reader, "E_PARSE", token === "" ? "the text ends here" : `"${token.slice(0, 20)}" is no value`);
  if (!isExact(token)) fail(reader, "E_UNSAFE_NUMBER", "this number cannot be held exactly; write it as a text");
  return Number(token);
}

/**
 * @param {Reader} reader
 * @param {string} open
 * @returns {Json}
 */
function readContainer(reader, open) {
  reader.depth += 1;
  if (reader.depth > MAX_DEPTH) fail(reader, "E_TOO_DEEP", `more than ${MAX_DEPTH} levels`);
  const value = open === "[" ? readList(reader) : readObject(reader);
  reader.depth -= 1;
  return value;
}

/**
 * @param {Reader} reader
 * @returns {Json[]}
 */
function readList(reader) {
  /** @type {Json[]} */
  const list = [];
  for (let token = next(reader); token !== "]" || list.length > 0; token = next(reader)) {
    list.push(readValue(reader, token));
    if (!more(reader, "]")) return list;
  }
  return list;
}

/**
 * @param {Reader} reader
 * @returns {{ [key: string]: Json }}
 */
function readObject(reader) {
  /** @type {Map<string, Json>} */
  const members = new Map();
  for (let token = next(reader); token !== "}" || members.size > 0; token = next(reader)) {
    const key = readKey(reader, token, members);
    if (next(reader) !== ":") fail(reader, "E_PARSE", "expected \":\"");
    members.set(key, readValue(reader, next(reader)));
    if (!more(reader, "}")) break;
  }
  return Object.fromEntries(members);
}

/**
 * @param {Reader} reader
 * @param {string} token
 * @param {Map<string, Json>} members
 * @returns {string}
 */
function readKey(reader, token, members) {
  if (!token.startsWith("\"")) fail(reader, "E_PARSE", "expected a key in double quotes");
  const key = JSON.parse(token);
  if (FORBIDDEN.has(key)) fail(reader, "E_FORBIDDEN_KEY", `"${key}" is not allowed as a key`);
  if (members.has(key)) fail(reader, "E_DUPLICATE_KEY", "this key stands twice");
  return key;
}

/**
 * Whether a comma follows; false at the closing bracket.
 * @param {Reader} reader
 * @param {string} close
 */
function more(reader, close) {
  const token = next(reader);
  if (token !== "," && token !== close) fail(reader, "E_PARSE", `expected "," or "${close}"`);
  return token === ",";
}
