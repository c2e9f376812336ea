// The measure of what a page loads, and its budget.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import test from "node:test";
import { gzipSync } from "node:zlib";

import { sizes } from "../../xtask/sizes.mjs";
import { folder } from "../page/harness/server.js";

test("engine, glue and JS API are summed, each file compressed alone; elements and demos do not count", async (t) => {
  const script = "export const a = 1;\n".repeat(50);
  const counted = ["pkg/haltgraph_bg.wasm", "pkg/haltgraph.js", "api/a.js", "api/deep/b.js", "haltgraph.js", "core.js"];
  const others = ["elements/a.js", "demos/a/a.js", "elements.js", "haltgraph.d.ts", "api/types/a.d.ts", "pkg/haltgraph.d.ts"];
  const root = await folder(t, Object.fromEntries([...counted, ...others].map((name) => [name, script])));
  const { total, over } = await sizes(root);
  assert.equal(total.raw, counted.length * script.length);
  assert.equal(total.gzip, counted.length * gzipSync(script, { level: 9 }).length);
  assert.equal(over, false);
});

test("a package over the budget is said to be", async (t) => {
  const incompressible = randomBytes(120_000).toString("hex");
  const root = await folder(t, { "pkg/haltgraph_bg.wasm": incompressible });
  assert.equal((await sizes(root)).over, true);
});
