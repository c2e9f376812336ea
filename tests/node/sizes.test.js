// The measure of what a page loads, and its budgets.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import test from "node:test";
import { gzipSync } from "node:zlib";

import { sizes } from "../../xtask/sizes.mjs";
import { folder } from "../page/harness/server.js";

const line = (/** @type {number} */ number) => `console.log(${number}); // ${randomBytes(4).toString("hex")}: only the served file says this.\n`;
const script = Array.from({ length: 50 }, (_, number) => line(number)).join("");

/** A package in small: `api/late.js` and `dialects/late.js` are loaded on first use. */
const PACKAGE = Object.freeze({
  "haltgraph.js": 'import "./api/a.js";\nimport "./pkg/haltgraph.js";\n',
  "api/a.js": `${script}globalThis.later = () => import("./late.js");\n`,
  "api/late.js": script,
  "pkg/haltgraph.js": script,
  "pkg/haltgraph_bg.wasm": script,
  "elements.js": 'import "./api/a.js";\nimport "./elements/a.js";\n',
  "elements/a.js": `${script}globalThis.later = () => Promise.all([import("../dialects/late.js"), import("../api/late.js")]);\n`,
  "dialects/late.js": script,
  "demos/a/a.js": script,
  "haltgraph.d.ts": script,
});

/** @param {readonly (keyof typeof PACKAGE)[]} names */
const served = (names) => names.reduce((total, name) => total + PACKAGE[name].length, 0);

test("what comes with an entry is summed, what it loads on first use stands apart; elements count what they add, demos nothing", async (t) => {
  const found = await sizes(await folder(t, PACKAGE));
  const [engine, api, apiLater, total, elements, elementsLater] = found.rows;
  assert.equal(api?.raw, served(["haltgraph.js", "api/a.js", "pkg/haltgraph.js"]));
  assert.equal(apiLater?.raw, served(["api/late.js"]));
  assert.equal(total?.raw, Number(engine?.raw) + Number(api?.raw));
  assert.equal(elements?.raw, served(["elements.js", "elements/a.js"]));
  assert.equal(elementsLater?.raw, served(["dialects/late.js"]));
  assert.equal(found.over, false);
});

test("scripts count as a production build ships them, the engine as it is", async (t) => {
  const found = await sizes(await folder(t, PACKAGE));
  const [engine, api, apiLater] = found.rows;
  assert.equal(engine?.minified, gzipSync(script, { level: 9 }).length);
  assert.ok(api !== undefined && apiLater !== undefined);
  assert.ok(apiLater.minified > 0 && apiLater.minified < apiLater.gzip);
  assert.ok(api.minified < api.gzip, "two scripts in one chunk, without comments");
  assert.deepEqual(found.modules.map(([name]) => name).toSorted(), [
    "api/a.js", "api/late.js", "dialects/late.js", "elements.js", "elements/a.js", "haltgraph.js", "pkg/haltgraph.js",
  ]);
});

for (const name of ["pkg/haltgraph_bg.wasm", "api/a.js", "elements/a.js"]) {
  test(`a package over today's bound is said to be (${name})`, async (t) => {
    const incompressible = `globalThis.x = "${randomBytes(400_000).toString("hex")}";`;
    const found = await sizes(await folder(t, { ...PACKAGE, "pkg/haltgraph_bg.wasm": "", [name]: incompressible }));
    assert.equal(found.over, true);
  });
}

test("what is loaded on first use is not held to the budget", async (t) => {
  const incompressible = `globalThis.x = "${randomBytes(400_000).toString("hex")}";`;
  const found = await sizes(await folder(t, { ...PACKAGE, "api/late.js": incompressible }));
  assert.equal(found.over, false);
});
