// The travel agency, as a page sees a remote one: it books one part of a trip at a time, once for each key, and gives a number.

import { Service } from "../../desk/service.js";

/** @import { Part } from "./trip_plan.js" */

export class Agency {
  /** @param {{ delay: () => number }} options `delay`: how long an answer takes, in milliseconds: half of it before the booking */
  constructor({ delay }) {
    this.service = new Service({ name: "halt-travel", delay });
  }

  /**
   * Books one part. The same part under the same key is booked once, and gets the same number.
   * @param {Part} part
   * @param {{ key: string, signal?: AbortSignal }} options
   * @returns {Promise<Part & { number: string }>}
   * @throws {import("../../desk/service.js").ServiceError} KEY_REUSED
   */
  async book({ part, what, price_usd }, options) {
    const { key } = await this.service.perform({ part, what, price_usd }, options);
    return { part, what, price_usd, number: numberOf(key) };
  }
}

/**
 * The number of a booking: one for each key.
 * @param {string} key
 */
export const numberOf = (key) => `HT-${key.slice(0, 6).toUpperCase()}`;
