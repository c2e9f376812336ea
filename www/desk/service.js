// A service outside of the graph, as a page sees a remote one: a slow line, books of its own, and a key with each order. An order is
// written down when it arrives; what it leads to is written once for each key, in one transaction. Knows nothing of graphs.

import { Books } from "./books.js";

/** @import { Store } from "./books.js" */

/** What is ordered: plain data. @typedef {Record<string, any>} Order */

/**
 * One order that reached the service; the order's own members stand beside these.
 * @typedef {object} AttemptMark
 * @property {string} id
 * @property {string} key
 * @property {number} at milliseconds since 1970
 * @property {string} state `received`, then the kind of the ruling: `done`, `repeated`, `refused`, or a word of the service's rule
 * @property {string} [code] why it was refused
 * @property {true} [answered] the caller was told
 */

/** @typedef {Order & AttemptMark} Attempt */

/** What an order led to: one for each key, ever. @typedef {Order & { key: string, at: number }} Effect */

/**
 * What an order comes to: an effect, new or known, or a refusal.
 * @typedef {{ kind: "refused", code: string, message: string } | { kind: string, effect: Effect }} Ruling
 */

/**
 * What the service has on its books.
 * @typedef {object} Ledger
 * @property {Attempt[]} attempts newest first
 * @property {Effect[]} effects newest first
 * @property {ReadonlySet<string>} underWay ids of attempts that some tab waits for
 */

/**
 * Rules on an order. It may await requests to the stores, and nothing else.
 * @typedef {(order: Order, books: { key: string, effect: Effect | undefined, now: number, stores: Record<string, Store> }) => Ruling | Promise<Ruling>} Rule
 */

/** A refusal of a service. Nothing was done. `code` is stable. */
export class ServiceError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = "ServiceError";
    this.code = code;
  }
}

export class Service {
  #name;
  #effects;
  #stores;
  #delay;
  #rule;

  /**
   * @param {object} options
   * @param {string} options.name of its database
   * @param {() => number} options.delay how long an answer takes, in milliseconds: half of it before the effect
   * @param {Rule} [options.rule] default: an order is carried out once for each key
   * @param {string} [options.effects] the store of the effects
   * @param {readonly string[]} [options.stores] further stores that the rule reads and writes
   * @param {(db: IDBDatabase) => void} [options.create] makes the further stores, once
   */
  constructor({ name, delay, rule = once, effects = "effects", stores = [], create = () => undefined }) {
    this.#name = name;
    this.#effects = effects;
    this.#stores = ["attempts", effects, ...stores];
    this.#delay = delay;
    this.#rule = rule;
    this.books = new Books(name, (db) => {
      db.createObjectStore("attempts", { keyPath: "id" });
      db.createObjectStore(effects, { keyPath: "key" });
      create(db);
    });
  }

  /**
   * Carries out an order. The same order under the same key is carried out once, and is told the first effect.
   * @param {Order} order
   * @param {{ key: string, signal?: AbortSignal }} options
   * @returns {Promise<Effect>}
   * @throws {ServiceError} where the service refuses
   */
  perform(order, { key, signal }) {
    const id = crypto.randomUUID();
    return this.#underWay(id, async () => {
      await this.books.run(["attempts"], "readwrite", ({ attempts }) => attempts.add({ ...order, id, key, at: Date.now(), state: "received" }));
      await pause(this.#delay() / 2, signal);
      const ruling = await this.#settle(id, order, key);
      await pause(this.#delay() / 2, signal);
      await this.books.run(["attempts"], "readwrite", async ({ attempts }) => mark(attempts, id, { answered: true }));
      if ("effect" in ruling) return ruling.effect;
      throw new ServiceError(ruling.code, ruling.message);
    });
  }

  /**
   * Reads the books, as one state.
   * @returns {Promise<Ledger>}
   */
  async ledger() {
    const effects = this.#effects;
    const read = await this.books.run(["attempts", effects], "readonly", ({ attempts, [effects]: kept }) => Promise.all([attempts.getAll(), kept.getAll()]));
    const [attempts, done] = read.map((rows) => rows.toSorted((a, b) => b.at - a.at));
    return { attempts, effects: done, underWay: await this.#ordersUnderWay() };
  }

  /**
   * Empties the books.
   * @param {(stores: Record<string, Store>) => Promise<unknown>} [refill] what the further stores hold at first
   */
  clear(refill = async () => undefined) {
    return this.books.run(this.#stores, "readwrite", async (stores) => {
      await Promise.all(this.#stores.map((name) => stores[name].clear()));
      await refill(stores);
    });
  }

  /**
   * Tells of each change of the books, in this tab or another. Returns what ends it.
   * @param {() => void} listener
   */
  subscribe(listener) {
    return this.books.subscribe(listener);
  }

  /**
   * Rules on an order and writes down what came of it, all in one transaction.
   * @param {string} id
   * @param {Order} order
   * @param {string} key
   * @returns {Promise<Ruling>}
   */
  #settle(id, order, key) {
    return this.books.run(this.#stores, "readwrite", async (stores) => {
      const effects = stores[this.#effects];
      const known = await effects.get(key);
      const ruling = await this.#rule(order, { key, effect: known, now: Date.now(), stores });
      if ("effect" in ruling && !known) await effects.add(ruling.effect);
      await mark(stores.attempts, id, { state: ruling.kind, ...("code" in ruling && { code: ruling.code }) });
      return ruling;
    });
  }

  /**
   * Holds a lock while an order is under way, so that any tab can tell it from one whose tab is gone.
   * @template T
   * @param {string} id
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  #underWay(id, work) {
    return globalThis.navigator?.locks ? navigator.locks.request(`${this.#lock}${id}`, work) : work();
  }

  get #lock() {
    return `${this.#name}:attempt:`;
  }

  /** @returns {Promise<ReadonlySet<string>>} */
  async #ordersUnderWay() {
    const { held = [] } = await navigator.locks?.query() ?? {};
    return new Set(held.filter(({ name }) => name?.startsWith(this.#lock)).map(({ name = "" }) => name.slice(this.#lock.length)));
  }
}

/** The rule of most services. @type {(order: Order, books: Parameters<Rule>[1]) => Ruling} */
export function once(order, { key, effect, now }) {
  if (!effect) return { kind: "done", effect: { ...order, key, at: now } };
  const same = Object.keys(order).every((name) => JSON.stringify(order[name]) === JSON.stringify(effect[name]));
  return same ? { kind: "repeated", effect } : { kind: "refused", code: "KEY_REUSED", message: "This key was used for another order. Nothing was done." };
}

/**
 * @param {Store} attempts
 * @param {string} id
 * @param {Partial<AttemptMark>} news
 */
async function mark(attempts, id, news) {
  const attempt = await attempts.get(id);
  // The books may have been emptied meanwhile.
  if (attempt) await attempts.put({ ...attempt, ...news });
}

/**
 * @param {number} ms
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
function pause(ms, signal) {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => [clearTimeout(timer), reject(signal.reason)], { once: true });
  });
}
