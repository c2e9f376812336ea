// A demo looked at by machines: axe, and the width of the page, in light and dark, on a phone and on a desk.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** @typedef {import("./desk.js").Demo} Demo */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const LOOKS = /** @type {const} */ ([[390, "light"], [390, "dark"], [1280, "light"], [1280, "dark"]]);

/** @param {Demo} demo @param {number} width @param {"light" | "dark"} scheme */
export async function dress(demo, width, scheme) {
  await demo.page.setViewport({ width, height: 844 });
  await demo.tab.dress([{ name: "prefers-color-scheme", value: scheme }, { name: "prefers-reduced-motion", value: "reduce" }]);
}

/** What axe finds, a line each. @param {Demo} demo @returns {Promise<string[]>} */
async function violations(demo) {
  await demo.page.bringToFront();
  return demo.page.evaluate(async () => {
    const { violations: found } = await /** @type {any} */ (window).axe.run(document, { resultTypes: ["violations"] });
    return found.flatMap((/** @type {any} */ { id, help, nodes }) => nodes.map((/** @type {any} */ { target }) => `${id}: ${help} (${target.flat().join(" ")})`));
  });
}

/**
 * Sees to it that axe finds nothing in any look, and that nothing runs over the edge.
 *
 * @param {Demo} demo
 */
export async function looksRight(demo) {
  await demo.page.evaluate(AXE);
  for (const [width, scheme] of LOOKS) {
    await dress(demo, width, scheme);
    assert.deepEqual(await violations(demo), [], `${width} ${scheme}`);
    assert.ok(await demo.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width}: no sideways scrolling`);
  }
}

/**
 * Sees to it that at 320 pixels and twice the text the page still fits.
 *
 * @param {Demo} demo
 */
export async function fitsSmall(demo) {
  await demo.page.setViewport({ width: 320, height: 568 });
  await demo.page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("html { font-size: 200%; }");
    document.adoptedStyleSheets = [sheet];
  });
  assert.ok(await demo.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "no sideways scrolling");
}
