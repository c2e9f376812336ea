// What a schema says: resolving local references, kinds, declared keys, inference from a value. Checking values is check.js.
/** @import { Json, JsonSchema, SchemaObject } from "./index.js" */
import { isObject, own, pointerKeys, typeOf } from "./json.js";

const MAX_REFS = 8;
const MAX_INFERRED_DEPTH = 4;

/**
 * Follows local references (`#/$defs/..`); a remote or endless one gives undefined and is never fetched.
 * @param {JsonSchema} schema
 * @param {JsonSchema} root
 * @returns {SchemaObject | undefined}
 */
export function resolve(schema, root) {
  let current = schema;
  for (let i = 0; i < MAX_REFS; i += 1) {
    if (!isObject(current)) return current === false ? { not: {} } : {};
    const ref = own(current, "$ref");
    if (ref === undefined) return current;
    const target = typeof ref === "string" && /^#(\/|$)/.test(ref) ? lookUp(root, pointerKeys(ref.slice(1))) : undefined;
    if (target === undefined) return undefined;
    const { $ref: _, ...beside } = current;
    current = isObject(target) ? { ...target, ...beside } : target;
  }
  return undefined;
}

/**
 * @param {JsonSchema} root
 * @param {string[]} keys
 * @returns {JsonSchema | undefined}
 */
function lookUp(root, keys) {
  /** @type {any} */
  let node = root;
  for (const key of keys) node = Array.isArray(node) ? node[Number(key)] : own(node, key);
  return isObject(node) || typeof node === "boolean" ? node : undefined;
}

/**
 * The types a resolved schema names, `null` included where it is nullable; empty when it names none.
 * @param {SchemaObject} schema
 * @returns {string[]}
 */
export function typesOf(schema) {
  const named = own(schema, "type");
  const types = (Array.isArray(named) ? named : [named]).filter((type) => typeof type === "string");
  return own(schema, "nullable") === true && types.length > 0 ? [...types, "null"] : types;
}

/**
 * The members that a schema declares, in the order in which they are shown: `x-halt.order` first, then as written.
 * @param {JsonSchema | undefined} schema resolved
 * @returns {[string, JsonSchema][]}
 */
export function declaredMembers(schema) {
  const rank = (/** @type {JsonSchema} */ part) => Number(own(own(part, "x-halt"), "order") ?? Infinity);
  const declared = /** @type {[string, JsonSchema][]} */ (Object.entries(own(schema, "properties") ?? {}));
  return declared.toSorted(([, a], [, b]) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}

/**
 * Whether a schema, or one of its parts, says something about a member of this name.
 * @param {SchemaObject} schema
 * @param {string} key
 * @param {JsonSchema} root
 * @param {number} [hops]
 * @returns {boolean}
 */
export function declares(schema, key, root, hops = 0) {
  if (own(own(schema, "properties"), key) !== undefined || isObject(own(schema, "additionalProperties"))) return true;
  return ["allOf", "anyOf", "oneOf"].some((word) => branches(schema, word).some((part) => {
    const branch = hops < MAX_REFS ? resolve(part, root) : undefined;
    return branch !== undefined && declares(branch, key, root, hops + 1);
  }));
}

/**
 * The parts of a combining keyword.
 * @param {SchemaObject} schema
 * @param {string} word
 * @returns {JsonSchema[]}
 */
export function branches(schema, word) {
  const list = own(schema, word);
  return Array.isArray(list) ? list.filter((part) => isObject(part) || typeof part === "boolean") : [];
}

/**
 * The schema of a value about which nothing is known: values may change, their types and keys may not (B.4).
 * @param {Json} value
 * @param {number} [depth]
 * @returns {SchemaObject}
 */
export function infer(value, depth = 0) {
  const type = typeOf(value);
  if (type === "null") return { const: null };
  if (type === "text") return { type: "string" };
  if (depth >= MAX_INFERRED_DEPTH && (type === "list" || type === "object")) return { type: type === "list" ? "array" : "object", "x-halt": { addKeys: true } };
  if (Array.isArray(value)) return inferList(value, depth);
  if (!isObject(value)) return { type };
  const properties = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, infer(member, depth + 1)]));
  return { type: "object", properties, required: Object.keys(value), additionalProperties: false };
}

/**
 * @param {Json[]} list
 * @param {number} depth
 * @returns {SchemaObject}
 */
function inferList(list, depth) {
  const types = new Set(list.map(typeOf));
  const [type] = types;
  if (types.size === 1 && (type === "text" || type === "number" || type === "boolean")) {
    return { type: "array", items: infer(list[0]) };
  }
  return { type: "array", prefixItems: list.map((item) => infer(item, depth + 1)), items: false, minItems: list.length };
}
