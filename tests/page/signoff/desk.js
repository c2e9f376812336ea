// The sign-off demo as people use it. What the bank paid is read from its own database.

import assert from "node:assert/strict";

import { Demo, visitDemo } from "../demo/desk.js";
import { until } from "../harness/until.js";

export const REQUEST = "Pay Northwind Paper $1,840 for invoice 1177";
export const PAID = { payee: "Northwind Paper", amount_usd: 1840, reference: "invoice 1177" };

/**
 * A browser with a profile of its own, and the demo in its first tab. The bank answers at once.
 *
 * @param {import("../harness/server.js").Owner} owner
 */
export const visit = (owner) => visitDemo(owner, Desk);

/** One tab with the demo in it. */
export class Desk extends Demo {
  /** @override */
  static id = "signoff";
  /** @override */
  static delayLabel = "The bank takes";
  /** @override */
  static database = "halt-payments";

  /** Becomes somebody. @param {string} who their name and role */
  async become(who) {
    const field = await this.control("radio", who);
    await this.tab.press(field);
  }

  /** Asks for a payment, as whoever this tab is. @param {string} [request] */
  async ask(request = REQUEST) {
    await this.type("Whom, how much, what for?", request);
    await this.press("Ask for signatures");
  }

  /** Asks for the payment as Chika, and waits until Ana and Ben are asked. */
  async askAndWait() {
    await this.ask();
    await this.reach("Waiting for others");
    await this.signed({ Ana: "Asked", Ben: "Asked" });
    return this;
  }

  /** Signs or refuses as somebody. @param {"Ana" | "Ben"} name @param {"Sign this payment" | "Refuse"} how */
  async answer(name, how) {
    await this.become({ Ana: "Ana Finance", Ben: "Ben Operations" }[name]);
    await this.press(how);
  }

  /** Waits until the signatures are these. @param {Record<string, string>} wanted by name */
  signed(wanted) {
    return until(`the signatures are ${JSON.stringify(wanted)}`, async () => {
      const all = await this.page.$$eval(".signers > li", (items) => items.map((item) => [item.querySelector(".name")?.textContent ?? "", item.querySelector(".state")?.textContent ?? ""]));
      assert.deepEqual(Object.fromEntries(all), wanted);
      return true;
    });
  }

  /** How many questions are on the page. */
  async questions() {
    return (await this.page.$$("halt-approval")).length;
  }

  /** What the bank has done: the orders that arrived, and the payments without their keys. */
  async paid() {
    const { attempts, effects } = await this.served();
    return { orders: attempts.length, payments: effects.map(({ payee, amount_usd, reference }) => ({ payee, amount_usd, reference })) };
  }
}
