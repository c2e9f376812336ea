// The flight demo as a person uses it: real keys, a real pointer, controls found by the names that a screen reader would say.
// What the airline charged is read from its own database, never from what the page draws.

import { launch } from "../harness/browser.js";
import { serve } from "../harness/server.js";
import { until } from "../harness/until.js";

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
export async function visit(owner, options) {
  const { url } = await serve(owner, options);
  const browser = await launch(owner);
  const desk = await Desk.open(browser, url);
  await desk.delay("none");
  return desk;
}

/** One tab with the demo in it. */
export class Desk {
  /**
   * @param {import("../harness/browser.js").Browser} browser
   * @param {string} url
   * @param {import("../harness/tab.js").Tab} tab
   */
  constructor(browser, url, tab) {
    this.browser = browser;
    this.url = url;
    this.tab = tab;
    this.page = tab.page;
  }

  /**
   * @param {import("../harness/browser.js").Browser} browser
   * @param {string} url
   */
  static async open(browser, url) {
    const desk = new Desk(browser, url, await browser.open(url));
    await desk.#ready();
    return desk;
  }

  async #ready() {
    await this.page.waitForSelector(".demo-flight");
  }

  /** Another tab of the same browser. */
  beside() {
    return Desk.open(this.browser, this.url);
  }

  async reload() {
    await this.page.reload({ waitUntil: "load" });
    await this.#ready();
    return this;
  }

  /** Closes the tab as a person does, and opens the demo anew. */
  async reopen() {
    // The last tab of a browser must not close: it would end.
    const blank = await this.browser.chromium.newPage();
    await this.tab.close();
    const desk = await this.beside();
    await blank.close();
    return desk;
  }

  /** Ends the tab's process, and opens the demo anew. */
  async kill() {
    const blank = await this.browser.chromium.newPage();
    await this.tab.kill();
    const desk = await this.beside();
    await blank.close();
    return desk;
  }

  /** Ends the whole browser without a chance to tidy up, and opens the demo in a new one over the same profile. */
  async killBrowser() {
    await this.browser.reopen({ kill: true });
    return this.beside();
  }

  /**
   * A control by role and name, wherever it stands, once it is there. A person uses the tab that is in front.
   *
   * @param {string} role
   * @param {string} name
   */
  async control(role, name) {
    await this.page.bringToFront();
    return until(`there is a ${role} "${name}"`, () => this.page.$(`::-p-aria([name="${name}"][role="${role}"])`));
  }

  /** Presses a button with the pointer; one that decides, once it has come to rest. @param {string} name */
  async press(name) {
    const button = await this.control("button", name);
    await button.evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
    await settled(button, name);
    const { x, y, width, height } = await button.evaluate((element) => element.getBoundingClientRect().toJSON());
    await this.page.mouse.click(x + width / 2, y + height / 2);
  }

  /**
   * Replaces what stands in a field, by typing.
   *
   * @param {string} label
   * @param {string} text
   * @param {string} [role]
   */
  async type(label, text, role = "textbox") {
    const field = await this.control(role, label);
    await field.evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
    await field.focus();
    await field.evaluate((element) => /** @type {HTMLInputElement} */ (element).select());
    await this.page.keyboard.press("Backspace");
    await this.page.keyboard.type(text);
  }

  /** How long the airline takes. @param {"none" | "long" | number} seconds */
  async delay(seconds) {
    const slider = await this.control("slider", "The airline takes");
    await slider.focus();
    await this.page.keyboard.press(seconds === "long" ? "End" : "Home");
    for (let second = 0; second < Number(seconds); second += 1) await this.page.keyboard.press("ArrowRight");
  }

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

  /** The state of the booking that is shown. @returns {Promise<string>} */
  state() {
    return this.text(".detail .state");
  }

  /** @param {string} state */
  async reach(state) {
    await until(`the booking is "${state}"`, () => same(this.state(), state));
  }

  /** The states in the list, newest first. @returns {Promise<string[]>} */
  states() {
    return this.page.$$eval(".runs .state", (all) => all.map((one) => one.textContent ?? ""));
  }

  /** What a part of the page says. @param {string} selector */
  text(selector) {
    return this.page.$eval(selector, (element) => /** @type {HTMLElement} */ (element).innerText.trim());
  }

  /** What the question's form says. */
  form() {
    return this.page.$eval("halt-approval >>> [part=base]", (element) => /** @type {HTMLElement} */ (element).innerText);
  }

  /** What the difference under review adds. */
  async added() {
    const marked = await this.page.$$eval("halt-approval >>> ins", (all) => all.map((one) => one.textContent ?? ""));
    return marked.join("").replaceAll('"', "");
  }

  /** Waits until the form says something. @param {RegExp} words */
  formSays(words) {
    return until(`the form says ${words}`, async () => {
      const said = await this.form();
      if (!words.test(said)) throw new Error(`it says ${said}`);
      return said;
    });
  }

  /** The airline's database, read as it is. @returns {Promise<Ledger>} */
  ledger() {
    return this.page.evaluate(readBooks);
  }

  /** Waits until the airline's database fits. @param {string} what @param {(ledger: Ledger) => boolean} fits */
  books(what, fits) {
    return until(what, async () => {
      const ledger = await this.ledger();
      return fits(ledger) && ledger;
    });
  }
}

/**
 * True when a text has come; until then an error that tells the other one.
 *
 * @param {Promise<string>} text
 * @param {string} wanted
 */
async function same(text, wanted) {
  const seen = await text;
  if (seen !== wanted) throw new Error(`it is "${seen}"`);
  return true;
}

/**
 * Waits until a button that decides takes a press; others take it at once.
 *
 * @param {import("puppeteer-core").ElementHandle} button
 * @param {string} name
 */
export async function settled(button, name) {
  if (!(await button.evaluate((element) => element.matches(".decision[aria-disabled]")))) return;
  await until(`"${name}" has come to rest`, () => button.evaluate((element) => element.matches("[data-settled]")));
}

/** Runs in the page. @returns {Promise<Ledger>} */
async function readBooks() {
  const done = (/** @type {IDBRequest} */ request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const db = await done(indexedDB.open("halt-air"));
  const transaction = db.transaction(["attempts", "charges", "card"]);
  const [attempts, charges, balance] = await Promise.all([
    done(transaction.objectStore("attempts").getAll()), done(transaction.objectStore("charges").getAll()), done(transaction.objectStore("card").get("balance")),
  ]);
  db.close();
  return { attempts: attempts.toSorted((/** @type {{ at: number }} */ a, /** @type {{ at: number }} */ b) => a.at - b.at), charges, balance };
}
