// Driving the elements in a real browser: a page with a fake app, real keys and a real pointer. Presses wait until the button
// has come to rest, as a person's do.

import { fileURLToPath } from "node:url";

import { launch } from "../harness/browser.js";
import { serve } from "../harness/server.js";
import { until } from "../harness/until.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const PAGE = "tests/page/fixtures/elements/page.html";

/** What a test asks with: a sample's name (in capitals) or a payload, options of `FakeApp.ask`. */
/** @typedef {{ ask: string | object, with?: object }} Question */

/**
 * A server and a browser for the tests of one file.
 *
 * @param {import("../harness/server.js").Owner} owner
 */
export async function openDesk(owner) {
  const server = await serve(owner, { root: ROOT });
  const browser = await launch(owner);
  return {
    browser,
    /** A fresh tab with the elements loaded and an app that asks nothing yet. */
    async page() {
      const tab = await browser.open(`${server.url}${PAGE}`);
      const form = new Form(tab);
      await form.ready();
      return form;
    },
    /**
     * A tab with one element over an app that asks these questions.
     *
     * @param {Question[]} questions
     * @param {{ element?: string }} [options]
     */
    async show(questions, { element = "halt-approval" } = {}) {
      const form = await this.page();
      for (const question of questions) await form.ask(question.ask, question.with);
      await form.mount(element);
      return form;
    },
  };
}

/** One tab and the element in it. */
export class Form {
  /** @param {import("../harness/tab.js").Tab} tab */
  constructor(tab) {
    this.tab = tab;
    this.page = tab.page;
  }

  async ready() {
    await this.page.waitForFunction("window.ready");
    await this.run("window.app = new FakeApp()");
  }

  /** Evaluates an expression in the page. @param {string} code @returns {Promise<any>} */
  run(code) {
    return this.page.evaluate(code);
  }

  /** @param {string | object} payload @param {object} [options] */
  ask(payload, options = {}) {
    const value = typeof payload === "string" && /^[A-Z]+$/.test(payload) ? `samples.${payload}` : JSON.stringify(payload);
    return this.run(`app.ask(${value}, ${JSON.stringify(options)}).ref`);
  }

  /** Puts an element into the page and waits until it shows something. @param {string} [name] @param {Record<string, string>} [attributes] */
  async mount(name = "halt-approval", attributes = {}) {
    await this.run(`{ const el = document.createElement(${JSON.stringify(name)});
      for (const [key, value] of Object.entries(${JSON.stringify(attributes)})) el.setAttribute(key, value);
      el.app = app; document.querySelector("main").append(el); window.el = el; window.events = [];
      for (const type of ["before-decide", "decided", "draft", "state", "expired", "superseded", "leave", "error", "open"]) {
        document.addEventListener("halt-" + type, (event) => events.push({ type: event.type, detail: event.detail, frozen: Object.isFrozen(event.detail), composed: event.composed, bubbles: event.bubbles }));
      } }`);
    if (name === "halt-approval") await until("the request is read", () => this.run("el.state !== 'loading'"));
    else await until("the list is drawn", () => this.run("el.shadowRoot.querySelector('.count').textContent !== ''"));
  }

  /** @returns {Promise<string>} */
  state() {
    return this.run("(document.querySelector('halt-approval') ?? el.shadowRoot.querySelector('halt-approval')).state");
  }

  /** Waits until the form is in a state and has all of it on the screen. @param {string} state */
  async reach(state) {
    await until(`the form is ${state}`, async () => (await this.state()) === state && (await this.count(".outcome[aria-busy]")) === 0);
  }

  /** An element inside the form, through its shadow roots. @param {string} selector */
  async $(selector) {
    return until(`there is ${selector}`, () => this.page.$(`main >>> ${selector}`));
  }

  /** @param {string} selector */
  async count(selector) {
    return (await this.page.$$(`main >>> ${selector}`)).length;
  }

  /** The text of a part of the form. @param {string} [selector] */
  async text(selector = ".stage") {
    return (await this.$(selector)).evaluate((element) => /** @type {HTMLElement} */ (element).innerText);
  }

  /** The text of every element that fits. @param {string} selector @returns {Promise<string[]>} */
  async texts(selector) {
    const found = await this.page.$$(`main >>> ${selector}`);
    return Promise.all(found.map((one) => one.evaluate((element) => /** @type {HTMLElement} */ (element).innerText)));
  }

  /** The middle of an element that has come to rest, also where another takes its place meanwhile. @param {string} selector */
  at(selector) {
    return until(`${selector} has come to rest`, async () => {
      const element = await this.page.$(`main >>> ${selector}`);
      const place = element && (await this.tab.place(element));
      const settled = await element?.evaluate((one) => !one.matches(".decision[aria-disabled]:not([data-settled])"));
      return settled && place;
    });
  }

  /** Presses with the pointer. @param {string} selector */
  async press(selector) {
    const { x, y } = await this.at(selector);
    await this.page.mouse.click(x, y);
  }

  /** Focuses and presses with a key. @param {string} selector @param {import("puppeteer-core").KeyInput} [key] */
  async key(selector, key = "Enter") {
    await this.at(selector);
    await (await this.$(selector)).focus();
    await this.page.keyboard.press(key);
  }

  /** The field whose label is this. @param {string} label */
  async field(label) {
    const handle = await this.page.evaluateHandle((wanted) => {
      const root = /** @type {any} */ (window).el.shadowRoot;
      const name = [...root.querySelectorAll("label, .label")].find((one) => one.textContent.trim() === wanted);
      return name?.htmlFor ? root.getElementById(name.htmlFor) : name?.closest(".field");
    }, label);
    const element = handle.asElement();
    if (!element) throw new Error(`there is no field ${label}`);
    return /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (element);
  }

  /** Replaces the text of a field by typing. @param {string} label @param {string} text */
  async type(label, text) {
    const field = await this.field(label);
    await field.focus();
    await field.evaluate((input) => input.select());
    await this.page.keyboard.press("Backspace");
    if (text !== "") await this.page.keyboard.type(text);
  }

  /** Opens the editor. */
  async edit() {
    await this.press("[part~=edit]");
    await this.reach("editing");
  }

  /** What has the focus, innermost: its text or its place. @returns {Promise<string>} */
  focused() {
    return this.run(`{ let one = document.activeElement; while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
      one === document.body ? "body" : one.id || (one.getAttribute("part") ?? "") || one.textContent.trim() }`);
  }

  /** What the app was asked to do: names and arguments. @param {string} name @returns {Promise<any[]>} */
  calls(name) {
    return this.run(`app.calls.filter(([name]) => name === ${JSON.stringify(name)})`);
  }

  /** Nothing was decided: no call that could. */
  async decisions() {
    return (await this.run("app.calls.filter(([name]) => name !== 'pending')")).length;
  }

  /** Waits until everything that is on its way has been handled. */
  async idle() {
    await this.run("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))");
  }

  async close() {
    await this.tab.close();
  }
}
