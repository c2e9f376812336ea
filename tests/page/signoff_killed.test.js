// The sign-off demo, with its page lost while the bank pays. Nothing goes on by itself afterwards; Continue finishes it, nobody
// is asked again, and the bank's own database shows one payment.

import assert from "node:assert/strict";
import test from "node:test";

import { DEATHS } from "./demo/between.js";
import { PAID, visit } from "./signoff/desk.js";

/** @typedef {import("./signoff/desk.js").Desk} Desk */

/** Both sign, with a bank that takes its time. @param {Desk} desk @param {"long" | number} delay */
async function bothSign(desk, delay) {
  await desk.askAndWait();
  await desk.answer("Ana", "Sign this payment");
  await desk.signed({ Ana: "Signed", Ben: "Asked" });
  await desk.delay(delay);
  await desk.answer("Ben", "Sign this payment");
  await desk.untilServed("the order is with the bank", ({ attempts }) => attempts.length === 1);
}

/** Comes back, sees that nothing went on by itself, and goes on. @param {Desk} desk */
async function goOn(desk) {
  await desk.reach("Paying");
  assert.equal((await desk.paid()).orders, 1, "nothing ran by itself");
  await desk.delay("none");
  await desk.press("Continue");
  await desk.reach("Paid");
  assert.deepEqual(await desk.paid(), { orders: 2, payments: [PAID] });
}

for (const [death, die] of Object.entries(DEATHS)) {
  test(`${death} before the payment: Continue pays once (A-77, SR-62)`, async (t) => {
    const first = await visit(t);
    await bothSign(first, "long");
    await goOn(await die(first));
  });
}

test("the tab is killed after the payment, before the answer: Continue pays nothing more (A-77)", async (t) => {
  const first = await visit(t);
  await bothSign(first, 6);
  // The second half of the delay is read when it begins: the tab dies in it.
  await first.delay("long");
  const { effects } = await first.untilServed("it is paid", (books) => books.effects.length === 1);
  const desk = await first.kill();
  await goOn(desk);
  assert.deepEqual((await desk.served()).effects, effects);
  assert.deepEqual((await desk.served()).attempts.map(({ state }) => state), ["done", "repeated"]);
});
