// The travel demo as a person uses it. What the agency booked is read from its own database.

import { Demo, visitDemo } from "../demo/desk.js";

/** A request, and what its plan costs. */
export const REQUEST = "Three nights in Lisbon, with good food";
export const PARTS = { "flight": 188, "hotel": 414, "Food walk in Alfama": 65 };
/** After a fourth night. */
export const LONGER_HOTEL = 552;

/**
 * A browser with a profile of its own, and the demo in its first tab. The agency answers at once.
 *
 * @param {import("../harness/server.js").Owner} owner
 */
export const visit = (owner) => visitDemo(owner, Desk);

/** One tab with the demo in it. */
export class Desk extends Demo {
  /** @override */
  static id = "travel";
  /** @override */
  static delayLabel = "The agency takes";
  /** @override */
  static database = "halt-travel";

  /** Asks for a trip. @param {string} [request] */
  async ask(request = REQUEST) {
    await this.type("Where to, for how long, what for?", request);
    await this.press("Plan this trip");
  }

  /** Asks for the trip, and waits for the question. */
  async askAndWait() {
    await this.ask();
    await this.reach("Waiting for you");
    await this.formSays(/Exact arguments/);
    return this;
  }

  /** Changes the nights of the plan under question, up to the review of the change. @param {number} nights */
  async change(nights) {
    await this.press("Change the plan");
    await this.type("Nights", String(nights));
    await this.press("Review changes");
    await this.formSays(/1 change in/);
  }

  /** What the agency has booked: the price of each part, and whether the keys are all different. */
  async booked() {
    const { attempts, effects } = await this.served();
    return {
      attempts: attempts.length, keys: new Set(effects.map(({ key }) => key)).size,
      parts: Object.fromEntries(effects.map(({ part, price_usd }) => [part, price_usd])),
    };
  }
}
