// Gates: semantics.md S-GATE. How people answer them stands in answer.test.js.

import assert from "node:assert/strict";
import test from "node:test";

import { Annotation, Command, START, StateGraph, askAgain } from "../../www/haltgraph.js";
import { State, asked, chunks, gated, halt, keep, on, question, refusal } from "./graphs.js";

test("S-GATE-01 S-GATE-02 ask runs once, answer gets the state, the answer and a runtime; nothing before runs again", async () => {
  const calls = [];
  const app = keep(gated(
    (state, runtime) => {
      calls.push(["ask", state, "interrupt" in runtime, "writer" in runtime, typeof runtime.key("k")]);
      return { question: "ok?" };
    },
    async (state, answer, runtime) => {
      calls.push(["answer", state, answer, runtime.isReplay, runtime.rounds]);
      return { v: answer };
    },
  ));
  assert.deepEqual(asked(await app.invoke({}, on("t"))), [{ question: "ok?" }]);
  assert.deepEqual(await app.invoke(new Command({ resume: "yes" }), on("t")), { log: ["before", "after"], v: "yes" });
  assert.deepEqual(calls, [
    ["ask", { log: ["before"] }, false, false, "string"],
    ["answer", { log: ["before"] }, "yes", false, []],
  ]);
});

test("S-GATE-01 no payload: no question, and answer is not called", async () => {
  for (const ask of [() => undefined, async () => {}]) {
    const app = keep(gated(ask, () => assert.fail("not asked")));
    assert.deepEqual(await app.invoke({}, on("t")), { log: ["before", "after"] });
  }
  const unkept = gated(() => undefined, () => null).compile();
  assert.deepEqual((await unkept.invoke({})).log, ["before", "after"]);
});

test("S-INT-09 a gate that asks without a saver fails", async () => {
  await refusal(gated(() => "?", () => null).compile().invoke({}), "GraphValueError", "MISSING_CHECKPOINTER");
});

test("S-GATE-03 a gate is a node in next, in streams and in tasks; its question has index 0", async () => {
  const app = keep(gated(async () => "?", () => ({ v: 1 })));
  assert.deepEqual(await chunks(app.stream({}, on("t"))).then((list) => list.map((chunk) => Object.keys(chunk)[0])), ["before", "__interrupt__"]);
  const { next, tasks } = await app.getState(on("t"));
  assert.deepEqual([next, tasks[0].name, tasks[0].interrupts[0].index], [["gate"], "gate", 0]);
  const rest = await chunks(app.stream(new Command({ resume: 1 }), on("t")));
  assert.deepEqual(rest, [{ gate: { v: 1 } }, { after: { log: ["after"] } }]);
});

test("S-GATE-03 answer may ask, with indices from 1 on, and is then what runs again", async () => {
  const ran = { ask: 0, answer: 0 };
  const app = keep(gated(() => `question ${(ran.ask += 1)}`, (_state, first, runtime) => {
    ran.answer += 1;
    const second = runtime.interrupt("and?");
    return { v: [first, second, runtime.interrupt("really?"), runtime.isReplay] };
  }));
  await app.invoke({}, on("t"));
  const paused = await app.invoke(new Command({ resume: 1 }), on("t"));
  assert.deepEqual(asked(paused), ["and?"]);
  assert.equal((await app.getState(on("t"))).tasks[0].interrupts.find(({ answered }) => !answered).index, 1);
  assert.deepEqual(asked(await app.invoke(new Command({ resume: 2 }), on("t"))), ["really?"]);
  assert.deepEqual((await app.invoke(new Command({ resume: 3 }), on("t"))).v, [1, 2, 3, true]);
  assert.deepEqual(ran, { ask: 1, answer: 3 });
});

test("S-GATE-04 a failing answer is called again with the recorded decision", async () => {
  let fail = true;
  const app = keep(gated(() => halt(), (_state, { verb, by }) => {
    if (fail) throw new Error("smtp is down");
    return { v: [verb, by.id] };
  }));
  const { ref } = await question(app);
  const receipt = await app.resume(ref, { verb: "approve" });
  await assert.rejects(receipt.done, { message: "smtp is down" });
  fail = false;
  assert.deepEqual((await app.invoke(null, on("t"))).v, ["approve", "local"]);
});

test("S-GATE-04 askAgain is another round, with a new id, and rounds tells what was said", async () => {
  const seen = [];
  const app = keep(gated(() => ({ n: 1 }), (_state, answer, runtime) => {
    seen.push([answer, runtime.rounds]);
    return answer === "again" ? askAgain({ n: 2 }) : { v: answer };
  }));
  const first = await app.invoke({}, on("t"));
  const second = await app.invoke(new Command({ resume: "again" }), on("t"));
  assert.deepEqual(asked(second), [{ n: 2 }]);
  assert.notEqual(second.__interrupt__[0].id, first.__interrupt__[0].id);
  assert.equal((await app.invoke(new Command({ resume: "done" }), on("t"))).v, "done");
  assert.deepEqual(seen, [["again", []], ["done", [{ payload: { n: 1 }, answer: "again" }]]]);
});

test("S-INT-61 S-CHO-49 new input does not drop a gate's question, unless it is told to", async () => {
  const app = keep(gated(() => "?", () => null));
  await app.invoke({}, on("t"));
  await refusal(app.invoke({ v: "stray" }, on("t")), "PendingInterruptError", "PENDING_INTERRUPT");
  assert.deepEqual(asked(await app.invoke({ v: "meant" }, { ...on("t"), onPending: "discard" })), ["?"]);
});

test("expiry options that cannot be meant", () => {
  const nothing = () => null;
  for (const options of [{ ttlMs: -1 }, { ttlMs: "5" }, { expiresAt: new Date(Number.NaN) }, { ttlMs: 1, expiresAt: 1 }, { onExpire: { resume: 1 } },
    { ttlMs: 1, onExpire: "late" }, { onExpire: "fail" }, { ttlMs: 1, onExpire: {} }, { retryPolicy: {} }, { ends: "a" }, { dialect: 5 }]) {
    assert.throws(() => new StateGraph(State).addGate("g", nothing, nothing, options), { name: "TypeError", code: "E_BAD_ARGUMENT" }, JSON.stringify(options));
  }
});

test("S-GATE-05 ends of a gate count for reachability", () => {
  const graph = new StateGraph({ v: Annotation() }).addGate("g", () => 1, () => null, { ends: ["b"] }).addNode("b", () => null).addEdge(START, "g");
  graph.compile();
});
