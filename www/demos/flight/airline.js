// The airline and its card service, as a page sees a remote one: a slow line, books of its own, and a key with each order. An
// attempt is written down when it arrives; a charge is made once per key, in the transaction that takes it off the card.
// Knows nothing of graphs and approvals.

import { today } from "./dates.js";
import { Books } from "./books.js";
import { rule } from "./orders.js";

/**
 * @import { BookArgs } from "./book_flight.js"
 * @import { Charge, RefusalCode, Ticket } from "./orders.js"
 */

/**
 * One order that reached the airline.
 * @typedef {object} Attempt
 * @property {string} id
 * @property {string} key
 * @property {BookArgs} args
 * @property {number} at milliseconds since 1970
 * @property {"received" | "charged" | "repeated" | "refused"} state
 * @property {RefusalCode} [code] why it was refused
 * @property {true} [answered] the caller was told
 */

/**
 * What the airline has on its books.
 * @typedef {object} Ledger
 * @property {Attempt[]} attempts newest first
 * @property {Charge[]} charges newest first
 * @property {number} balance what the card holds, in dollars
 * @property {ReadonlySet<string>} underWay ids of attempts that some tab waits for
 */

const FIRST_BALANCE = 2000;
const STORES = ["attempts", "charges", "card"];
const LOCK = "halt-air:attempt:";

/** A refusal of the airline. Nothing was charged. `code` is stable. */
export class AirlineError extends Error {
  /**
   * @param {RefusalCode} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = "AirlineError";
    this.code = code;
  }
}

export class Airline {
  #books = new Books("halt-air", (db) => {
    db.createObjectStore("attempts", { keyPath: "id" });
    db.createObjectStore("charges", { keyPath: "key" });
    db.createObjectStore("card").put(FIRST_BALANCE, "balance");
  });
  #delay;

  /** @param {{ delay: () => number }} options `delay`: how long an answer takes, in milliseconds: half of it before the charge */
  constructor({ delay }) {
    this.#delay = delay;
  }

  /**
   * Books a flight and charges the card. The same order under the same key is charged once and gets the same ticket.
   * @param {BookArgs} args
   * @param {{ key: string, signal?: AbortSignal }} options
   * @returns {Promise<Ticket>}
   * @throws {AirlineError}
   */
  async book(args, { key, signal }) {
    const id = crypto.randomUUID();
    return underWay(id, async () => {
      await this.#receive(id, { key, args });
      await pause(this.#delay() / 2, signal);
      const ruling = await this.#settle(id, { key, args });
      await pause(this.#delay() / 2, signal);
      await this.#answered(id);
      if (ruling.kind === "refused") throw new AirlineError(ruling.code, ruling.message);
      return { ticket: ruling.charge.ticket, ...ruling.charge.args };
    });
  }

  /**
   * Reads the books, as one state.
   * @returns {Promise<Ledger>}
   */
  async ledger() {
    const read = await this.#books.run(STORES, "readonly", async ({ attempts, charges, card }) => {
      const all = await Promise.all([attempts.getAll(), charges.getAll(), card.get("balance")]);
      return { attempts: /** @type {Attempt[]} */ (all[0]), charges: /** @type {Charge[]} */ (all[1]), balance: /** @type {number} */ (all[2]) };
    });
    return {
      attempts: read.attempts.toSorted(byTime), charges: read.charges.toSorted(byTime), balance: read.balance,
      underWay: await attemptsUnderWay(),
    };
  }

  /**
   * Puts money on the card.
   * @param {number} dollars
   */
  topUp(dollars) {
    return this.#books.run(["card"], "readwrite", async ({ card }) => {
      await card.put(await card.get("balance") + dollars, "balance");
    });
  }

  /** Empties the books, and fills the card as at first. */
  clear() {
    return this.#books.run(STORES, "readwrite", async ({ attempts, charges, card }) => {
      await Promise.all([attempts.clear(), charges.clear(), card.put(FIRST_BALANCE, "balance")]);
    });
  }

  /**
   * Tells of each change of the books, in this tab or another. Returns what ends it.
   * @param {() => void} listener
   */
  subscribe(listener) {
    return this.#books.subscribe(listener);
  }

  /**
   * @param {string} id
   * @param {Pick<Attempt, "key" | "args">} order
   */
  #receive(id, order) {
    return this.#books.run(["attempts"], "readwrite", ({ attempts }) => attempts.add({ id, ...order, at: Date.now(), state: "received" }));
  }

  /**
   * Rules on an order and writes down what came of it, all in one transaction.
   * @param {string} id
   * @param {Pick<Attempt, "key" | "args">} order
   */
  #settle(id, order) {
    return this.#books.run(STORES, "readwrite", async ({ attempts, charges, card }) => {
      const [charge, balance, attempt] = await Promise.all([charges.get(order.key), card.get("balance"), attempts.get(id)]);
      const ruling = rule(order, { charge, balance, today: today(), now: Date.now() });
      if (ruling.kind === "charged") await Promise.all([charges.add(ruling.charge), card.put(balance - ruling.charge.price_usd, "balance")]);
      await attempts.put({ ...attempt, state: ruling.kind, ...(ruling.kind === "refused" && { code: ruling.code }) });
      return ruling;
    });
  }

  /** @param {string} id */
  #answered(id) {
    return this.#books.run(["attempts"], "readwrite", async ({ attempts }) => {
      await attempts.put({ ...await attempts.get(id), answered: true });
    });
  }
}

/**
 * Newest first.
 * @param {{ at: number }} a
 * @param {{ at: number }} b
 */
const byTime = (a, b) => b.at - a.at;

/**
 * Holds a lock while an attempt is under way, so that any tab can tell it from one whose tab is gone.
 * @template T
 * @param {string} id
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
const underWay = (id, work) => (globalThis.navigator?.locks ? navigator.locks.request(`${LOCK}${id}`, work) : work());

/** @returns {Promise<ReadonlySet<string>>} */
async function attemptsUnderWay() {
  const { held = [] } = await navigator.locks?.query() ?? {};
  return new Set(held.filter(({ name }) => name?.startsWith(LOCK)).map(({ name = "" }) => name.slice(LOCK.length)));
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
