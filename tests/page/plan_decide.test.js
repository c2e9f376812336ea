// The plan demo, end to end: approve and reject, each at once, after a reload, and after the tab was closed and opened again.
// The users' own table tells what was done.

import assert from "node:assert/strict";
import test from "node:test";

import { BETWEEN } from "./demo/between.js";
import { ALL, AWAY, visit } from "./plan/desk.js";

/** @typedef {import("./plan/desk.js").Desk} Desk */

const NOTHING = { users: ALL, orders: 0, entries: [] };
const DELETED = { users: ALL - AWAY, orders: 1, entries: [["delete", AWAY]] };

/**
 * A plan that waits, seen before and after what happens in between.
 *
 * @param {import("node:test").TestContext} t
 * @param {keyof typeof BETWEEN} between
 */
async function waiting(t, between) {
  const first = await (await visit(t)).askAndWait();
  const desk = await BETWEEN[between](first);
  await desk.reach("Waiting for you");
  await desk.formSays(/Expires in[^]*noor@example\.org/);
  assert.deepEqual(await desk.done(), NOTHING);
  return desk;
}

for (const between of Object.keys(BETWEEN)) {
  test(`approved ${between}: the rows that were shown are deleted, once (A.6, A-20)`, async (t) => {
    const desk = await waiting(t, between);
    await desk.press("Approve step approval_gate");
    await desk.reach("Executed");
    assert.deepEqual(await desk.done(), DELETED);
    await desk.reload();
    await desk.reach("Executed");
    assert.match(await desk.text(".decided"), /^You approved this at /);
    assert.deepEqual(await desk.done(), DELETED);
  });

  test(`rejected ${between}: nothing is touched, and the agent gets the reason (A.6, SR-76)`, async (t) => {
    const desk = await waiting(t, between);
    await desk.type("Reason (the agent will read this) optional", "too broad, add a dry run first");
    await desk.press("Reject");
    await desk.reach("Rejected");
    await desk.reload();
    await desk.reach("Rejected");
    assert.match(await desk.text(".decided"), /^You rejected this at .*\s+Reason: too broad, add a dry run first$/);
    assert.deepEqual(await desk.done(), NOTHING);
  });
}

test("an approved plan is seen in the table and in its journal", async (t) => {
  const desk = await waiting(t, "at once");
  assert.match(await desk.text(".users"), /Noor Aziz/);
  await desk.press("Approve step approval_gate");
  await desk.reach("Executed");
  assert.doesNotMatch(await desk.text(".users"), /Noor Aziz/);
  assert.match(await desk.text("#effects"), /Delete 6 users\s.*\s6 rows$/);
});
