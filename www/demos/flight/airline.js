// The airline and its card service: a service with a card among its books. A charge is made once per key, in the transaction
// that takes it off the card. Knows nothing of graphs and approvals; its rules are orders.js.

import { Service } from "../../desk/service.js";
import { today } from "../../desk/dates.js";
import { rule } from "./orders.js";

/**
 * @import { Attempt } from "../../desk/service.js"
 * @import { BookArgs } from "./book_flight.js"
 * @import { Charge, Ticket } from "./orders.js"
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

export class Airline {
  #service;

  /** @param {{ delay: () => number }} options `delay`: how long an answer takes, in milliseconds: half of it before the charge */
  constructor({ delay }) {
    this.#service = new Service({
      name: "halt-air", delay, effects: "charges", stores: ["card"],
      create: (db) => void db.createObjectStore("card").put(FIRST_BALANCE, "balance"),
      rule: async ({ args }, { key, effect, now, stores: { card } }) => {
        const balance = await card.get("balance");
        const ruling = rule({ key, args }, { charge: /** @type {Charge | undefined} */ (effect), balance, today: today(), now });
        if (ruling.kind === "refused") return ruling;
        if (ruling.kind === "charged") await card.put(balance - ruling.charge.price_usd, "balance");
        return { kind: ruling.kind, effect: ruling.charge };
      },
    });
  }

  /**
   * Books a flight and charges the card. The same order under the same key is charged once and gets the same ticket.
   * @param {BookArgs} args
   * @param {{ key: string, signal?: AbortSignal }} options
   * @returns {Promise<Ticket>}
   * @throws {import("../../desk/service.js").ServiceError} with a code of orders.js
   */
  async book(args, options) {
    const charge = await this.#service.perform({ args }, options);
    return { ticket: charge.ticket, ...charge.args };
  }

  /**
   * Reads the books.
   * @returns {Promise<Ledger>}
   */
  async ledger() {
    const [{ attempts, effects, underWay }, balance] = await Promise.all([
      this.#service.ledger(), this.#service.books.run(["card"], "readonly", ({ card }) => card.get("balance")),
    ]);
    return { attempts, charges: /** @type {Charge[]} */ (effects), balance, underWay };
  }

  /**
   * Puts money on the card.
   * @param {number} dollars
   */
  topUp(dollars) {
    return this.#service.books.run(["card"], "readwrite", async ({ card }) => {
      await card.put(await card.get("balance") + dollars, "balance");
    });
  }

  /** Empties the books, and fills the card as at first. */
  clear() {
    return this.#service.clear(({ card }) => card.put(FIRST_BALANCE, "balance"));
  }

  /**
   * Tells of each change of the books, in this tab or another. Returns what ends it.
   * @param {() => void} listener
   */
  subscribe(listener) {
    return this.#service.subscribe(listener);
  }
}
