// The plan demo, with its page lost while an approved plan is executed. Nothing goes on by itself afterwards; Continue finishes
// it, and the users' own table and journal show it once.

import assert from "node:assert/strict";
import test from "node:test";

import { DEATHS } from "./demo/between.js";
import { ALL, AWAY, visit } from "./plan/desk.js";

/** @typedef {import("./plan/desk.js").Desk} Desk */

const DELETED = { users: ALL - AWAY, orders: 2, entries: [["delete", AWAY]] };

/**
 * Comes back, sees that nothing went on by itself, and goes on.
 *
 * @param {Desk} desk
 */
async function goOn(desk) {
  await desk.reach("Executing");
  assert.equal((await desk.done()).orders, 1, "nothing ran by itself");
  await desk.delay("none");
  await desk.press("Continue");
  await desk.reach("Executed");
  assert.deepEqual(await desk.done(), DELETED);
}

for (const [death, die] of Object.entries(DEATHS)) {
  test(`${death} before the change: Continue makes it once (A-77, SR-62)`, async (t) => {
    const first = await (await visit(t)).askAndWait();
    await first.delay("long");
    await first.press("Approve step approval_gate");
    await first.untilServed("the order is with the database", ({ attempts }) => attempts.length === 1);
    await goOn(await die(first));
  });
}

test("the tab is killed after the change, before the answer: Continue changes nothing more, and gets the same entry (A-77)", async (t) => {
  const first = await (await visit(t)).askAndWait();
  await first.delay(6);
  await first.press("Approve step approval_gate");
  await first.untilServed("the order is with the database", ({ attempts }) => attempts.length === 1);
  // The second half of the delay is read when it begins: the tab dies in it.
  await first.delay("long");
  const { effects } = await first.untilServed("the rows are gone", (books) => books.effects.length === 1);
  const desk = await first.kill();
  await goOn(desk);
  assert.deepEqual((await desk.served()).effects, effects);
  assert.deepEqual((await desk.served()).attempts.map(({ state }) => state), ["done", "repeated"]);
});
