// Whether a value says what a payload said that was read before: a node that runs again asks its earlier questions anew,
// and to write and hash each takes longer than to look. Decides nothing about what is no JSON.

import { isPlainObject } from "./walk.js";

/**
 * Whether a value surely has the canonical text that `known` has. It runs no code of the value, and says no where it
 * would have to look longer: at lists, or at what may be no plain data.
 * @param {unknown} value
 * @param {unknown} known what `parsePayload` gave
 * @returns {boolean}
 */
export function isSame(value, known) {
  if (typeof known !== "object" || known === null) return value === known;
  return typeof value === "object" && value !== null && !Array.isArray(known) && !Array.isArray(value) && hasSame(value, known);
}

/**
 * @param {object} value
 * @param {object} known
 */
function hasSame(value, known) {
  if (!isPlainObject(value)) return false;
  const keys = Reflect.ownKeys(value);
  if (keys.length !== Object.keys(known).length) return false;
  for (const key of keys) {
    const member = Reflect.getOwnPropertyDescriptor(value, key);
    if (!Object.hasOwn(known, key) || member?.enumerable !== true || !("value" in member)) return false;
    if (!isSame(member.value, /** @type {any} */ (known)[key])) return false;
  }
  return true;
}
