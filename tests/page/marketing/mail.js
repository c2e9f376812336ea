// The marketing demo as a person uses it. What was sent is read from the mail service's own books.

import { Demo, visitDemo } from "../demo/desk.js";

/** A request, and how many people it reaches. */
export const SALE = "Announce the spring sale to newsletter readers";
export const SALE_EMAILS = 8;

/** @param {import("../harness/server.js").Owner} owner */
export const visit = (owner) => visitDemo(owner, Mail);

/** One tab with the demo in it. */
export class Mail extends Demo {
  /** @override */
  static id = "marketing";
  /** @override */
  static delayLabel = "The mail service takes";
  /** @override */
  static database = "halt-mail";

  /** Asks for a campaign. @param {string} request */
  async ask(request) {
    await this.type("What to write, and to whom?", request);
    await this.press("Draft it");
  }

  /** Asks for the campaign of these tests, and waits for the question. */
  async askForSale() {
    await this.ask(SALE);
    await this.reach("Waiting for you");
    return this;
  }
}
