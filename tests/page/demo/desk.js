// A demo as a person uses it: real keys, a real pointer, controls found by the names that a screen reader would say. What its
// service did is read from the service's own database, never from what the page draws. Each demo extends this.

import { launch } from "../harness/browser.js";
import { serve } from "../harness/server.js";
import { until } from "../harness/until.js";

/**
 * A class of demo.
 *
 * @template {Demo} D
 * @typedef {new (browser: import("../harness/browser.js").Browser, url: string, tab: import("../harness/tab.js").Tab) => D} Kind
 */

/**
 * A browser with a profile of its own, and a demo in its first tab. Its service answers at once.
 *
 * @template {Demo} D
 * @param {import("../harness/server.js").Owner} owner
 * @param {Kind<D>} kind
 * @param {{ modelOrigin?: string }} [options]
 * @returns {Promise<D>}
 */
export async function visitDemo(owner, kind, options) {
  const { url } = await serve(owner, options);
  const demo = await openDemo(kind, await launch(owner), url);
  await demo.delay("none");
  return demo;
}

/**
 * Opens a demo in a new tab.
 *
 * @template {Demo} D
 * @param {Kind<D>} kind
 * @param {import("../harness/browser.js").Browser} browser
 * @param {string} url of the page, or of a place in it
 * @returns {Promise<D>}
 */
export async function openDemo(kind, browser, url) {
  const { id } = /** @type {typeof Demo} */ (/** @type {unknown} */ (kind));
  const address = url.includes("#") ? url : `${url}#/${id}`;
  const demo = new kind(browser, url.split("#")[0], await browser.open(address));
  await demo.ready();
  return demo;
}

/** One tab with the demo in it. */
export class Demo {
  /** The demo's id: in its address, and in the class of its root. */
  static id = "";
  /** What its service is called at the delay's slider. */
  static delayLabel = "";
  /** The database of its service. */
  static database = "";

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

  get #kind() {
    return /** @type {typeof Demo} */ (this.constructor);
  }

  /** Waits until the demo can be used. */
  async ready() {
    await this.page.waitForSelector(`.demo-${this.#kind.id}`);
  }

  /** Another tab of the same browser. @returns {Promise<this>} */
  beside() {
    return /** @type {Promise<this>} */ (openDemo(this.#kind, this.browser, this.url));
  }

  async reload() {
    await this.page.reload({ waitUntil: "load" });
    await this.ready();
    return this;
  }

  /** Closes the tab as a person does, and opens the demo anew. */
  async reopen() {
    await this.tab.close();
    return this.beside();
  }

  /** Ends the tab's process, and opens the demo anew. */
  async kill() {
    await this.tab.kill();
    return this.beside();
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
    return until(`there is a ${role} "${name}"`, () => this.tab.control(role, name));
  }

  /**
   * Presses a button with the pointer; one that decides, once it has come to rest. A form that moved under the pointer says so,
   * and takes the next press.
   *
   * @param {string} name
   */
  press(name) {
    return until(`"${name}" takes a press`, async () => {
      const button = await this.control("button", name);
      await this.tab.at(button);
      await settled(button, name);
      await this.tab.press(button);
      return !(await button.evaluate(wasTooEarly));
    });
  }

  /** Presses a button of the second step that risky answers have, once it is active. @param {string} name */
  async confirm(name) {
    await this.formSays(/Check once more/);
    const button = await this.control("button", name);
    // A button that moves has to come to rest again: it is brought into view before, not right before the press.
    await button.evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
    await settled(button, name);
    await this.press(name);
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

  /** How long the service takes. @param {"none" | "long" | number} seconds */
  async delay(seconds) {
    const slider = await this.control("slider", this.#kind.delayLabel);
    await slider.focus();
    await this.page.keyboard.press(seconds === "long" ? "End" : "Home");
    for (let second = 0; second < Number(seconds); second += 1) await this.page.keyboard.press("ArrowRight");
  }

  /** The state of the run that is shown. @returns {Promise<string>} */
  state() {
    return this.text(".detail .state");
  }

  /** @param {string} state */
  async reach(state) {
    await until(`the run is "${state}"`, () => same(this.state(), state));
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

  /**
   * A store of the service's database, read as it is, oldest first.
   *
   * @param {string} store
   * @returns {Promise<any[]>}
   */
  stored(store) {
    return this.page.evaluate(readStore, this.#kind.database, store);
  }

  /**
   * The books of a plain service: the orders that arrived, and what came of them, oldest first.
   *
   * @returns {Promise<{ attempts: any[], effects: any[] }>}
   */
  async served() {
    const [attempts, effects] = await Promise.all([this.stored("attempts"), this.stored("effects")]);
    return { attempts, effects };
  }

  /**
   * Waits until the books of a plain service fit.
   *
   * @param {string} what
   * @param {(books: { attempts: any[], effects: any[] }) => boolean} fits
   */
  untilServed(what, fits) {
    return until(what, async () => {
      const books = await this.served();
      return fits(books) && books;
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
  await until(`"${name}" has come to rest`, () => button.evaluate((element) => element.matches('[data-settled][aria-disabled="false"]')));
}

/**
 * Runs in the page: whether the form of a button says that a press came too early.
 *
 * @param {Element} button
 */
function wasTooEarly(button) {
  const root = /** @type {ShadowRoot} */ (button.getRootNode());
  return button.isConnected && (root.querySelector("[part=status]")?.textContent ?? "").includes("Press it again");
}

/**
 * Runs in the page.
 *
 * @param {string} database
 * @param {string} store
 * @returns {Promise<any[]>}
 */
async function readStore(database, store) {
  const done = (/** @type {IDBRequest} */ request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const db = await done(indexedDB.open(database));
  const rows = await done(db.transaction(store).objectStore(store).getAll());
  db.close();
  return rows.toSorted((/** @type {{ at: number }} */ a, /** @type {{ at: number }} */ b) => a.at - b.at);
}
