// The plan demo looked at by machines and used by keyboard alone.

import assert from "node:assert/strict";
import test from "node:test";

import { Keys } from "./demo/keys.js";
import { fitsSmall, looksRight } from "./demo/look.js";
import { ALL, AWAY, visit } from "./plan/desk.js";

/** @typedef {import("./plan/desk.js").Desk} Desk */

/** How the page comes into each state. @type {Record<string, (desk: Desk) => Promise<unknown>>} */
const STATES = {
  empty: async () => undefined,
  waiting: (desk) => desk.askAndWait(),
  executed: async (desk) => {
    await desk.askAndWait();
    await desk.press("Approve step approval_gate");
    await desk.reach("Executed");
  },
  expired: async (desk) => {
    await desk.wait(5);
    await desk.ask("Deactivate everybody who was away for a year");
    await desk.reach("Expired");
  },
  "nothing planned": async (desk) => [await desk.ask("Remove users not seen for 9 years"), await desk.reach("Nothing planned")],
};

for (const [state, reach] of Object.entries(STATES)) {
  test(`axe finds nothing in "${state}", in any look, and nothing runs over the edge (A-53, A-54)`, async (t) => {
    const desk = await visit(t);
    await reach(desk);
    await looksRight(desk);
  });
}

test("at 320 pixels and 200 % text the page still fits (A-54)", async (t) => fitsSmall(await (await visit(t)).askAndWait()));

test("a whole run by keyboard alone: goal, reason, rejection; then approval (D.6, SR-73)", async (t) => {
  const desk = await visit(t);
  await desk.reload();
  const keys = new Keys(desk);
  await keys.pressBy(/^What should be done/);
  await desk.reach("Waiting for you");
  await desk.formSays(/Exact value/);
  await keys.write(/^Reason/, "add a dry run first");
  await keys.pressBy(/^Reject$/);
  await desk.reach("Rejected");
  assert.match(await desk.text(".decided"), /Reason: add a dry run first$/);
  assert.equal((await desk.done()).users, ALL);
  await keys.pressBy(/^What should be done/);
  await desk.reach("Waiting for you");
  await keys.pressBy(/^Approve step approval_gate$/, " ");
  await desk.reach("Executed");
  assert.equal((await desk.done()).users, ALL - AWAY);
});
