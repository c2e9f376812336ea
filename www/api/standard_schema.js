// Validating schemas, by shape alone: Standard Schema (`~standard`), or `safeParse`, or `parse` (S-BLD-09). No validator
// is ever imported.

import { StateSchemaError } from "./errors.js";
import { badArgument } from "./options.js";

/** @typedef {{ value?: unknown, issues?: readonly { message?: string, path?: readonly unknown[] }[] }} Outcome */

/**
 * Whether a value checks others.
 * @param {unknown} candidate
 * @returns {candidate is Record<string, any>}
 */
export function isValidator(candidate) {
  if (candidate === null || (typeof candidate !== "object" && typeof candidate !== "function")) return false;
  const { "~standard": standard, safeParse, parse } = /** @type {Record<string, any>} */ (candidate);
  return typeof standard?.validate === "function" || typeof safeParse === "function" || typeof parse === "function";
}

/**
 * A value as its schema gives it: checked and coerced.
 * @param {object} schema
 * @param {unknown} value
 * @param {string} key where it stands, for the error
 * @returns {unknown}
 * @throws {StateSchemaError}
 */
export function parsed(schema, value, key) {
  const { issues, value: result } = validate(schema, value);
  if (issues === undefined) return result;
  const path = [key, ...(issues[0]?.path ?? []).map((step) => Object(step).key ?? step)];
  const pointer = path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  throw new StateSchemaError(`The value at ${pointer} does not fit its schema: ${issues[0]?.message ?? "it is refused"}\n\nWrite what the schema of the state asks for.`, {
    path: pointer,
    cause: issues,
  });
}

/**
 * The function that makes a schema's default, where it has one (S-STA-73).
 * @param {object} schema
 * @returns {(() => unknown) | undefined}
 */
export function defaultOf(schema) {
  const make = () => validate(schema, undefined).value;
  return make() === undefined ? undefined : make;
}

/**
 * @param {object} schema
 * @param {unknown} value
 * @returns {Outcome}
 */
function validate(schema, value) {
  const { "~standard": standard, safeParse } = /** @type {Record<string, any>} */ (schema);
  if (typeof standard?.validate === "function") return synchronous(standard.validate(value));
  if (typeof safeParse === "function") return safeOutcome(/** @type {any} */ (schema).safeParse(value));
  try {
    return { value: /** @type {any} */ (schema).parse(value) };
  } catch (error) {
    return { issues: [{ message: String(/** @type {any} */ (error)?.message ?? error) }] };
  }
}

/** @param {any} outcome @returns {Outcome} */
function synchronous(outcome) {
  if (typeof outcome?.then === "function") throw badArgument("a schema of state must check at once: this one gives a promise");
  return outcome;
}

/** @param {any} outcome @returns {Outcome} */
function safeOutcome({ success, data, error }) {
  return success ? { value: data } : { issues: error?.issues ?? [{ message: String(error?.message ?? error) }] };
}
