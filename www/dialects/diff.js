// What changed between two values, in words and places a person can follow (D.4): one change per member, in order, escaped
// like the rows. The machine's list of edits is edits.js.
/** @import { Change, Json, JsonSchema, Side } from "./index.js" */
import { isObject, own, pointer, pointerKeys, same, typeOf } from "./json.js";
import { isSecret } from "./rows.js";
import { resolve } from "./schema.js";
import { pieces } from "./visible.js";
import { newlineOf, wordDiff } from "./words.js";

/** @typedef {{ before: Json | undefined, after: Json | undefined, path: string, schema: JsonSchema | undefined }} Pair */

/**
 * The changes from `before` to `after`, members in schema order, then in their own. Lists are compared by position, or by `id`
 * where all their items have one.
 * @param {Json} before
 * @param {Json} after
 * @param {{ schema?: JsonSchema }} [options]
 * @returns {Change[]}
 */
export function diff(before, after, { schema } = {}) {
  return changes({ before, after, path: "", schema }, schema ?? true);
}

/**
 * @param {Pair} pair
 * @param {JsonSchema} root
 * @returns {Change[]}
 */
function changes(pair, root) {
  const { before, after } = pair;
  if (before !== undefined && after !== undefined) {
    if (same(before, after)) return [];
    if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, pair, root);
    if (isObject(before) && isObject(after)) return objectChanges(before, after, pair, root);
  }
  return [toChange(pair, root)];
}

/**
 * @param {{ [key: string]: Json }} before
 * @param {{ [key: string]: Json }} after
 * @param {Pair} pair
 * @param {JsonSchema} root
 * @returns {Change[]}
 */
function objectChanges(before, after, { path, schema }, root) {
  const declared = own(schema === undefined ? undefined : resolve(schema, root), "properties");
  const keys = new Set([...Object.keys(declared ?? {}), ...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => Object.hasOwn(before, key) || Object.hasOwn(after, key)).flatMap((key) =>
    changes({ before: own(before, key), after: own(after, key), path: pointer(path, key), schema: own(declared, key) }, root));
}

/**
 * @param {Json[]} before
 * @param {Json[]} after
 * @param {Pair} pair
 * @param {JsonSchema} root
 * @returns {Change[]}
 */
function listChanges(before, after, { path, schema }, root) {
  const resolved = schema === undefined ? undefined : resolve(schema, root);
  const part = (/** @type {number} */ i) => own(resolved, "prefixItems")?.[i] ?? own(resolved, "items");
  const [old, now] = [before.map(idOf), after.map(idOf)];
  if (!areIds(old) || !areIds(now)) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, i) => i).flatMap((i) =>
      changes({ before: before[i], after: after[i], path: pointer(path, i), schema: part(i) }, root));
  }
  const gone = before.flatMap((item, i) => (now.includes(old[i]) ? [] : [toChange({ before: item, after: undefined, path: pointer(path, i), schema: part(i) }, root)]));
  return [...gone, ...after.flatMap((item, i) => {
    const from = old.indexOf(now[i]);
    const pair = { before: from < 0 ? undefined : before[from], after: item, path: pointer(path, i), schema: part(i) };
    const moved = from >= 0 && order(old, now, from) !== order(now, old, i);
    return [...(moved ? [{ ...toChange(pair, root), kind: /** @type {const} */ ("moved"), from: from + 1, to: i + 1 }] : []), ...changes(pair, root)];
  })];
}

/** @param {Json} item */
const idOf = (item) => {
  const id = own(item, "id");
  return typeof id === "string" || typeof id === "number" ? id : undefined;
};

/** @param {(string | number | undefined)[]} ids */
const areIds = (ids) => ids.length > 0 && !ids.includes(undefined) && new Set(ids).size === ids.length;

/**
 * The place of an item among those that both lists have.
 * @param {unknown[]} list
 * @param {unknown[]} other
 * @param {number} index
 */
const order = (list, other, index) => list.slice(0, index).filter((id) => other.includes(id)).length;

/**
 * Marks inside a text help where it has words that stay. In a date, a name or a number as text they would run two values
 * together, so these are shown side by side.
 * @param {string} text
 */
const isProse = (text) => text.length > 24 && /\s/.test(text);

/**
 * @param {Pair} pair
 * @param {JsonSchema} root
 * @returns {Change}
 */
function toChange({ before, after, path, schema }, root) {
  const texts = typeof before === "string" && typeof after === "string";
  const parts = texts && isProse(before) && isProse(after) ? wordDiff(before, after) : undefined;
  return {
    path, label: pieces(pointerKeys(path).join(" / "), { inline: true }),
    kind: before === undefined ? "added" : after === undefined ? "removed" : "replaced",
    ...(before === undefined ? {} : { before: toSide(before) }),
    ...(after === undefined ? {} : { after: toSide(after) }),
    ...(parts ? { words: parts.map(({ op, text }) => ({ op, pieces: pieces(text) })) } : {}),
    secret: schema !== undefined && isSecret(resolve(schema, root)),
    newlines: texts && /[\r\n]/.test(before) && /[\r\n]/.test(after) && newlineOf(before) !== newlineOf(after),
  };
}

/**
 * @param {Json} value
 * @returns {Side}
 */
function toSide(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  const size = typeof value === "string" ? [...value].length : Object.keys(value ?? {}).length;
  return { type: typeOf(value), pieces: pieces(text), size };
}
