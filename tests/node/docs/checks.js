// What a program of the docs checks itself with, in Node and in a page.

/** Values by line, in the order in which they came. @type {Map<number, unknown[]>} */
const logs = new Map();

/**
 * Notes what a line shows.
 * @template T
 * @param {number} line
 * @param {T} value
 * @returns {T}
 */
export function log(line, value) {
  logs.set(line, [...(logs.get(line) ?? []), asItIsNow(value)]);
  return value;
}

/** A copy, since the value may change; of what cannot be copied, itself. @param {unknown} value */
function asItIsNow(value) {
  try {
    return structuredClone(value);
  } catch {
    return value;
  }
}

/**
 * Compares what a line has logged with what the page says.
 * @param {number} line
 * @param {readonly (() => unknown)[]} expected
 */
export function compare(line, expected) {
  const values = logs.get(line) ?? [];
  logs.delete(line);
  const wanted = expected.map((value) => value());
  if (!matches(values, wanted)) throw new Error(`line ${line} shows ${spelled(values)}, and the page says ${spelled(wanted)}`);
}

/** @param {readonly unknown[]} values */
const spelled = (values) => values.map((value) => (value instanceof Error ? String(value) : JSON.stringify(value))).join(" | ") || "nothing";

/**
 * @param {any} actual
 * @param {any} wanted
 * @returns {boolean}
 */
function matches(actual, wanted) {
  if (wanted === "…") return actual !== undefined;
  if (typeof wanted !== "object" || wanted === null || typeof actual !== "object" || actual === null) return Object.is(actual, wanted);
  if (Array.isArray(actual) !== Array.isArray(wanted)) return false;
  const keys = Object.keys(wanted);
  return Object.keys(actual).length === keys.length && keys.every((key) => Object.hasOwn(actual, key) && matches(actual[key], wanted[key]));
}
