// `compile({ debug: true })`: what is written to state is frozen, so that changing it in place is an error (S-STA-14).

import { isPlainObject } from "./options.js";

/**
 * Freezes plain objects and lists, at every depth, and gives the value back.
 * @template T
 * @param {T} value
 * @returns {T}
 */
export function deepFrozen(value) {
  /** @type {unknown[]} */
  const open = [value];
  while (open.length > 0) {
    const one = open.pop();
    if ((Array.isArray(one) || isPlainObject(one)) && !Object.isFrozen(one)) open.push(...Object.values(Object.freeze(one)));
  }
  return value;
}
