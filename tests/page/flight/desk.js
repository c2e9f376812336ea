// The flight demo as a person uses it. What the airline charged is read from its own database.

import { Demo, visitDemo } from "../demo/desk.js";
import { until } from "../harness/until.js";

export { settled } from "../demo/desk.js";

/**
 * @typedef {object} Ledger the airline's books as stored
 * @property {{ key: string, at: number, state: string, answered?: true, args: Record<string, any> }[]} attempts oldest first
 * @property {{ key: string, ticket: string, price_usd: number, args: Record<string, any> }[]} charges
 * @property {number} balance
 */

/** A request that costs more than the limit that a new visitor has, and one that costs less. */
export const DEAR = "Cheap flight LAX to JFK next Friday";
export const CHEAP = "San Francisco to Los Angeles tomorrow";
export const DEAR_USD = 187;
export const CHEAP_USD = 59;
export const FIRST_BALANCE = 2000;

/**
 * A browser with a profile of its own, and the demo in its first tab. The airline answers at once.
 *
 * @param {import("../harness/server.js").Owner} owner
 * @param {{ modelOrigin?: string }} [options]
 */
export const visit = (owner, options) => visitDemo(owner, Desk, options);

/** One tab with the demo in it. */
export class Desk extends Demo {
  /** @override */
  static id = "flight";
  /** @override */
  static delayLabel = "The airline takes";
  /** @override */
  static database = "halt-air";

  /** Asks for a trip. @param {string} request */
  async plan(request) {
    await this.type("Where do you want to go?", request);
    await this.press("Plan this trip");
  }

  /** Asks for the trip that is above the limit, and waits for the question. */
  async askForDearTrip() {
    await this.plan(DEAR);
    await this.reach("Waiting for you");
    return this;
  }

  /** The airline's database, read as it is. @returns {Promise<Ledger>} */
  async ledger() {
    const [attempts, charges, [balance]] = await Promise.all([this.stored("attempts"), this.stored("charges"), this.stored("card")]);
    return { attempts, charges, balance };
  }

  /**
   * Waits until the airline's database fits.
   *
   * @param {string} what
   * @param {(ledger: Ledger) => boolean} fits
   */
  books(what, fits) {
    return until(what, async () => {
      const ledger = await this.ledger();
      return fits(ledger) && ledger;
    });
  }
}
