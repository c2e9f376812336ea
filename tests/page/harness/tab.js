// One tab, and the list of what went wrong in it: violations of the page's policy, uncaught errors, console errors.

import { until } from "./until.js";

/** Chromium also writes each violation to the console; the structured report is the one that counts. */
const SAID_TWICE = /Content Security Policy|requires 'Trusted/;

/**
 * A violation in one line, such as `violation of style-src-attr`.
 *
 * @param {import("puppeteer-core").Protocol.Audits.ContentSecurityPolicyIssueDetails} details
 */
function violation({ violatedDirective, blockedURL, sourceCodeLocation }) {
  const blocked = blockedURL ? ` by ${blockedURL}` : "";
  const place = sourceCodeLocation ? ` at ${sourceCodeLocation.url}:${sourceCodeLocation.lineNumber + 1}` : "";
  return `violation of ${violatedDirective}${blocked}${place}`;
}

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
    page.on("pageerror", (error) => tab.problems.push(`uncaught ${String(error)}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !SAID_TWICE.test(message.text())) {
        tab.problems.push(`console: ${message.text()}`);
      }
    });
    const audits = await page.createCDPSession();
    audits.on("Audits.issueAdded", ({ issue }) => {
      const details = issue.details.contentSecurityPolicyIssueDetails;
      if (details) {
        tab.problems.push(violation(details));
      }
    });
    await audits.send("Audits.enable");
    return tab;
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

  /** Closes the tab as a person does: the page may still tidy up. */
  async close() {
    await this.page.close({ runBeforeUnload: false });
    this.#alive = false;
  }

  /** Ends the tab's process in the middle of whatever it does: no unload handler, no last write. */
  async kill() {
    this.#alive = false;
    const browser = await this.page.browser().target().createCDPSession();
    const session = await this.page.createCDPSession();
    const { targetInfo } = await session.send("Target.getTargetInfo");
    const crashed = new Promise((resolve) => this.page.once("error", resolve));
    // The answer never comes: the process that would send it is gone.
    session.send("Page.crash").catch(() => undefined);
    await crashed;
    await browser.send("Target.closeTarget", { targetId: targetInfo.targetId });
    await browser.detach();
  }

  /** Notes that the browser under the tab has ended. */
  forget() {
    this.#alive = false;
  }
}
