// A real browser for the end-to-end tests: tabs that can die, and a record of everything that went wrong in them. What a
// tab reports and no test expected fails the test that owns the browser.

import { cleanUpAfter } from "./clean_up.js";
import { Running, SHARED, sharedRunning } from "./running.js";
import { Tab } from "./tab.js";

export { chromiumOnly } from "./driver.js";

/** What one owner does with a browser. */
export class Browser {
  /** @type {Tab[]} */
  #tabs = [];
  #running;

  /** @param {Running} running */
  constructor(running) {
    this.#running = running;
  }

  /** Puppeteer's own handle, for what this class does not offer. */
  get puppeteer() {
    return this.#running.puppeteer;
  }

  /**
   * Opens a tab and waits until the page has loaded.
   *
   * @param {string} url
   * @returns {Promise<Tab>}
   */
  async open(url) {
    const tab = await Tab.of(await this.puppeteer.newPage());
    this.#tabs.push(tab);
    await tab.page.goto(url, { waitUntil: "load" });
    return tab;
  }

  /**
   * Starts the browser again over the same profile, as after a restart of the machine. All tabs are gone.
   *
   * @param {{ kill?: boolean }} [options] `kill`: the old process gets no chance to tidy up
   */
  async reopen({ kill = false } = {}) {
    this.#tabs.forEach((tab) => tab.forget());
    await this.#running.restart(kill);
  }

  /** Closes the owner's tabs, and throws if one had a problem that no test expected. */
  async close() {
    // The tests of a file are over, and so is the process that they shared, before what the file itself owns ends.
    if (!this.puppeteer.connected) this.#tabs.forEach((tab) => tab.forget());
    const unexpected = [];
    for (const tab of this.#tabs) {
      unexpected.push(...(await tab.unexpected()));
      await tab.close();
    }
    if (unexpected.length > 0) {
      throw new Error(`the page had problems:\n  ${unexpected.join("\n  ")}`);
    }
  }
}

/**
 * A browser that its owner has until it ends. Under Node's test runner the process is that of the whole file.
 *
 * @param {import("./server.js").Owner} owner
 * @returns {Promise<Browser>}
 */
export async function launch(owner) {
  const running = await (SHARED ? sharedRunning() : Running.start());
  const browser = new Browser(running);
  cleanUpAfter(owner, async () => {
    try {
      await browser.close();
    } finally {
      if (!SHARED) await running.end();
    }
  });
  return browser;
}
