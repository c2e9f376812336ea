// A value against the schema subset of B.1: a list of problems, each a rule and its limits. No words for people, no regular
// expression of a payload, no fetch. The forms and `app.resume` judge with this same code (B.6).
/** @import { Json, JsonSchema, SchemaObject, Problem } from "./index.js" */
import { hasFormat } from "./formats.js";
import { isObject, own, pointer, same } from "./json.js";
import { isMultiple } from "./literals.js";
import { branches, declares, resolve, typesOf } from "./schema.js";

/**
 * @typedef {{ root: JsonSchema, patterns: boolean, problems: Problem[] }} Run
 * @typedef {{ value: Json, original: Json | undefined, path: string, strict: boolean, hops: number }} Place
 */

/** Combining keywords followed without going down in the value: more is a schema that never ends. */
const MAX_HOPS = 16;

/**
 * All problems of a value, in schema order; empty when it fits.
 * @param {JsonSchema} schema
 * @param {Json} value
 * @param {{ original?: Json, patterns?: boolean }} [options] `original`: the value before the edit, whose own extra keys
 *   stay allowed (SR-45); `patterns`: run `pattern`, for schemas of the host only
 * @returns {Problem[]}
 */
export function check(schema, value, { original, patterns = false } = {}) {
  /** @type {Run} */
  const run = { root: schema, patterns, problems: [] };
  visit(run, schema, { value, original, path: "", strict: true, hops: 0 });
  return run.problems;
}

/**
 * @param {Run} run
 * @param {JsonSchema} part
 * @param {Place} place
 */
function visit(run, part, place) {
  const schema = place.hops > MAX_HOPS ? undefined : resolve(part, run.root);
  if (!schema) return report(run, place, "ref");
  if (own(schema, "not") !== undefined && Object.keys(own(schema, "not") ?? {}).length === 0) return report(run, place, "never");
  const types = typesOf(schema);
  if (types.length > 0 && !types.some((type) => hasType(type, place.value))) return report(run, place, "type", { types: types.join(", ") });
  checkListed(run, schema, place);
  if (typeof place.value === "string") checkString(run, schema, place, place.value);
  else if (typeof place.value === "number") checkLimits(run, schema, place, "number", place.value);
  else if (Array.isArray(place.value)) checkArray(run, schema, place, place.value);
  else if (isObject(place.value)) checkObject(run, schema, place, place.value);
  checkBranches(run, schema, place);
}

/**
 * @param {Run} run
 * @param {{ path: string }} place
 * @param {string} rule
 * @param {Record<string, string | number>} [params]
 * @param {string} [code]
 */
function report(run, place, rule, params = {}, code = "E_SCHEMA") {
  run.problems.push({ path: place.path, code, rule, params });
}

/**
 * @param {string} type
 * @param {Json} value
 */
function hasType(type, value) {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

/**
 * @param {Run} run
 * @param {SchemaObject} schema
 * @param {Place} place
 */
function checkListed(run, schema, place) {
  const allowed = Object.hasOwn(schema, "const") ? [schema.const] : own(schema, "enum");
  if (!Array.isArray(allowed) || allowed.some((option) => same(option, place.value))) return;
  if (place.value === null && own(schema, "nullable") === true) return;
  report(run, place, Object.hasOwn(schema, "const") ? "const" : "enum");
}

/** Rules that compare a measure with a limit: keyword, and whether the measure breaks it.
 * @type {Record<string, [string, (measure: number, limit: number) => boolean][]>} */
const LIMITS = {
  string: [["minLength", (n, limit) => n < limit], ["maxLength", (n, limit) => n > limit]],
  number: [
    ["minimum", (n, limit) => n < limit], ["maximum", (n, limit) => n > limit],
    ["exclusiveMinimum", (n, limit) => n <= limit], ["exclusiveMaximum", (n, limit) => n >= limit],
    ["multipleOf", (n, limit) => limit > 0 && !isMultiple(n, limit)],
  ],
  array: [["minItems", (n, limit) => n < limit], ["maxItems", (n, limit) => n > limit]],
};

/**
 * @param {Run} run
 * @param {SchemaObject} schema
 * @param {Place} place
 * @param {string} kind
 * @param {number} measure
 */
function checkLimits(run, schema, place, kind, measure) {
  for (const [word, breaks] of LIMITS[kind]) {
    const limit = own(schema, word);
    if (typeof limit === "number" && breaks(measure, limit)) report(run, place, word, { limit, measure });
  }
}

/**
 * @param {Run} run
 * @param {SchemaObject} schema
 * @param {Place} place
 * @param {string} text
 */
function checkString(run, schema, place, text) {
  checkLimits(run, schema, place, "string", [...text].length);
  const [format, pattern] = [own(schema, "format"), own(schema, "pattern")];
  if (typeof format === "string" && !hasFormat(format, text)) report(run, place, "format", { format });
  if (run.patterns && typeof pattern === "string" && !matches(pattern, text)) report(run, place, "pattern");
}

/**
 * @param {string} pattern of a host's schema
 * @param {string} text
 */
function matches(pattern, text) {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return false;
  }
}

/**
 * @param {Run} run
 * @param {SchemaObject} schema
 * @param {Place} place
 * @param {Json[]} list
 */
function checkArray(run, schema, place, list) {
  checkLimits(run, schema, place, "array", list.length);
  if (own(schema, "uniqueItems") === true && list.some((item, i) => list.slice(0, i).some((other) => same(item, other)))) {
    report(run, place, "uniqueItems");
  }
  const fixed = branches(schema, "prefixItems");
  const rest = own(schema, "items");
  const originals = Array.isArray(place.original) ? place.original : [];
  list.forEach((value, i) => {
    const part = fixed[i] ?? rest;
    const item = { ...place, value, original: originals[i], path: pointer(place.path, i), hops: 0 };
    if (part === false) report(run, item, "items");
    else if (isObject(part)) visit(run, part, item);
  });
}

/**
 * @param {Run} run
 * @param {SchemaObject} schema
 * @param {Place} place
 * @param {{ [key: string]: Json }} value
 */
function checkObject(run, schema, place, value) {
  const required = own(schema, "required");
  for (const key of Array.isArray(required) ? required : []) {
    if (typeof key === "string" && !Object.hasOwn(value, key)) report(run, { path: pointer(place.path, key) }, "required");
  }
  for (const [key, member] of Object.entries(value)) checkMember(run, schema, place, key, member);
}

/**
 * @param {Run} run
 * @param {SchemaObject} schema
 * @param {Place} place
 * @param {string} key
 * @param {Json} value
 */
function checkMember(run, schema, place, key, value) {
  const at = { value, original: own(place.original, key), path: pointer(place.path, key), strict: true, hops: 0 };
  const extra = own(schema, "additionalProperties");
  const part = own(own(schema, "properties"), key) ?? (isObject(extra) ? extra : undefined);
  if (part !== undefined) return visit(run, part, at);
  if (extra === false) return report(run, at, "undeclared", {}, "E_UNKNOWN_FIELD");
  const added = at.original === undefined && own(own(schema, "x-halt"), "addKeys") !== true;
  if (place.strict && added && saysObject(schema) && !declares(schema, key, run.root)) report(run, at, "undeclared", {}, "E_UNKNOWN_FIELD");
}

/**
 * Whether a schema describes an object at all; `{}` allows anything.
 * @param {SchemaObject} schema
 */
const saysObject = (schema) => typesOf(schema).includes("object") || Object.hasOwn(schema, "properties");

/**
 * @param {Run} run
 * @param {SchemaObject} schema
 * @param {Place} place
 */
function checkBranches(run, schema, place) {
  for (const part of branches(schema, "allOf")) visit(run, part, inside(place));
  for (const word of ["anyOf", "oneOf"]) {
    const parts = branches(schema, word);
    const fits = parts.filter((part) => passes(run, part, place)).length;
    if (parts.length > 0 && (fits === 0 || (word === "oneOf" && fits > 1))) report(run, place, word);
  }
}

/**
 * The same value seen by a part of a combining keyword: what one part does not declare another may.
 * @param {Place} place
 * @returns {Place}
 */
const inside = (place) => ({ ...place, strict: false, hops: place.hops + 1 });

/**
 * @param {Run} run
 * @param {JsonSchema} part
 * @param {Place} place
 */
function passes(run, part, place) {
  /** @type {Run} */
  const trial = { ...run, problems: [] };
  visit(trial, part, inside(place));
  return trial.problems.length === 0;
}
