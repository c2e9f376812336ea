// One tab, and the list of what went wrong in it: violations of the page's policy, uncaught errors, console errors.

import { driver } from "./driver.js";
import { until } from "./until.js";

/** A tab. `page` is Puppeteer's page. */
export class Tab {
  /** What went wrong so far, a line each. @type {string[]} */
  problems = [];
  /** @type {RegExp[]} */
  #expected = [];
  #alive = true;

  /** @param {import("puppeteer-core").Page} page */
  constructor(page) {
    this.page = page;
  }

  /**
   * Wraps a page that has loaded nothing yet.
   *
   * @param {import("puppeteer-core").Page} page
   */
  static async of(page) {
    const tab = new Tab(page);
    await driver().watch(page, (problem) => tab.problems.push(problem));
    return tab;
  }

  /**
   * The control with this role and accessible name, wherever it stands, or null.
   *
   * @param {string} role
   * @param {string} name
   */
  control(role, name) {
    return driver().control(this.page, role, name);
  }

  /**
   * Sets what media queries see: `prefers-color-scheme`, `prefers-reduced-motion`, `forced-colors`.
   *
   * @param {import("puppeteer-core").MediaFeature[]} features what is not named is as the machine has it
   */
  dress(features) {
    return driver().dress(this.page, features);
  }

  /**
   * Says that a problem belongs to the test, and waits until it has come.
   *
   * @param {RegExp} problem
   */
  async expectProblem(problem) {
    this.#expected.push(problem);
    await until(`the tab reports ${problem}`, () => this.problems.some((line) => problem.test(line)));
  }

  /** The problems that no test expected. Asks the tab once more first, so that what is on its way arrives. */
  async unexpected() {
    if (this.#alive) {
      await this.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 500 })));
    }
    return this.problems.filter((line) => !this.#expected.some((problem) => problem.test(line)));
  }

  /** Closes the tab as a person does: the page may still tidy up. Nothing, where it is closed already. */
  async close() {
    if (!this.#alive) return;
    this.#alive = false;
    await this.page.close({ runBeforeUnload: false });
  }

  /** Ends the tab's process in the middle of whatever it does: no unload handler, no last write. */
  async kill() {
    this.#alive = false;
    await driver().kill(this.page);
  }

  /** Notes that the browser under the tab has ended. */
  forget() {
    this.#alive = false;
  }
}
