// A JSON value as flat rows, one per member, typed and escaped: what is drawn and what `shown_digest` covers. No labels of ours.
/** @import { Json, JsonSchema, Row, RowBadge } from "./index.js" */
import { isObject, own, pointer, typeOf } from "./json.js";
import { isExact, JSON_NUMBER } from "./literals.js";
import { isOpaque } from "./opaque.js";
import { declaredMembers, resolve } from "./schema.js";
import { hasMark, pieces } from "./visible.js";

/** Longer texts are folded: code points and lines that a row shows at once. */
const FOLD_POINTS = 480;
const FOLD_LINES = 10;
/** Longer lists and objects are folded. */
export const FOLD_MEMBERS = 20;

/** @typedef {{ path: string, depth: number, key: string, schema: JsonSchema | undefined, within?: string }} Place */

/**
 * The rows of a value. Members come in the order of the schema, as in the editor, then in that of the value; nothing is left out.
 * @param {Json} value
 * @param {{ key?: string, path?: string, schema?: JsonSchema, root?: boolean }} [options] `key`: its label, from the payload;
 *   `path`: pointer of the value; `schema`: says which texts are secret; `root: false` leaves out the row of the value itself
 * @returns {Row[]}
 */
export function toRows(value, { key = "", path = "", schema, root = true } = {}) {
  /** @type {Row[]} */
  const rows = [];
  addRows(rows, value, { path, depth: 0, key, schema }, schema);
  if (root) return rows;
  return rows.slice(1).map((row) => ({ ...row, depth: row.depth - 1 }));
}

/**
 * @param {Row[]} rows
 * @param {Json} value
 * @param {Place} place
 * @param {JsonSchema | undefined} root
 */
function addRows(rows, value, place, root) {
  const row = toRow(value, place, root);
  rows.push(row);
  if (typeof value !== "object" || value === null) return;
  entriesOf(value, place.schema, root).forEach(([key, member], i) => addRows(rows, member, {
    path: pointer(place.path, key), depth: place.depth + 1, key, schema: memberSchema(place.schema, value, key, root),
    within: row.folded && i >= FOLD_MEMBERS ? place.path : place.within,
  }, root));
}

/**
 * @param {Json[] | { [key: string]: Json }} value
 * @param {JsonSchema | undefined} schema
 * @param {JsonSchema | undefined} root
 * @returns {[string, Json][]}
 */
function entriesOf(value, schema, root) {
  const entries = Object.entries(value);
  if (Array.isArray(value) || schema === undefined || root === undefined) return entries;
  const order = new Map(declaredMembers(resolve(schema, root)).map(([key], i) => [key, i]));
  const rank = (/** @type {string} */ key) => order.get(key) ?? order.size;
  return entries.toSorted(([a], [b]) => rank(a) - rank(b));
}

/**
 * @param {JsonSchema | undefined} schema
 * @param {object} container
 * @param {string} key
 * @param {JsonSchema | undefined} root
 * @returns {JsonSchema | undefined}
 */
function memberSchema(schema, container, key, root) {
  const resolved = schema === undefined || root === undefined ? undefined : resolve(schema, root);
  const fixed = own(resolved, "prefixItems");
  if (Array.isArray(container)) return (Array.isArray(fixed) ? fixed[Number(key)] : undefined) ?? own(resolved, "items");
  return own(own(resolved, "properties"), key) ?? own(resolved, "additionalProperties");
}

/**
 * @param {Json} value
 * @param {Place} place
 * @param {JsonSchema | undefined} root
 * @returns {Row}
 */
function toRow(value, { path, depth, key, schema, within }, root) {
  const base = { path, depth, key: pieces(key, { inline: true }), type: typeOf(value), ...(within === undefined ? {} : { within }) };
  if (typeof value === "object" && value !== null) {
    const size = Object.keys(value).length;
    return { ...base, size, value: [], folded: size > FOLD_MEMBERS, badges: [], secret: false };
  }
  if (typeof value !== "string") return { ...base, size: 0, value: [{ text: JSON.stringify(value) }], folded: false, badges: [], secret: false };
  return { ...base, ...textRow(value), secret: schema !== undefined && root !== undefined && isSecret(resolve(schema, root)) };
}

/** @param {string} text */
function textRow(text) {
  const points = [...text];
  const shortened = points.slice(0, FOLD_POINTS).join("").split("\n").slice(0, FOLD_LINES).join("\n");
  const folded = shortened.length < text.length;
  return {
    size: points.length, value: pieces(text), folded,
    ...(folded ? { head: pieces(points.slice(0, FOLD_POINTS / 2).join("").split("\n").slice(0, FOLD_LINES / 2).join("\n")) } : {}),
    badges: badgesOf(text),
  };
}

/**
 * @param {string} text
 * @returns {RowBadge[]}
 */
function badgesOf(text) {
  const drawn = pieces(text);
  /** @type {[RowBadge, boolean][]} */
  const found = [
    ["empty", text === ""],
    ["edge-spaces", /^\s|\s$/.test(text)],
    ["big-number", JSON_NUMBER.test(text) && text.length > 15 && !isExact(text)],
    ["hidden", hasMark(drawn, "point")],
    ["mixed", hasMark(drawn, "mixed")],
    ["opaque", isOpaque(text)],
  ];
  return found.filter(([, holds]) => holds).map(([badge]) => badge);
}

/**
 * Whether a schema marks a text as secret.
 * @param {JsonSchema | undefined} schema
 */
export const isSecret = (schema) => isObject(schema)
  && (own(schema, "format") === "password" || own(own(schema, "x-halt"), "secret") === true);
