// The sign-off demo looked at by machines and used by keyboard alone.

import assert from "node:assert/strict";
import test from "node:test";

import { Keys } from "./demo/keys.js";
import { fitsSmall, looksRight } from "./demo/look.js";
import { PAID, visit } from "./signoff/desk.js";

/** @typedef {import("./signoff/desk.js").Desk} Desk */

/** How the page comes into each state. @type {Record<string, (desk: Desk) => Promise<unknown>>} */
const STATES = {
  empty: async () => undefined,
  "waiting for others": (desk) => desk.askAndWait(),
  "waiting for you": async (desk) => {
    await desk.askAndWait();
    await desk.become("Ana Finance");
    await desk.formSays(/Exact arguments/);
  },
  refused: async (desk) => {
    await desk.askAndWait();
    await desk.answer("Ana", "Refuse");
    await desk.reach("Refused");
  },
  paid: async (desk) => {
    await desk.askAndWait();
    await desk.answer("Ana", "Sign this payment");
    await desk.answer("Ben", "Sign this payment");
    await desk.reach("Paid");
  },
};

for (const [state, reach] of Object.entries(STATES)) {
  test(`axe finds nothing in "${state}", in any look, and nothing runs over the edge (A-53, A-54)`, async (t) => {
    const desk = await visit(t);
    await reach(desk);
    await looksRight(desk);
  });
}

test("at 320 pixels and 200 % text the page still fits (A-54)", async (t) => {
  const desk = await visit(t);
  await STATES["waiting for you"](desk);
  await fitsSmall(desk);
});

test("a payment is asked for and signed twice by keyboard alone (D.6, SR-73)", async (t) => {
  const desk = await visit(t);
  await desk.reload();
  const keys = new Keys(desk);
  await keys.pressBy(/^Whom, how much/);
  await desk.reach("Waiting for others");
  await keys.pressBy(/^Be Ana and answer$/);
  await desk.reach("Waiting for you");
  await keys.pressBy(/^Sign this payment$/);
  await desk.signed({ Ana: "Signed", Ben: "Asked" });
  await keys.pressBy(/^Be Ben and answer$/);
  await desk.reach("Waiting for you");
  await keys.pressBy(/^Sign this payment$/, " ");
  await desk.reach("Paid");
  assert.deepEqual((await desk.paid()).payments, [PAID]);
});
