// The sign-off demo, end to end: two people answer a question each, with a reload or a closed tab before each answer. The bank's
// own database tells what was paid.

import assert from "node:assert/strict";
import test from "node:test";

import { BETWEEN } from "./demo/between.js";
import { PAID, visit } from "./signoff/desk.js";

/** @typedef {import("./signoff/desk.js").Desk} Desk */

const NOTHING = { orders: 0, payments: [] };
const ONCE = { orders: 1, payments: [PAID] };

for (const [before, happens] of Object.entries(BETWEEN)) {
  test(`both sign, each ${before}: paid once, and only after the second (S-INT-44, S-STP-63)`, async (t) => {
    const first = await happens(await (await visit(t)).askAndWait());
    await first.answer("Ana", "Sign this payment");
    await first.signed({ Ana: "Signed", Ben: "Asked" });
    assert.deepEqual(await first.paid(), NOTHING);
    const desk = await happens(first);
    await desk.answer("Ben", "Sign this payment");
    await desk.reach("Paid");
    await desk.signed({ Ana: "Signed", Ben: "Signed" });
    assert.deepEqual(await desk.paid(), ONCE);
    await desk.reload();
    await desk.reach("Paid");
    assert.match(await desk.text(".ticket"), /\$1,840[^]*Northwind Paper[^]*PAY-/);
    assert.deepEqual(await desk.paid(), ONCE);
  });

  test(`one refuses, ${before}: nothing is paid, and the other question is closed (SR-76)`, async (t) => {
    const first = await happens(await (await visit(t)).askAndWait());
    await first.become("Ana Finance");
    await first.type("Reason optional", "Paid last week");
    await first.press("Refuse");
    await first.reach("Refused");
    assert.match(await first.text(".signers"), /Ana refused at .* Reason: Paid last week/);
    const desk = await happens(first);
    await desk.reach("Refused");
    await desk.signed({ Ana: "Refused", Ben: "Not needed" });
    await desk.become("Ben Operations");
    await desk.reach("Refused");
    assert.match(await desk.text(".result"), /This run was stopped\. Nothing more of it happens\./);
    assert.equal(await desk.questions(), 0);
    assert.deepEqual(await desk.paid(), NOTHING);
  });
}

test("everybody sees their own question and no other; whoever asks sees none", async (t) => {
  const desk = await (await visit(t)).askAndWait();
  assert.equal(await desk.questions(), 0);
  await desk.become("Ben Operations");
  await desk.reach("Waiting for you");
  assert.equal(await desk.questions(), 1);
  await desk.press("Sign this payment");
  await desk.signed({ Ana: "Asked", Ben: "Signed" });
  await desk.reach("Waiting for others");
  assert.doesNotMatch(await desk.form(), /Sign this payment/);
});

test("who you are is of the tab: two tabs sign as two people, and it is paid once", async (t) => {
  const ana = await (await visit(t)).askAndWait();
  const ben = await ana.beside();
  await ana.become("Ana Finance");
  await ben.become("Ben Operations");
  await ana.reload();
  await ana.reach("Waiting for you");
  await ana.press("Sign this payment");
  await ben.signed({ Ana: "Signed", Ben: "Asked" });
  await ben.press("Sign this payment");
  await Promise.all([ana.reach("Paid"), ben.reach("Paid")]);
  assert.deepEqual(await ben.paid(), ONCE);
});

test("whoever asks is not among the signers, whoever it is", async (t) => {
  const desk = await visit(t);
  await desk.become("Ana Finance");
  await desk.ask();
  await desk.signed({ Ben: "Asked", Chika: "Asked" });
  assert.equal(await desk.questions(), 0);
  await desk.press("Be Chika and answer");
  await desk.press("Refuse");
  await desk.reach("Refused");
  assert.deepEqual(await desk.paid(), NOTHING);
});

test("one refuses while the other has the question open: that form says that the run was stopped, and takes no answer", async (t) => {
  const ana = await (await visit(t)).askAndWait();
  const ben = await ana.beside();
  await ben.become("Ben Operations");
  await ben.formSays(/Sign this payment/);
  await ana.answer("Ana", "Refuse");
  await ben.reach("Refused");
  await ben.formSays(/Ana stopped this run at /);
  assert.doesNotMatch(await ben.form(), /Sign this payment/);
  assert.deepEqual(await ben.paid(), NOTHING);
});
