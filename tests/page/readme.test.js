// The README's example, as printed, between a planner and a booking that are made up.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

import { launch } from "./harness/browser.js";
import { serveBesideLibrary } from "./harness/server.js";
import { until } from "./harness/until.js";

const README = new URL("../../README.md", import.meta.url);

const STAND_INS = `
  const planFlight = async (request) => ({ name: "book_flight", args: { origin: "LAX", destination: "JFK", request } });
  const bookFlight = async (args, { key }) => \`\${args.origin} to \${args.destination}, once under \${key.length} digits\`;
`;

test("the README's example books once approved", async (t) => {
  const readme = await readFile(README, "utf8");
  const example = /<!-- example -->\n```js\n([\s\S]*?)```/.exec(readme)?.[1];
  assert.ok(example, "README.md has an example");
  const { url } = await serveBesideLibrary(t, {
    "index.html": '<!doctype html><title>example</title><link rel="icon" href="lib/icon.svg"><script type="module" src="lib/example.js"></script>',
    "lib/example.js": `${STAND_INS}${example}\nwindow.example = { paused, done };`,
  });
  const tab = await (await launch(t)).open(url);
  const { paused, done } = await until("the example has run", () => tab.page.evaluate(() => /** @type {any} */ (window).example));
  assert.equal(paused.__interrupt__[0].value.title, "Book LAX to JFK?");
  assert.equal(done.confirmation, "LAX to JFK, once under 64 digits");
});
