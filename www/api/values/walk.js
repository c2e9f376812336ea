// The walk from a JavaScript value to JSON text, shared by payloads and state: one stack of open containers and no
// recursion, so that depth, cycles and shared references end in an error with a path. Which values may pass, and how
// one is spelled, is for the rules that the caller brings.

import { haltError } from "../errors.js";

/**
 * @typedef {object} Limits
 * @property {number} bytes of UTF-8, of the whole text
 * @property {number} depth containers inside one another; a scalar has depth 0
 * @property {number} nodes values of any kind, the containers and the root included
 */

/**
 * A container as it was read, once: what the walk goes through is no longer the object itself.
 */
export class Container {
  /** How many of its items were begun. */
  next = 0;

  /**
   * @param {object} source what it was read from
   * @param {string} head text before the first item
   * @param {readonly string[] | undefined} keys of an object, one per item; undefined for a list
   * @param {readonly unknown[]} items
   * @param {string} tail text after the last item
   */
  constructor(source, head, keys, items, tail) {
    this.source = source;
    this.head = head;
    this.keys = keys;
    this.items = items;
    this.tail = tail;
  }
}

/**
 * What passes and how: the text of a scalar, or a container to go through. Refuses the rest by `walk.refusal`.
 * @typedef {(value: unknown, walk: Walk) => string | Container} Rules
 */

/**
 * The text of a value.
 * @param {unknown} value
 * @param {Rules} rules
 * @param {Limits} limits
 * @param {string} path JSON Pointer that the paths of errors begin with
 * @returns {string}
 * @throws E_CYCLE, E_TOO_DEEP, E_TOO_LARGE, E_TOO_MANY_NODES; what the rules refuse; E_BAD_TYPE where user code threw
 */
export function writeText(value, rules, limits, path) {
  const walk = new Walk(rules, limits, path);
  try {
    return walk.run(value);
  } catch (error) {
    if (walk.refused(error)) throw error;
    throw walk.refusal("E_BAD_TYPE", "cannot be read: a getter, a proxy or an iterator of it threw", "Hand over plain data.", error);
  }
}

/** One walk through one value. */
export class Walk {
  #rules;
  #limits;
  #base;
  /** @type {Container[]} */
  #open = [];
  #text = "";
  #nodes = 0;
  /** Each key as JSON, since those of a list's objects are mostly the same. @type {Map<string, string>} */
  #keys = new Map();
  /** @type {unknown} */
  #refusal;

  /**
   * @param {Rules} rules
   * @param {Limits} limits
   * @param {string} base
   */
  constructor(rules, limits, base) {
    this.#rules = rules;
    this.#limits = limits;
    this.#base = base;
  }

  /**
   * @param {unknown} root
   * @returns {string}
   */
  run(root) {
    this.#write("", root);
    while (this.#open.length > 0) this.#goOn(this.#open[this.#open.length - 1]);
    if (exceedsUtf8(this.#text, this.#limits.bytes)) throw this.tooLarge(this.#limits.bytes);
    return this.#text;
  }

  /**
   * Writes the items of the innermost container until one of them is a container too.
   * @param {Container} container
   */
  #goOn(container) {
    const { keys, items } = container;
    while (container.next < items.length) {
      const at = container.next++;
      const comma = at > 0 ? "," : "";
      if (this.#write(keys === undefined ? comma : `${comma}${this.#key(keys[at])}:`, items[at])) return;
    }
    this.#text += container.tail;
    this.#open.pop();
  }

  /** @param {string} key */
  #key(key) {
    let json = this.#keys.get(key);
    if (json === undefined) this.#keys.set(key, (json = JSON.stringify(key)));
    return json;
  }

  /**
   * @param {string} before what stands before the value
   * @param {unknown} value
   * @returns {boolean} whether the value is a container, which is open now
   */
  #write(before, value) {
    this.expectNodes(1);
    this.#nodes += 1;
    const written = this.#rules(value, this);
    if (typeof written === "string") {
      this.expectText(written.length);
      this.#text += before + written;
      return false;
    }
    this.#open.push(this.#checked(written));
    this.#text += before + written.head;
    return true;
  }

  /** @param {Container} container */
  #checked(container) {
    for (const { source } of this.#open) {
      if (source === container.source) throw this.refusal("E_CYCLE", "contains itself", "Refer to it by an id instead.");
    }
    if (this.#open.length >= this.#limits.depth) {
      throw this.refusal("E_TOO_DEEP", `is nested deeper than ${this.#limits.depth} levels`, "Flatten it.");
    }
    this.expectText(container.head.length + container.items.length);
    return container;
  }

  /**
   * Refuses a value before it is read, if so many more nodes are too many.
   * @param {number} count
   */
  expectNodes(count) {
    if (this.#nodes + count > this.#limits.nodes) {
      throw this.refusal("E_TOO_MANY_NODES", `brings the count of values over ${this.#limits.nodes}`, "Send a reference instead.");
    }
  }

  /**
   * Refuses a value before its text is made, if so many more characters are too many.
   * @param {number} length
   */
  expectText(length) {
    if (this.#text.length + length > this.#limits.bytes) throw this.tooLarge(this.#limits.bytes);
  }

  /**
   * @param {number} bytes how many are allowed
   * @returns {Error}
   */
  tooLarge(bytes) {
    return this.refusal("E_TOO_LARGE", `is too large: ${bytes} bytes are allowed here`, "Keep it elsewhere and send a reference.");
  }

  /**
   * The error for the value that is being read, or for a member of it.
   * @param {string} code
   * @param {string} fault what is wrong, after "The value at … "
   * @param {string} remedy
   * @param {unknown} [cause]
   * @param {string | number} [member]
   * @returns {Error}
   */
  refusal(code, fault, remedy, cause, member) {
    const path = this.#path() + (member === undefined ? "" : pointer(member));
    const place = path === "" ? "The value" : `The value at ${excerpt(path)}`;
    const error = haltError(code, `${place} ${fault}\n\n${remedy}`, { path, cause });
    this.#refusal = error;
    return error;
  }

  /**
   * Whether an error is the walk's own.
   * @param {unknown} error
   */
  refused(error) {
    return error !== undefined && error === this.#refusal;
  }

  #path() {
    return this.#open.reduce((path, { keys, next }) => path + pointer(keys?.[next - 1] ?? next - 1), this.#base);
  }
}

/** @param {string | number} step */
function pointer(step) {
  return `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/**
 * What a message may repeat of its input: at most 64 characters, those that do not show escaped (SR-95).
 * @param {string} input
 */
export function excerpt(input) {
  const hidden = /[^\p{L}\p{N}\p{P}\p{S} ]/gu;
  return input.slice(0, 64).replace(hidden, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`).slice(0, 64);
}

/**
 * Whether a text has more UTF-8 bytes than a limit, counted only where its length does not tell.
 * @param {string} text
 * @param {number} limit
 */
export function exceedsUtf8(text, limit) {
  return text.length > limit || (text.length * 3 > limit && utf8Length(text) > limit);
}

/** @param {string} text */
function utf8Length(text) {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x80) bytes += unit >= 0x800 && (unit < 0xd800 || unit >= 0xe000) ? 2 : 1;
  }
  return bytes;
}

/**
 * Whether an object is a plain one, of this realm or another: it has no prototype, or one at the end of the chain that
 * is like `Object.prototype`.
 * @param {object} value
 */
export function isPlainObject(value) {
  const prototype = Reflect.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return true;
  return Reflect.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "isPrototypeOf");
}

/**
 * Whether a value is a list and no subclass of one. `Array.prototype` is itself a list, that of a subclass is not.
 * @param {unknown} value
 * @returns {value is unknown[]}
 */
export function isPlainList(value) {
  return Array.isArray(value) && Array.isArray(Reflect.getPrototypeOf(value));
}

/**
 * What a value that cannot pass is, in words. Runs no getter.
 * @param {unknown} value
 * @returns {string}
 */
export function kindOf(value) {
  if (value === undefined) return "undefined";
  if (typeof value === "bigint") return "a BigInt";
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  const prototype = Reflect.getPrototypeOf(value);
  const make = prototype === null ? undefined : Reflect.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  const name = typeof make === "function" ? Reflect.getOwnPropertyDescriptor(make, "name")?.value : undefined;
  return typeof name === "string" && name !== "" ? `an instance of ${excerpt(name)}` : "an instance of a class";
}
