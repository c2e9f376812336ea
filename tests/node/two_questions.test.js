// The failure that is known of other engines: of two questions in one node, the answer to the first reaches the second.
// semantics.md 4.1, 4.5, S-CHO-05 to S-CHO-07, S-CHO-40.

import assert from "node:assert/strict";
import test from "node:test";

import { Command, interrupt } from "../../www/haltgraph.js";
import { abreast, asked, chain, keep, on, refusal } from "./graphs.js";

const resume = (answer) => new Command({ resume: answer });
const two = { a: () => ({ v: [interrupt("delete the draft?"), interrupt("delete the account?")] }) };
/** A thread at its first question. */
async function begun(graph = chain(two)) {
  const app = keep(graph);
  const [{ id }] = (await app.invoke({}, on("t"))).__interrupt__;
  return { app, id };
}
const open = async (app) => (await app.pending()).map(({ payload }) => payload);

test("S-INT-07 S-CHO-06 one answer gives the next question, under another id, unanswered", async () => {
  const { app, id } = await begun();
  const next = await app.invoke(resume(true), on("t"));
  assert.deepEqual(asked(next), ["delete the account?"]);
  assert.notEqual(next.__interrupt__[0].id, id);
  assert.deepEqual((await app.invoke(resume(false), on("t"))).v, [true, false]);
});

test("S-HG-10 S-CHO-07 the first answer given again, by its id, is told that it was used", async () => {
  const { app, id } = await begun();
  await app.invoke(resume({ [id]: true }), on("t"));
  for (let round = 0; round < 2; round += 1) {
    await refusal(app.invoke(resume({ [id]: true }), on("t")), "InterruptConsumedError", "INTERRUPT_CONSUMED");
    assert.deepEqual(await open(app), ["delete the account?"]);
  }
});

test("S-CHO-05 S-HG-10 G-38 two answers by id at once: one is used, and the second question waits", async () => {
  const { app, id } = await begun();
  const outcomes = await Promise.allSettled([app.invoke(resume({ [id]: true }), on("t")), app.invoke(resume({ [id]: true }), on("t"))]);
  const used = outcomes.filter(({ status }) => status === "fulfilled");
  assert.equal(used.length, 1);
  assert.deepEqual(asked(used[0].value), ["delete the account?"]);
  const { reason } = outcomes.find(({ status }) => status === "rejected");
  assert.ok(["INTERRUPT_CONSUMED", "THREAD_BUSY", "NO_PENDING_INTERRUPT"].includes(reason.code), reason.stack);
  assert.deepEqual(await open(app), ["delete the account?"]);
});

test("S-HG-12 a click on the first form, twice: the second is a duplicate and answers nothing", async () => {
  const app = keep(chain({ a: (_state, runtime) => ({ v: [runtime.interrupt("one"), runtime.interrupt("two")] }) }));
  await app.invoke({}, on("t"));
  const [question] = await app.pending();
  const receipt = await app.resume(question.ref, { verb: "approve" });
  assert.deepEqual(asked(await receipt.done), ["two"]);
  assert.equal((await app.resume(question.ref, { verb: "approve" })).outcome, "duplicate");
  assert.deepEqual(await open(app), ["two"]);
});

test("S-INT-53 S-CHO-02 a plain answer reaches no second question of a sibling, nor one that comes later in the call", async () => {
  const { app } = await begun(abreast({ ...two, b: () => ({ log: [interrupt("b?")] }) }));
  await refusal(app.invoke(resume(true), on("t")), "AmbiguousResumeError", "MULTIPLE_PENDING_INTERRUPTS");
  const later = await begun(chain({ a: () => ({ log: [interrupt("first")] }), b: () => ({ log: [interrupt("second")] }) }));
  assert.deepEqual(asked(await later.app.invoke(resume("A"), on("t"))), ["second"]);
  assert.deepEqual((await later.app.invoke(resume("B"), on("t"))).log, ["A", "B"]);
});

test("S-INT-06 S-INT-58 when the first question is gone at the second run, its answer is dropped, not moved up", async () => {
  let runs = 0;
  const app = keep(chain({ a: () => {
    runs += 1;
    return { v: runs === 1 ? [interrupt("first"), interrupt("second")] : [interrupt("second")] };
  } }));
  await app.invoke({}, on("t"));
  assert.deepEqual(asked(await app.invoke(resume("for the first"), on("t"))), ["second"]);
  assert.deepEqual((await app.invoke(resume("for the second"), on("t"))).v, ["for the second"]);
});

test("S-ERR-55 G-36 after a failure between them the first answer is kept for the first, and the second is asked", async () => {
  let fail = true;
  const app = keep(chain({ a: () => {
    const first = interrupt("first");
    if (fail) throw new Error("boom");
    return { v: [first, interrupt("second")] };
  } }));
  await app.invoke({}, on("t"));
  await assert.rejects(app.invoke(resume("A"), on("t")), { message: "boom" });
  fail = false;
  assert.deepEqual(asked(await app.invoke(null, on("t"))), ["second"]);
  assert.deepEqual((await app.invoke(resume("B"), on("t"))).v, ["A", "B"]);
});
