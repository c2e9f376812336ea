// The sign-off demo's graph without a page: two questions at once, each for one person; a payment when both have signed; none
// when one refuses, or when somebody answers for somebody else.

import assert from "node:assert/strict";
import test from "node:test";

import { MemorySaver } from "../../www/haltgraph.js";
import { signOff } from "../../www/demos/signoff/graph.js";
import { readPayment } from "../../www/demos/signoff/read_payment.js";
import { on } from "./graphs.js";

const REQUEST = "Pay Northwind Paper $1,840 for invoice 1177";
const PAYMENT = { payee: "Northwind Paper", amount_usd: 1840, reference: "invoice 1177" };

/** A sign-off, what its bank is told, and who sits in front of it. */
function desk(pay = async (payment) => ({ ...payment })) {
  const paid = [];
  const you = { id: "chika" };
  const ledger = { pay: (payment, { key }) => [paid.push({ payment, key }), pay(payment)][1] };
  const app = signOff({ ledger, checkpointer: new MemorySaver(), actor: () => ({ id: you.id, method: "chosen" }) });
  const ask = () => app.invoke({ request: REQUEST, requester: "chika", signers: ["ana", "ben"] }, on("t"));
  /** The question for one person. */
  const questionFor = async (signer) => (await app.pending({ thread: "t" })).find(({ payload }) => payload.deciders.any_of[0] === signer);
  /** Answers one person's question as somebody; resolves when the run rests. */
  const answer = async (signer, verdict, as = signer) => {
    you.id = as;
    const { ref } = await questionFor(signer);
    return (await app.resume(ref, verdict)).done;
  };
  return { app, paid, ask, answer, questionFor };
}

test("two people are asked at once, each by a question of their own about the same payment (S-INT-44, S-STP-60)", async () => {
  const { app, ask, paid } = desk();
  await ask();
  const questions = await app.pending();
  assert.deepEqual(questions.map(({ payload }) => payload.deciders.any_of[0]), ["ana", "ben"]);
  assert.deepEqual(questions.map(({ payload }) => payload.action.args), [PAYMENT, PAYMENT]);
  assert.deepEqual(paid, []);
});

for (const order of [["ana", "ben"], ["ben", "ana"]]) {
  test(`${order.join(", then ")} sign: it is paid once, after the second (S-STP-63)`, async () => {
    const { ask, answer, paid } = desk();
    await ask();
    await answer(order[0], { verb: "approve" });
    assert.deepEqual(paid, []);
    const done = await answer(order[1], { verb: "approve" });
    assert.deepEqual([done.outcome.kind, paid.length, paid[0].payment], ["paid", 1, PAYMENT]);
    assert.deepEqual(new Set(done.votes.map(({ by }) => by)), new Set(["ana", "ben"]));
  });
}

for (const [first, second] of [["approve", "reject"], ["reject", "approve"], ["reject", "reject"]]) {
  test(`${first} and ${second}: nothing is paid`, async () => {
    const { ask, answer, paid } = desk();
    await ask();
    await answer("ana", { verb: first });
    const done = await answer("ben", { verb: second });
    assert.deepEqual([done.outcome, paid], [{ kind: "refused" }, []]);
  });
}

for (const stranger of ["ana", "chika"]) {
  test(`${stranger} answers the question for ben: it does not count, and the question is asked anew (S-GATE-04)`, async () => {
    const { ask, answer, questionFor, paid } = desk();
    await ask();
    const asked = await questionFor("ben");
    await answer("ana", { verb: "approve" });
    const rest = await answer("ben", { verb: "approve" }, stranger);
    assert.equal(rest.__interrupt__.length, 1);
    const again = await questionFor("ben");
    assert.notEqual(again.interrupt, asked.interrupt);
    assert.deepEqual([again.payload, paid], [asked.payload, []]);
    const done = await answer("ben", { verb: "approve" });
    assert.deepEqual([done.outcome.kind, paid.length], ["paid", 1]);
  });
}

test("a payment that failed is made again under the same key, and nobody is asked again (S-HG-11)", async () => {
  let fails = true;
  const { app, ask, answer, paid } = desk(async (payment) => {
    if (fails) throw new Error("the line is dead");
    return payment;
  });
  await ask();
  await answer("ana", { verb: "approve" });
  await assert.rejects(answer("ben", { verb: "approve" }), /the line is dead/);
  fails = false;
  assert.equal((await (await app.continue("t")).done).outcome.kind, "paid");
  assert.deepEqual([paid.length, paid[0]], [2, paid[1]]);
});

test("a request is read, or asked back", () => {
  assert.deepEqual(readPayment(REQUEST), { payment: PAYMENT });
  assert.deepEqual(readPayment("pay Zürich Insurance $ 90 for the bicycles.").payment, { payee: "Zürich Insurance", amount_usd: 90, reference: "the bicycles" });
  for (const unclear of ["Pay somebody", "Pay Ana $0 for lunch", "Pay Ana $5", "$5 for lunch", "Pay Ana $5.50 for lunch"]) assert.equal(readPayment(unclear).outcome?.kind, "unclear", unclear);
});
