// One look at a value of state before it is written. Runs for every written channel of every superstep: no copy, no
// path, no error, only the answer whether the short way is open. What is wrong with a value, the walk says.

/** @import { Limits } from "./walk.js" */

/**
 * Whether `JSON.stringify` says all of a value ("plain": nothing in it needs a tag, is refused or is called), or its text
 * would be over the limit ("large"). Everything else, also what turns out to be refused, is "special".
 * @param {unknown} root
 * @param {Limits} limits
 * @returns {"plain" | "special" | "large"}
 */
export function survey(root, limits) {
  if (typeof root !== "object" || root === null) return isPlainScalar(root) ? "plain" : "special";
  const look = new Look(root, limits);
  try {
    while (look.open.length > 0) {
      if (look.length > limits.bytes) return "large";
      if (!look.next()) return "special";
    }
    return "plain";
  } catch {
    return "special";
  }
}

/** @param {unknown} value */
export function isPlainScalar(value) {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  return value === null || typeof value === "string" || typeof value === "boolean";
}

/** What is left to look at. Each method answers whether all it met is plain so far. */
class Look {
  /** A lower bound of the length of the text, as far as seen. */
  length = 0;
  #deepest;
  #depths = [1];

  /**
   * @param {object} root
   * @param {Limits} limits
   */
  constructor(root, { depth }) {
    /** Containers still to be looked into. @type {object[]} */
    this.open = [root];
    this.#deepest = depth;
  }

  /** Looks into one container. */
  next() {
    const container = /** @type {{ toJSON?: unknown }} */ (this.open.pop());
    const depth = /** @type {number} */ (this.#depths.pop());
    // An inherited toJSON counts too, and one that is not enumerable.
    if (depth > this.#deepest || container.toJSON !== undefined) return false;
    return Array.isArray(container) ? this.#list(container, depth + 1) : this.#object(container, depth + 1);
  }

  /**
   * @param {unknown[]} list
   * @param {number} depth of its items
   */
  #list(list, depth) {
    if (Object.getPrototypeOf(list) !== Array.prototype) return false;
    this.length += 2 * list.length;
    for (let at = 0; at < list.length; at += 1) {
      if (!this.#value(list[at], depth)) return false;
    }
    return true;
  }

  /**
   * @param {object} object
   * @param {number} depth of its members
   */
  #object(object, depth) {
    const prototype = Object.getPrototypeOf(object);
    if (prototype !== Object.prototype && prototype !== null) return false;
    for (const key in object) {
      if (key === "$hg" || key === "__proto__") return false;
      this.length += key.length + 4;
      if (!this.#value(/** @type {Record<string, unknown>} */ (object)[key], depth)) return false;
    }
    return true;
  }

  /**
   * @param {unknown} value
   * @param {number} depth
   */
  #value(value, depth) {
    if (typeof value === "string") {
      this.length += value.length;
      return true;
    }
    if (typeof value !== "object" || value === null) return isPlainScalar(value);
    this.open.push(value);
    this.#depths.push(depth);
    return true;
  }
}
