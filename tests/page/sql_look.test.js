// The SQL demo, looked at by machines in each of its states, and used without a pointer.

import assert from "node:assert/strict";
import test from "node:test";

import { Keys } from "./demo/keys.js";
import { looksRight } from "./demo/look.js";
import { CLEAN_UP, visit } from "./sql/guard.js";

/** @typedef {import("./sql/guard.js").Guard} Guard */

/** How the page comes into each state. @type {Record<string, (demo: Guard) => Promise<unknown>>} */
const STATES = {
  empty: async () => undefined,
  waiting: async (demo) => (await demo.askAndWait(CLEAN_UP)).formSays(/Exact arguments/),
  "cannot run": async (demo) => (await demo.askAndWait("TRUNCATE TABLE invoices")).formSays(/Exact arguments/),
  answered: async (demo) => {
    await demo.ask("SELECT * FROM customers, invoices");
    await demo.reach("Answered");
  },
  ran: async (demo) => {
    await (await demo.askAndWait("UPDATE invoices SET status = 'paid' RETURNING *")).approve();
    await demo.reach("Ran");
  },
  refused: async (demo) => {
    await demo.ask("SELECT * FROM nowhere");
    await demo.reach("Refused by SQLite");
  },
};

for (const [state, reach] of Object.entries(STATES)) {
  test(`axe finds nothing in "${state}", in any look, and nothing runs over the edge (A-53, A-54)`, async (t) => {
    const demo = await visit(t);
    await reach(demo);
    await looksRight(demo);
  });
}

test("a whole run by keyboard alone: ask, look twice, approve (D.6, SR-73)", async (t) => {
  const demo = await visit(t);
  await demo.reload();
  const keys = new Keys(demo);
  await keys.tabTo(/^Skip to the demo$/);
  await keys.press("Enter");
  await keys.tabTo(/^A request, or SQL$/);
  await keys.press("Enter", ["Control"]);
  await demo.reach("Waiting for you");
  assert.equal(await keys.name(), CLEAN_UP, "the focus is at the heading, on no button");
  await demo.formSays(/Exact arguments/);
  await keys.tabTo(/^Approve run_sql$/);
  await keys.press("Enter");
  await demo.formSays(/Check once more/);
  await keys.tabTo(/^Approve run_sql$/);
  await keys.press(" ");
  await demo.reach("Ran");
  assert.equal((await demo.served()).effects.length, 1);
});
