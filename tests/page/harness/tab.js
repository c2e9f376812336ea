// One tab, and the list of what went wrong in it: violations of the page's policy, uncaught errors, console errors.

import { driver } from "./driver.js";
import { until } from "./until.js";

/**
 * Runs in the page: brings an element into the middle of the window, and tells its own middle, if it stays there.
 *
 * @param {Element} element
 */
async function restingPlace(element) {
  element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  const middle = () => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  };
  const before = middle();
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const { x, y } = middle();
  const inside = x > 0 && y > 0 && x < innerWidth && y < innerHeight;
  return inside && x === before.x && y === before.y && { x, y };
}

/** A tab. `page` is Puppeteer's page. */
export class Tab {
  /** What went wrong so far, a line each. @type {string[]} */
  problems = [];
  /** @type {RegExp[]} */
  #expected = [];
  #alive = true;
  #killed = false;

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
    await driver().watch(page, (problem) => tab.#note(problem));
    return tab;
  }

  /** What a killed tab breaks off, such as a request, is no fault of its page. @param {string} problem */
  #note(problem) {
    if (!this.#killed) this.problems.push(problem);
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
   * Presses with the pointer, in the middle of the window, once nothing moves the element any more.
   *
   * @param {import("puppeteer-core").ElementHandle} element
   */
  async press(element) {
    const { x, y } = await this.at(element);
    await this.page.mouse.click(x, y);
  }

  /**
   * The middle of an element that has come to rest in the window.
   *
   * @param {import("puppeteer-core").ElementHandle} element
   */
  at(element) {
    return until("the element has come to rest", () => this.place(element));
  }

  /**
   * The middle of an element, brought into the window, or false while something moves it.
   *
   * @param {import("puppeteer-core").ElementHandle} element
   */
  place(element) {
    return element.evaluate(restingPlace);
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
    this.forget();
    await driver().kill(this.page);
  }

  /** Notes that the process under the tab ends. */
  forget() {
    this.#alive = false;
    this.#killed = true;
  }
}
