// The SQL demo, with the page lost in the middle of a run: after the answer was claimed, before its result. Nothing runs by itself
// afterwards; Continue finishes it, and the database shows that the statement ran once.

import assert from "node:assert/strict";
import test from "node:test";

import { DEATHS } from "./demo/between.js";
import { visit } from "./sql/guard.js";

/** @typedef {import("./sql/guard.js").Guard} Guard */

/** A statement that does something else each time that it runs. */
const ADD = "INSERT INTO invoices SELECT max(id) + 1, 1, 10, 'open', '2026-11-21' FROM invoices";
const BEFORE = 96;

/** @param {import("node:test").TestContext} t */
async function approved(t) {
  const demo = await (await visit(t)).askAndWait(ADD);
  await demo.delay("long");
  await demo.approve();
  return demo;
}

/** The reopened page says that it does not know, and has done nothing about it. @param {Guard} demo */
async function saysUnknown(demo) {
  await demo.reach("Not known whether it ran");
  assert.equal((await demo.served()).attempts.length, 1, "nothing ran by itself");
}

/** Two orders under one key, one effect, one row more. @param {Guard} demo */
async function ranOnce(demo) {
  const { attempts, effects } = await demo.served();
  assert.deepEqual([attempts.length, new Set(attempts.map(({ key }) => key)).size, effects.length], [2, 1, 1]);
  await demo.untilRows("invoices", BEFORE + 1);
}

for (const [death, die] of Object.entries(DEATHS)) {
  test(`${death} before the statement runs: Continue runs it once (A-77, SR-62, F-31)`, async (t) => {
    const first = await approved(t);
    await first.untilServed("the order has arrived", ({ attempts }) => attempts.length === 1);
    const demo = await die(first);
    await saysUnknown(demo);
    await demo.untilRows("invoices", BEFORE);
    await demo.delay("none");
    await demo.press("Continue");
    await demo.reach("Ran");
    await ranOnce(demo);
    await demo.reload();
    await demo.reach("Ran");
    await ranOnce(demo);
  });
}

test("the tab is killed after the statement ran, before the answer: Continue is told what it did, and runs nothing (A-77, SR-62)", async (t) => {
  const first = await (await visit(t)).askAndWait(ADD);
  await first.delay(6);
  await first.approve();
  await first.untilServed("the order has arrived", ({ attempts }) => attempts.length === 1);
  // The second half of the delay is read when it begins: the tab dies in it.
  await first.delay("long");
  await first.untilServed("the statement has run", ({ effects }) => effects.length === 1);
  const demo = await first.kill();
  await saysUnknown(demo);
  await demo.untilRows("invoices", BEFORE + 1);
  await demo.delay("none");
  await demo.press("Continue");
  await demo.reach("Ran");
  assert.deepEqual((await demo.served()).attempts.map(({ state }) => state), ["done", "repeated"]);
  await ranOnce(demo);
});
