// Commands that answer what nodes ask, and input on paused threads: semantics.md 4.5.

import assert from "node:assert/strict";
import test from "node:test";

import { Command, byId, interrupt, value } from "../../www/haltgraph.js";
import { abreast, asked, chain, chunks, firstLine, keep, on, refusal } from "./graphs.js";

const resume = (answer) => new Command({ resume: answer });

test("S-INT-52 S-INT-56 a map of ids, and objects that are none", async () => {
  const app = () => keep(chain({ a: () => ({ v: interrupt("?") }) }));
  const answered = async (make) => {
    const graph = app();
    const [{ id }] = (await graph.invoke({}, on("t"))).__interrupt__;
    return (await graph.invoke(resume(make(id)), on("t"))).v;
  };
  assert.equal(await answered((id) => ({ [id]: "mapped" })), "mapped");
  assert.deepEqual(await answered(() => ({})), {});
  assert.deepEqual(await answered((id) => ({ [id]: 1, other: 2 })).then(Object.values), [1, 2]);
  assert.equal(await answered((id) => byId({ [id]: null })), null);
  assert.equal(await answered((id) => ({ [id]: null })), null);
  assert.deepEqual(await answered(() => value({ ["0".repeat(32)]: 1 })), { ["0".repeat(32)]: 1 });
  assert.equal(await answered(() => value(null)), null);
});

test("S-INT-53 one value for several questions answers none", async () => {
  const app = keep(abreast({ a: () => interrupt("qa"), b: () => interrupt("qb") }));
  const paused = await app.invoke({}, on("t"));
  const error = await refusal(app.invoke(resume("X"), on("t")), "AmbiguousResumeError", "MULTIPLE_PENDING_INTERRUPTS");
  assert.deepEqual(new Set(error.interruptIds), new Set(paused.__interrupt__.map(({ id }) => id)));
  assert.equal((await app.pending()).length, 2);
});

test("S-INT-54 S-CHO-07 an unknown id and a closed one are refused, and consume nothing", async () => {
  const app = keep(chain({ a: () => ({ v: [interrupt("one"), interrupt("two")] }) }));
  const [{ id }] = (await app.invoke({}, on("t"))).__interrupt__;
  await refusal(app.invoke(resume({ ["f".repeat(32)]: 1 }), on("t")), "UnknownInterruptError", "UNKNOWN_INTERRUPT_ID");
  await app.invoke(resume({ [id]: "A" }), on("t"));
  const error = await refusal(app.invoke(resume({ [id]: "B" }), on("t")), "InterruptConsumedError", "INTERRUPT_CONSUMED");
  assert.deepEqual([error.decided.by, typeof error.decided.at], [{ id: "program", method: "command" }, "number"]);
  assert.deepEqual((await app.invoke(resume("B"), on("t"))).v, ["A", "B"]);
});

test("S-INT-55 falsy answers are answers; null and undefined are none", async () => {
  for (const answer of [false, 0, ""]) {
    const app = keep(chain({ a: () => ({ v: interrupt("?") }) }));
    await app.invoke({}, on("t"));
    assert.equal((await app.invoke(resume(answer), on("t"))).v, answer);
  }
  const app = keep(chain({ a: () => ({ v: interrupt("?") }) }));
  await app.invoke({}, on("t"));
  for (const command of [resume(null), resume(undefined), new Command({}), resume(byId({})), { lg_name: "Command" }]) {
    const error = await refusal(app.invoke(command, on("t")), "EmptyInputError", "EMPTY_INPUT");
    assert.equal(firstLine(error), "Received empty Command input");
  }
  assert.equal((await app.invoke({ lg_name: "Command", resume: 1, goto: [] }, on("t"))).v, 1);
});

test("SR-69 an answer that is not JSON is refused, and the question stays open", async () => {
  const app = keep(chain({ a: () => ({ v: interrupt("?") }) }));
  await app.invoke({}, on("t"));
  for (const [answer, code] of [[Number.NaN, "E_BAD_NUMBER"], [new Date(0), "E_BAD_TYPE"], [JSON.parse('{"__proto__":1}'), "E_FORBIDDEN_KEY"]]) {
    const error = await app.invoke(resume({ answer }), on("t")).catch((reason) => reason);
    assert.equal(error.code, code);
  }
  assert.equal((await app.invoke(resume("fine"), on("t"))).v, "fine");
});

test("S-INT-57 S-CHO-23 S-CHO-24 an answer where nothing is asked", async () => {
  const app = keep(chain({ a: () => ({ v: 1 }) }));
  await refusal(app.invoke(resume(1), on("unknown")), "NothingToResumeError", "NO_PENDING_INTERRUPT");
  await app.invoke({}, on("t"));
  await refusal(app.invoke(resume(1), on("t")), "NothingToResumeError", "NO_PENDING_INTERRUPT");
});

test("S-INT-58 S-CHO-40 an answer reaches the question that it was given for, and no other", async () => {
  let skip = false;
  const app = keep(chain({ a: () => (skip ? { log: ["skipped"] } : { log: [interrupt("a?")] }), b: () => ({ v: interrupt("b?") }) }));
  await app.invoke({}, on("t"));
  skip = true;
  const paused = await app.invoke(resume("for a"), on("t"));
  assert.deepEqual([paused.log, asked(paused)], [["skipped"], ["b?"]]);
});

test("S-INT-60 S-CHO-25 invoke(null) on a paused thread gives the same question and runs nothing", async () => {
  let ran = 0;
  const app = keep(chain({ a: () => {
    ran += 1;
    return interrupt("?");
  } }));
  const paused = await app.invoke({}, on("t"));
  assert.deepEqual((await app.invoke(null, on("t"))).__interrupt__, paused.__interrupt__);
  assert.equal(ran, 1);
});

test("S-INT-61 new input drops an interrupt() by default, and not with onPending: error", async () => {
  const app = keep(chain({ a: () => ({ v: interrupt("?") }) }));
  const first = await app.invoke({ log: ["1"] }, on("t"));
  await refusal(app.invoke({ log: ["x"] }, { ...on("t"), onPending: "error" }), "PendingInterruptError", "PENDING_INTERRUPT");
  const second = await app.invoke({ log: ["2"] }, on("t"));
  assert.deepEqual(second.log, ["1", "2"]);
  assert.notEqual(second.__interrupt__[0].id, first.__interrupt__[0].id);
  assert.equal((await app.pending()).length, 1);
  await refusal(app.invoke(resume({ [first.__interrupt__[0].id]: 1 }), on("t")), "StaleDecisionError", "STALE_DECISION");
});

test("S-INT-63 another compiled graph of the same shape on the same saver answers", async () => {
  const graph = () => chain({ a: () => ({ v: interrupt("?") }) });
  const first = keep(graph());
  await first.invoke({}, on("t"));
  const second = graph().compile({ checkpointer: first.checkpointer });
  const stream = await second.stream(resume("elsewhere"), { ...on("t"), streamMode: "values" });
  assert.equal((await chunks(stream)).at(-1).v, "elsewhere");
});

test("S-BLD-62 another graph on a paused thread is refused", async () => {
  const first = keep(chain({ a: () => ({ v: interrupt("?") }) }), { name: "g" });
  await first.invoke({}, on("t"));
  const second = chain({ a: () => null, b: () => null }).compile({ checkpointer: first.checkpointer, name: "g" });
  await refusal(second.invoke(resume(1), on("t")), "GraphMismatchError", "E_GRAPH_CHANGED");
  const third = chain({ a: () => null }).compile({ checkpointer: first.checkpointer, name: "other" });
  await refusal(third.invoke(resume(1), on("t")), "HaltError", "E_UNKNOWN_GRAPH");
});

test("G-36 an answer survives a failure after it", async () => {
  let fail = true;
  const app = keep(chain({ a: () => {
    const answer = interrupt("?");
    if (fail) throw new Error("boom");
    return { v: answer };
  } }));
  await app.invoke({}, on("t"));
  await assert.rejects(app.invoke(resume("A"), on("t")), { message: "boom" });
  const [task] = (await app.getState(on("t"))).tasks;
  assert.deepEqual([task.error.message, task.interrupts.map(({ answered }) => answered)], ["boom", [true]]);
  fail = false;
  assert.equal((await app.invoke(null, on("t"))).v, "A");
});
