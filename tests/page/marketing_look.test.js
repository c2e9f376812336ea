// The marketing demo, looked at by machines in each of its states, and used without a pointer.

import assert from "node:assert/strict";
import test from "node:test";

import { Keys } from "./demo/keys.js";
import { looksRight } from "./demo/look.js";
import { SALE_EMAILS, visit } from "./marketing/mail.js";

/** @typedef {import("./marketing/mail.js").Mail} Mail */

/** How the page comes into each state. @type {Record<string, (demo: Mail) => Promise<unknown>>} */
const STATES = {
  empty: async () => undefined,
  waiting: async (demo) => (await demo.askForSale()).formSays(/Exact value/),
  sending: async (demo) => {
    await demo.askForSale();
    await demo.delay("long");
    await demo.press("Approve step human_review");
    await demo.reach("Sending");
  },
  sent: async (demo) => {
    await demo.askForSale();
    await demo.press("Approve step human_review");
    await demo.reach("Sent");
  },
  "not drafted": async (demo) => {
    await demo.ask("Hello there");
    await demo.reach("Not drafted");
  },
};

for (const [state, reach] of Object.entries(STATES)) {
  test(`axe finds nothing in "${state}", in any look, and nothing runs over the edge (A-53, A-54)`, async (t) => {
    const demo = await visit(t);
    await reach(demo);
    await looksRight(demo);
  });
}

test("a whole run by keyboard alone: ask, and say yes (D.6, SR-73)", async (t) => {
  const demo = await visit(t);
  await demo.reload();
  const keys = new Keys(demo);
  await keys.tabTo(/^What to write, and to whom\?$/);
  await keys.press("Enter");
  await demo.reach("Waiting for you");
  await demo.formSays(/Exact value/);
  await keys.tabTo(/^Approve step human_review$/);
  await keys.press("Enter");
  await demo.reach("Sent");
  assert.equal((await demo.served()).effects.length, SALE_EMAILS);
});
