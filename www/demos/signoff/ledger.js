// The bank, as a page sees a remote one: it pays, once for each key, and gives a number.

import { Service } from "../../desk/service.js";

/** @typedef {{ payee: string, amount_usd: number, reference: string }} Payment */

/** A payment that was made. @typedef {Payment & { key: string, at: number }} Entry */

export class PaymentLedger {
  /** @param {{ delay: () => number }} options `delay`: how long an answer takes, in milliseconds: half of it before the payment */
  constructor({ delay }) {
    this.service = new Service({ name: "halt-payments", delay });
  }

  /**
   * Pays. The same payment under the same key is made once, and gets the same entry.
   * @param {Payment} payment
   * @param {{ key: string, signal?: AbortSignal }} options
   * @returns {Promise<Entry>}
   * @throws {import("../../desk/service.js").ServiceError} KEY_REUSED
   */
  async pay({ payee, amount_usd, reference }, options) {
    return /** @type {Entry} */ (await this.service.perform({ payee, amount_usd, reference }, options));
  }
}

/**
 * The number of a payment: one for each key.
 * @param {string} key
 */
export const numberOf = (key) => `PAY-${key.slice(0, 6).toUpperCase()}`;
