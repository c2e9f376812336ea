// The plan demo's clock: a plan that nobody answers in time is closed as expired and goes on as if it had been refused; with the
// tab open, and at the next visit when it was closed meanwhile. Nothing is executed.

import assert from "node:assert/strict";
import test from "node:test";

import { until } from "./harness/until.js";
import { ALL, visit } from "./plan/desk.js";

/** @typedef {import("./plan/desk.js").Desk} Desk */

const NOTHING = { users: ALL, orders: 0, entries: [] };
/** The shortest wait that the demo offers. */
const SHORT = 5;
const SAID = /^Nobody answered within 5 seconds\. The question was closed as expired at .*, and the agent went on as if it had been refused\. Nothing was executed\./;

/** @param {import("node:test").TestContext} t */
async function asked(t) {
  const desk = await visit(t);
  await desk.wait(SHORT);
  await desk.ask();
  await desk.reach("Waiting for you");
  return desk;
}

/** @param {Desk} desk */
async function saysExpired(desk) {
  await desk.reach("Expired");
  assert.match(await desk.text(".said"), SAID);
  assert.deepEqual(await desk.done(), NOTHING);
}

/** Waits until the plan's time is up, by the clock of the tests. @param {number} asked ms since 1970 */
const timeIsUp = (asked) => until("the time is up", async () => Date.now() > asked + SHORT * 1000 + 500);

test("with the tab open the question expires by itself, and its buttons go (S-HG-20, A-37)", async (t) => {
  const desk = await asked(t);
  await saysExpired(desk);
  await desk.formSays(/Expired at .*\. That counts as a refusal, so nothing ran\./);
  assert.doesNotMatch(await desk.form(), /Approve step/);
  const reloaded = await desk.reload();
  await saysExpired(reloaded);
});

for (const how of /** @type {const} */ (["close", "kill"])) {
  test(`the tab was gone meanwhile (${how}): the next visit applies the deadline, and shows it as expired (S-HG-20)`, async (t) => {
    const first = await asked(t);
    const at = Date.now();
    await first.tab[how]();
    await timeIsUp(at);
    const desk = await first.beside();
    await saysExpired(desk);
    assert.deepEqual(await desk.states(), ["Expired"]);
  });
}

test("an answer before the time is up counts; the time limit is kept (A.6)", async (t) => {
  const desk = await visit(t);
  await desk.wait(3600);
  const again = await desk.reopen();
  await again.ask();
  await again.formSays(/Expires in 1 hr|Expires in 60 min/);
  await again.press("Reject");
  await again.reach("Rejected");
  assert.deepEqual(await again.done(), NOTHING);
});

test("a time that does not fit is refused in words, and not taken", async (t) => {
  const desk = await visit(t);
  await desk.wait(2);
  assert.equal(await desk.text("#seconds-problem"), "Write a whole number from 5 to 86,400.");
  await desk.ask();
  await desk.formSays(/Expires in (1 min|60 sec|5\d sec)/);
});
