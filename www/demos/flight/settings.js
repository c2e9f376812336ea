// What a person sets in this demo, kept in localStorage for all tabs; the API key of a model is kept in sessionStorage, for
// this tab only, and nowhere else (SR-85). No graph reads this: the page hands on what a run needs.

/**
 * @typedef {object} Values
 * @property {number} limit the agent asks before it spends more than this, in dollars
 * @property {number} delaySeconds how long the airline takes to answer
 * @property {"scripted" | "model"} planner
 * @property {string} endpoint of the model
 * @property {string} model
 */

/** @type {Readonly<Values>} */
const DEFAULTS = Object.freeze({ limit: 100, delaySeconds: 3, planner: "scripted", endpoint: "https://api.openai.com/v1", model: "" });

/** What each value must be; anything else that is stored is not taken. @type {{ [K in keyof Values]: (value: unknown) => boolean }} */
const FITS = {
  limit: (value) => isAmount(value, 1_000_000),
  delaySeconds: (value) => isAmount(value, 60),
  planner: (value) => value === "scripted" || value === "model",
  endpoint: (value) => typeof value === "string",
  model: (value) => typeof value === "string",
};

const KEY = "haltgraph-demo:flight:settings";
const API_KEY = "haltgraph-demo:flight:api-key";

export class Settings {
  /** @type {Values} */
  #values = { ...DEFAULTS, ...read() };
  /** @type {Set<() => void>} */
  #listeners = new Set();

  constructor() {
    addEventListener("storage", ({ key }) => {
      if (key !== KEY) return;
      this.#values = { ...DEFAULTS, ...read() };
      this.#tell();
    });
  }

  /** @returns {Readonly<Values>} */
  get values() {
    return this.#values;
  }

  /**
   * Sets some values, for all tabs.
   * @param {Partial<Values>} values
   * @throws {RangeError} where one cannot be meant
   */
  set(values) {
    for (const [name, value] of Object.entries(values)) {
      if (!FITS[/** @type {keyof Values} */ (name)](value)) throw new RangeError(`${name} cannot be ${value}`);
    }
    this.#values = { ...this.#values, ...values };
    keep(() => localStorage.setItem(KEY, JSON.stringify(this.#values)));
    this.#tell();
  }

  get apiKey() {
    return keep(() => sessionStorage.getItem(API_KEY)) ?? "";
  }

  set apiKey(key) {
    keep(() => (key === "" ? sessionStorage.removeItem(API_KEY) : sessionStorage.setItem(API_KEY, key)));
    this.#tell();
  }

  /**
   * Tells of each change, in this tab or another. Returns what ends it.
   * @param {() => void} listener
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #tell() {
    this.#listeners.forEach((listener) => listener());
  }
}

/**
 * @param {unknown} value
 * @param {number} most
 */
const isAmount = (value, most) => typeof value === "number" && value >= 0 && value <= most;

/** @returns {Partial<Values>} */
function read() {
  const stored = keep(() => JSON.parse(localStorage.getItem(KEY) ?? "{}"));
  return Object.fromEntries(Object.entries(Object(stored)).filter(([name, value]) => Object.hasOwn(FITS, name) && FITS[/** @type {keyof Values} */ (name)](value)));
}

/**
 * Where storage is denied, settings last as long as the page.
 * @template T
 * @param {() => T} use
 * @returns {T | undefined}
 */
function keep(use) {
  try {
    return use();
  } catch {
    return undefined;
  }
}
