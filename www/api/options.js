// Checks of what a program passes in. A member that this version does not know is refused, never ignored: an option that
// silently does nothing could be the one that was to stop the run.

/**
 * The error for an argument that cannot be meant.
 * @param {string} message
 * @returns {TypeError & { code: string }}
 */
export function badArgument(message) {
  return Object.assign(new TypeError(message), { code: "E_BAD_ARGUMENT" });
}

/**
 * Refuses members outside a list. Members that are `undefined` count as absent.
 * @param {string} what how to name the object in the message
 * @param {unknown} given an object, or nothing
 * @param {readonly string[]} known
 */
export function onlyKnown(what, given, known) {
  if (given === undefined || given === null) return;
  if (typeof given !== "object") throw badArgument(`${what} must be an object`);
  for (const member of Object.keys(given)) {
    if (!known.includes(member) && /** @type {Record<string, unknown>} */ (given)[member] !== undefined) {
      throw badArgument(`${what} has no member "${member.slice(0, 64)}" in this version; known are ${known.join(", ")}`);
    }
  }
}

/**
 * Refuses a value outside a list.
 * @template {string} T
 * @param {string} what
 * @param {unknown} given
 * @param {readonly T[]} allowed
 * @returns {T | undefined} the value, undefined where nothing was given
 */
export function oneOf(what, given, allowed) {
  if (given === undefined) return undefined;
  if (allowed.includes(/** @type {T} */ (given))) return /** @type {T} */ (given);
  throw badArgument(`${what} must be one of ${allowed.map((word) => `"${word}"`).join(", ")}`);
}

/**
 * Checks the names of nodes before or after which runs stop (S-INT-80).
 * @param {string} what
 * @param {unknown} given
 * @returns {"*" | string[] | undefined}
 */
export function stopsOf(what, given) {
  if (given === undefined || given === "*") return given;
  if (Array.isArray(given) && given.every((name) => typeof name === "string")) return given;
  throw badArgument(`${what} must be "*" or a list of node names`);
}

/**
 * Refuses what is not a plain object.
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export function isPlainObject(value) {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
