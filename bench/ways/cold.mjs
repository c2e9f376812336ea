// The first question on a cold page: each sample in a browser context of its own, whose cache and databases are empty.

/**
 * @import { Browser } from "../../tests/page/harness/browser.js"
 * @import { Sample } from "../page/sample.js"
 */

/** Milliseconds after which a page is given up. */
const PATIENCE = 30_000;

/**
 * @param {Browser} browser
 * @param {string} page its address
 * @returns {Promise<Sample>}
 */
export async function cold(browser, page) {
  const context = await browser.puppeteer.createBrowserContext();
  try {
    const tab = await context.newPage();
    const devtools = await tab.createCDPSession();
    await devtools.send("Runtime.enable");
    await devtools.send("Runtime.addBinding", { name: "report" });
    // Not sooner: a page that is quick would report before anyone listens.
    const [asked] = await Promise.all([reported(tab, devtools, page), tab.goto(page)]);
    return { calls: 1, spans: { asked }, stored: undefined };
  } finally {
    await context.close();
  }
}

/**
 * The time that a page reports, in milliseconds since its navigation began.
 *
 * @param {import("puppeteer-core").Page} tab
 * @param {import("puppeteer-core").CDPSession} devtools
 * @param {string} page for the error
 * @returns {Promise<number>}
 */
function reported(tab, devtools, page) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${page} asked nothing in ${PATIENCE} ms`)), PATIENCE);
    tab.on("pageerror", (error) => reject(error));
    devtools.on("Runtime.bindingCalled", ({ payload }) => {
      clearTimeout(late);
      resolve(Number(payload));
    });
  });
}
