// The measure of what a page loads, and its budgets.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import test from "node:test";
import { gzipSync } from "node:zlib";

import { sizes } from "../../xtask/sizes.mjs";
import { folder } from "../page/harness/server.js";

const line = (/** @type {number} */ number) => `export const value${number} = ${number}; // Only the served file says this.\n`;
const script = Array.from({ length: 50 }, (_, number) => line(number)).join("");

test("engine, glue and JS API are summed, each file compressed alone; elements count for themselves, demos do not", async (t) => {
  const api = ["pkg/haltgraph.js", "api/a.js", "api/deep/b.js", "haltgraph.js", "core.js", "indexeddb.js"];
  const counted = ["pkg/haltgraph_bg.wasm", ...api];
  const elements = ["elements/a.js", "elements.js", "dialects/a.js"];
  const others = ["demos/a/a.js", "haltgraph.d.ts", "api/types/a.d.ts", "pkg/haltgraph.d.ts"];
  const root = await folder(t, Object.fromEntries([...counted, ...elements, ...others].map((name) => [name, script])));
  const found = await sizes(root);
  const gzip = gzipSync(script, { level: 9 }).length;
  assert.equal(found.total.raw, counted.length * script.length);
  assert.equal(found.total.gzip, counted.length * gzip);
  assert.equal(found.elements.gzip, elements.length * gzip);
  assert.equal(found.over, false);
});

test("scripts count as they are minified, the engine as it is", async (t) => {
  const root = await folder(t, { "pkg/haltgraph_bg.wasm": script, "api/a.js": script });
  const [engine, glue, api] = (await sizes(root)).rows;
  assert.equal(engine?.minified, engine?.gzip);
  assert.equal(glue?.minified, 0);
  const minified = script.replaceAll(/ \/\/.*|\n/gu, "").replaceAll(" = ", "=");
  assert.ok(api !== undefined && api.minified < api.gzip);
  assert.ok(api.minified <= gzipSync(minified, { level: 9 }).length);
});

for (const name of ["pkg/haltgraph_bg.wasm", "elements/a.js"]) {
  test(`a package over today's bound is said to be (${name})`, async (t) => {
    const incompressible = `"${randomBytes(400_000).toString("hex")}";`;
    const root = await folder(t, { "pkg/haltgraph_bg.wasm": "", [name]: `export default ${incompressible}` });
    assert.equal((await sizes(root)).over, true);
  });
}
