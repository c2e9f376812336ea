// What a person sets in a demo, kept in localStorage for all tabs. No graph reads this: the page hands on what a run needs.

/**
 * @template {Record<string, string | number | boolean>} V
 */
export class Settings {
  #key;
  #defaults;
  #fits;
  /** @type {V} */
  #values;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /**
   * @param {string} demo its id: part of the key under which values are kept
   * @param {V} defaults
   * @param {{ [K in keyof V]: (value: unknown) => boolean }} fits what each value must be; anything else that is stored is not taken
   */
  constructor(demo, defaults, fits) {
    this.#key = `haltgraph-demo:${demo}:settings`;
    this.#defaults = defaults;
    this.#fits = fits;
    this.#values = this.#read();
    globalThis.addEventListener?.("storage", ({ key }) => {
      if (key !== this.#key) return;
      this.#values = this.#read();
      this.tell();
    });
  }

  /** @returns {Readonly<V>} */
  get values() {
    return this.#values;
  }

  /**
   * Sets some values, for all tabs.
   * @param {Partial<V>} values
   * @throws {RangeError} where one cannot be meant
   */
  set(values) {
    for (const [name, value] of Object.entries(values)) {
      if (!this.#fits[name](value)) throw new RangeError(`${name} cannot be ${value}`);
    }
    this.#values = { ...this.#values, ...values };
    keep(() => localStorage.setItem(this.#key, JSON.stringify(this.#values)));
    this.tell();
  }

  /** Back to what a new visitor has. */
  reset() {
    this.set(this.#defaults);
  }

  /**
   * Tells of each change, in this tab or another. Returns what ends it.
   * @param {() => void} listener
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @protected */
  tell() {
    this.#listeners.forEach((listener) => listener());
  }

  /** @returns {V} */
  #read() {
    const stored = keep(() => JSON.parse(localStorage.getItem(this.#key) ?? "{}"));
    const fitting = Object.entries(Object(stored)).filter(([name, value]) => Object.hasOwn(this.#fits, name) && this.#fits[name](value));
    return { ...this.#defaults, ...Object.fromEntries(fitting) };
  }
}

/**
 * A test for settings: a number from 0 to this.
 * @param {number} most
 * @returns {(value: unknown) => boolean}
 */
export const upTo = (most) => (value) => typeof value === "number" && value >= 0 && value <= most;

/**
 * Where storage is denied, settings last as long as the page.
 * @template T
 * @param {() => T} use
 * @returns {T | undefined}
 */
export function keep(use) {
  try {
    return use();
  } catch {
    return undefined;
  }
}
