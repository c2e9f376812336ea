// Which control edits a value, chosen from its schema (B.1) or from the value itself (B.4). What a control's text means is
// codecs.js; how it looks is the elements'.
/** @import { Control, ControlKind, Json, JsonSchema, SchemaObject } from "./index.js" */
import { isKnownFormat } from "./formats.js";
import { isObject, own, pointer, same } from "./json.js";
import { isSecret } from "./rows.js";
import { branches, declaredMembers, infer, resolve, typesOf } from "./schema.js";
import { pieces } from "./visible.js";

const MAX_DEPTH = 4;
const LONG_TEXT = 80;
const SCALARS = ["string", "number", "integer", "boolean"];

const ANNOTATIONS = ["title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "x-halt", "enumNames",
  "$id", "$schema", "$comment", "$defs", "definitions", "$ref", "nullable", "type"];
const CHECKED = ["const", "enum", "minLength", "maxLength", "format", "pattern", "minimum", "maximum", "exclusiveMinimum",
  "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "items", "prefixItems", "properties", "required",
  "additionalProperties", "allOf", "anyOf", "oneOf"];
const KNOWN = new Set([...ANNOTATIONS, ...CHECKED]);

/**
 * @typedef {object} Place where a control stands
 * @property {JsonSchema} root the whole schema, for local references
 * @property {string} path
 * @property {string} key
 * @property {number} depth
 * @property {boolean} required
 * @property {boolean} patterns whether `pattern` is run: schemas of the host only
 */

/**
 * The control of a value.
 * @param {JsonSchema} part
 * @param {Json | undefined} value undefined when missing
 * @param {Place} place
 * @returns {Control}
 */
export function toControl(part, value, place) {
  const resolved = resolve(part, place.root);
  const { schema, nullable } = withoutNull(resolved ?? {}, place.root);
  const kind = resolved ? kindOf(schema, value, nullable, place) : "json";
  return {
    path: place.path, kind, value, schema, nullable, optional: !place.required, undeclared: false,
    label: pieces(textOf(schema, "title") ?? place.key, { inline: true }),
    ...(textOf(schema, "description") === undefined ? {} : { help: pieces(textOf(schema, "description") ?? "") }),
    notes: notesOf(schema, resolved !== undefined, place),
    ...partsOf(kind, schema, value, place),
  };
}

/**
 * @param {SchemaObject} schema
 * @param {string} key
 * @returns {string | undefined}
 */
const textOf = (schema, key) => (typeof own(schema, key) === "string" ? own(schema, key) : undefined);

/**
 * A nullable schema as the schema of its other values.
 * @param {SchemaObject} schema
 * @param {JsonSchema} root
 * @returns {{ schema: SchemaObject, nullable: boolean }}
 */
function withoutNull(schema, root) {
  for (const word of ["oneOf", "anyOf"]) {
    const parts = branches(schema, word).map((part) => resolve(part, root) ?? {});
    const others = parts.filter((part) => own(part, "type") !== "null");
    if (parts.length === 2 && others.length === 1) {
      const { [word]: _, ...beside } = schema;
      return { schema: { ...others[0], ...beside }, nullable: true };
    }
  }
  const types = typesOf(schema);
  if (types.length !== 2 || !types.includes("null")) return { schema, nullable: false };
  return { schema: { ...schema, type: types.find((type) => type !== "null") ?? "null", nullable: false }, nullable: true };
}

/**
 * @param {SchemaObject} schema
 * @param {Json | undefined} value
 * @param {boolean} nullable
 * @param {Place} place
 * @returns {ControlKind}
 */
function kindOf(schema, value, nullable, place) {
  if (Object.hasOwn(schema, "const") || own(schema, "readOnly") === true) return "fixed";
  if (constants(schema) || Array.isArray(own(schema, "enum"))) return "choice";
  if (Object.keys(schema).some((word) => !KNOWN.has(word)) || ["allOf", "anyOf", "oneOf"].some((word) => own(schema, word) !== undefined)) return "json";
  const types = typesOf(schema);
  const type = types.length === 1 ? types[0] : own(schema, "properties") && types.length === 0 ? "object" : undefined;
  const fits = value === undefined || (value === null ? nullable : isOfType(type, value));
  if (type === undefined || !fits) return "json";
  if (type === "string") return textKind(schema, value);
  if (type === "integer" || type === "number") return "number";
  if (type === "boolean") return "boolean";
  if (type === "array") return listKind(schema, value, place);
  if (type === "object") return groupKind(schema, value, place);
  return "fixed";
}

/**
 * @param {string | undefined} type
 * @param {Json} value
 */
function isOfType(type, value) {
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  return typeof value === (type === "integer" ? "number" : type);
}

/**
 * @param {SchemaObject} schema
 * @param {Json | undefined} value
 * @returns {ControlKind}
 */
function textKind(schema, value) {
  if (isSecret(schema)) return "secret";
  if (own(own(schema, "x-halt"), "control") === "multiline") return "multiline";
  const long = typeof value === "string" && (/[\r\n]/.test(value) || [...value].length > LONG_TEXT);
  return long || Number(own(schema, "maxLength") ?? 0) > 120 ? "multiline" : "text";
}

/**
 * @param {SchemaObject} schema
 * @param {Json | undefined} value
 * @param {Place} place
 * @returns {ControlKind}
 */
function listKind(schema, value, place) {
  if (own(schema, "prefixItems") !== undefined) return own(schema, "items") === false && place.depth < MAX_DEPTH ? "group" : "json";
  const items = resolve(own(schema, "items") ?? {}, place.root);
  const list = Array.isArray(value) ? value : [];
  if (!items || list.some((item) => typeof item === "object")) return "json";
  if (Array.isArray(own(items, "enum")) || constants(items)) {
    const options = constants(items) ?? own(items, "enum");
    const fits = list.every((item, i) => options.some((/** @type {Json} */ option) => same(option, item)) && list.indexOf(item) === i);
    return fits ? "checks" : "json";
  }
  const types = typesOf(items);
  const scalar = types.length === 1 && SCALARS.includes(types[0]) && list.every((item) => isOfType(types[0], item));
  return scalar && Object.keys(items).every((word) => KNOWN.has(word)) ? "list" : "json";
}

/**
 * @param {SchemaObject} schema
 * @param {Json | undefined} value
 * @param {Place} place
 * @returns {ControlKind}
 */
function groupKind(schema, value, place) {
  const count = Object.keys(own(schema, "properties") ?? {}).length + Object.keys(value ?? {}).length;
  return place.depth < MAX_DEPTH && count > 0 ? "group" : "json";
}

/**
 * The values of a `oneOf`/`anyOf` of constants, or undefined.
 * @param {SchemaObject} schema
 * @returns {Json[] | undefined}
 */
function constants(schema) {
  for (const word of ["oneOf", "anyOf"]) {
    const parts = branches(schema, word);
    if (parts.length > 0 && parts.every((part) => isObject(part) && Object.hasOwn(part, "const"))) return parts.map((part) => own(part, "const"));
  }
  return undefined;
}

/**
 * @param {ControlKind} kind
 * @param {SchemaObject} schema
 * @param {Json | undefined} value
 * @param {Place} place
 * @returns {Partial<Control>}
 */
function partsOf(kind, schema, value, place) {
  if (kind === "choice") return { options: optionsOf(schema) };
  if (kind === "group") return { children: Array.isArray(own(schema, "prefixItems")) ? tuple(schema, value, place) : members(schema, value, place) };
  if (kind !== "checks" && kind !== "list") return {};
  const items = resolve(own(schema, "items") ?? {}, place.root) ?? {};
  if (kind === "checks") return { options: optionsOf(items) };
  return { item: toControl(items, undefined, { ...place, path: `${place.path}/-`, key: "", required: true }) };
}

/** @param {SchemaObject} schema */
function optionsOf(schema) {
  const titles = own(schema, "enumNames");
  const parts = branches(schema, constants(schema) && own(schema, "oneOf") ? "oneOf" : "anyOf");
  return (constants(schema) ?? /** @type {Json[]} */ (own(schema, "enum"))).map((value, i) => {
    const title = parts[i] ? own(parts[i], "title") : Array.isArray(titles) ? titles[i] : undefined;
    return { value, label: typeof title === "string" ? pieces(title, { inline: true }) : [] };
  });
}

/**
 * @param {SchemaObject} schema
 * @param {Json | undefined} value
 * @param {Place} place
 * @returns {Control[]}
 */
const tuple = (schema, value, place) => branches(schema, "prefixItems").map((part, i) =>
  toControl(part, Array.isArray(value) ? value[i] : undefined, {
    ...place, path: pointer(place.path, i), key: String(i + 1), depth: place.depth + 1, required: true,
  }));

/**
 * Declared members in schema order, then those that only the value has.
 * @param {SchemaObject} schema
 * @param {Json | undefined} value
 * @param {Place} place
 * @returns {Control[]}
 */
function members(schema, value, place) {
  const declared = declaredMembers(schema);
  const needed = own(schema, "required");
  const at = (/** @type {string} */ key) => ({ ...place, path: pointer(place.path, key), key, depth: place.depth + 1 });
  const fields = declared.map(([key, part]) =>
    toControl(part, own(value, key), { ...at(key), required: Array.isArray(needed) && needed.includes(key) }));
  const extra = own(schema, "additionalProperties");
  const strangers = Object.entries(isObject(value) ? value : {}).filter(([key]) => !declared.some(([known]) => known === key));
  return [...fields, ...strangers.map(([key, member]) => (extra === false
    ? { ...toControl({ const: member }, member, { ...at(key), required: false }), undeclared: true }
    : toControl(isObject(extra) ? extra : infer(member, place.depth + 1), member, { ...at(key), required: true })))];
}

/**
 * Message keys of what is not checked here.
 * @param {SchemaObject} schema
 * @param {boolean} resolved
 * @param {Place} place
 * @returns {string[]}
 */
function notesOf(schema, resolved, { patterns }) {
  const format = own(schema, "format");
  const partly = !resolved || Object.keys(schema).some((word) => !KNOWN.has(word)) || (format !== undefined && !isKnownFormat(format));
  return [...(partly ? ["note.partly"] : []), ...(!patterns && own(schema, "pattern") !== undefined ? ["schema.pattern.unchecked"] : [])];
}
