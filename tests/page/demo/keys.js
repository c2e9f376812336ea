// A demo without a pointer: where the focus is, and the way to something by Tab.

import { settled } from "./desk.js";

/**
 * @import { Demo } from "./desk.js"
 * @import { KeyInput } from "puppeteer-core"
 */

/** More stops than a page has. */
const MOST_STOPS = 120;

export class Keys {
  #demo;

  /** @param {Demo} demo */
  constructor(demo) {
    this.#demo = demo;
  }

  /** What has the focus, innermost. */
  async #focused() {
    const handle = await this.#demo.page.evaluateHandle(() => {
      let one = document.activeElement;
      while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
      return /** @type {Element} */ (one);
    });
    return /** @type {import("puppeteer-core").ElementHandle<HTMLElement>} */ (handle.asElement());
  }

  /** The name of what has the focus: its label or its text. */
  async name() {
    return (await this.#focused()).evaluate((element) => {
      const label = /** @type {HTMLInputElement} */ (element).labels?.[0];
      return (label ?? element).innerText.trim().replaceAll(/\s+/g, " ");
    });
  }

  /**
   * Goes on by Tab until something of this name has the focus, and tells what was passed.
   *
   * @param {RegExp} name
   * @returns {Promise<string[]>}
   */
  async tabTo(name) {
    const passed = [];
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      await this.#demo.page.keyboard.press("Tab");
      const here = await this.name();
      if (name.test(here)) return passed;
      passed.push(here);
    }
    throw new Error(`no Tab leads to ${name}; passed ${passed.join(" | ")}`);
  }

  /**
   * Presses what has the focus; a button that decides, once it takes a press.
   *
   * @param {KeyInput} key
   * @param {readonly KeyInput[]} [held]
   */
  async press(key, held = []) {
    const { keyboard } = this.#demo.page;
    await settled(await this.#focused(), await this.name());
    for (const one of held) await keyboard.down(one);
    await keyboard.press(key);
    for (const one of held) await keyboard.up(one);
  }

  /**
   * Goes on by Tab to a button, and presses it.
   *
   * @param {RegExp} name
   * @param {KeyInput} [key]
   */
  async pressBy(name, key = "Enter") {
    await this.tabTo(name);
    await this.press(key);
  }

  /**
   * Goes on by Tab to a field, and replaces what stands in it.
   *
   * @param {RegExp} name
   * @param {string} text
   */
  async write(name, text) {
    await this.tabTo(name);
    await (await this.#focused()).evaluate((element) => /** @type {HTMLInputElement} */ (element).select());
    await this.#demo.page.keyboard.type(text);
  }
}
