// Which browser the tests drive, and what the two do differently. Tests know a browser by the harness alone.

import { chromium } from "./chromium.js";
import { firefox } from "./firefox.js";

/**
 * @import { Browser, ElementHandle, MediaFeature, Page } from "puppeteer-core"
 *
 * @typedef {object} Driver
 * @property {(profile: string) => Promise<Browser>} start starts the browser over a profile
 * @property {(page: Page, report: (problem: string) => void) => Promise<void>} watch
 *   reports what goes wrong in a page that has loaded nothing yet, a line each
 * @property {(page: Page) => Promise<void>} kill ends the page's process at once, then removes its tab
 * @property {(page: Page, features: MediaFeature[]) => Promise<void>} dress
 *   sets what the page's media queries see; what is not named is as the machine has it
 * @property {(page: Page, role: string, name: string) => Promise<ElementHandle | null>} control
 *   finds by role and accessible name, also in shadow roots
 */

/** @type {Record<string, Driver>} */
const DRIVERS = { chromium, firefox };

const wanted = process.env["HALTGRAPH_BROWSER"] || "chromium";

/**
 * For the `skip` of a test: false in Chromium, elsewhere the reason.
 *
 * @param {string} why
 */
export const chromiumOnly = (why) => (wanted === "chromium" ? false : `only in Chromium: ${why}`);

/** The driver of the browser that HALTGRAPH_BROWSER names; Chromium's, unless it does. */
export function driver() {
  const found = DRIVERS[wanted];
  if (!found) throw new Error(`HALTGRAPH_BROWSER is one of ${Object.keys(DRIVERS).join(", ")}; it is ${wanted}`);
  return found;
}
