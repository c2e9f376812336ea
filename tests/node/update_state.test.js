// Editing state from outside: semantics.md 7.3.

import assert from "node:assert/strict";
import test from "node:test";

import { Command, END, Overwrite, START, Send, StateGraph, interrupt } from "../../www/haltgraph.js";
import { State, abreast, asked, chain, deferred, keep, on, refusal } from "./graphs.js";

const resume = (answer) => new Command({ resume: answer });
const says = (name) => () => ({ log: [name] });
/** a, then b asks. */
const paused = async () => {
  const app = keep(chain({ a: says("a"), b: () => ({ v: interrupt("?"), log: ["b"] }) }));
  const [{ id }] = (await app.invoke({ v: 0 }, on("t"))).__interrupt__;
  return { app, id };
};
const brief = async (app) => {
  const shots = [];
  for await (const { metadata, next } of app.getStateHistory(on("t"))) shots.push(`${metadata.source} ${metadata.step} [${next}]`);
  return shots;
};
const invalid = async (promise, message) => {
  const error = await promise.then(() => assert.fail("expected a refusal"), (reason) => reason);
  assert.equal(error.name, "InvalidUpdateError", error.stack);
  assert.match(error.message, message);
};

test("S-UPD-01 S-UPD-02 S-UPD-04 S-UPD-13 as the node that ran last: reducers apply, its edges lead on, the question is gone", async () => {
  const { app, id } = await paused();
  const before = await app.getState(on("t"));
  const config = await app.updateState(on("t"), { log: ["U"], nope: 1 });
  const { values, next, tasks, metadata, parentConfig, config: own } = await app.getState(on("t"));
  assert.deepEqual(config, own);
  assert.deepEqual([values, next, tasks[0].interrupts], [{ log: ["a", "U"], v: 0 }, ["b"], []]);
  assert.deepEqual([metadata.source, metadata.step, parentConfig], ["update", 2, before.config]);
  await refusal(app.invoke(resume({ [id]: 1 }), on("t")), "StaleDecisionError", "STALE_DECISION");
  const again = await app.invoke(null, on("t"));
  assert.deepEqual(asked(again), ["?"]);
  assert.notEqual(again.__interrupt__[0].id, id);
});

test("S-UPD-13 G-34 as the node that waits: it counts as done", async () => {
  const { app } = await paused();
  await app.updateState(on("t"), { v: 5 }, "b");
  const { values, next } = await app.getState(on("t"));
  assert.deepEqual([values.v, next], [5, []]);
  assert.deepEqual(await app.pending(), []);
});

test("S-UPD-02 conditional edges and gotos of the node are followed", async () => {
  const graph = new StateGraph(State).addNode({ a: says("a"), low: says("low"), high: says("high"), x: (input) => ({ log: [input.v ?? input] }) })
    .addEdge(START, "a").addConditionalEdges("a", ({ v }) => (v > 5 ? "high" : "low"), ["low", "high", "x"]);
  const app = keep(graph);
  await app.updateState(on("t"), { v: 9 }, "a");
  assert.deepEqual((await app.getState(on("t"))).next, ["high"]);
  await app.updateState(on("u"), new Command({ update: { v: 1 }, goto: [new Send("x", "sent"), "x"] }), "a");
  assert.deepEqual((await app.getState(on("u"))).next, ["x", "low", "x"]);
  assert.deepEqual((await app.invoke(null, on("u"))).log, ["low", 1, "sent"]);
});

test("S-UPD-10 G-34 on a fresh thread it is input for START, whose edges lead on", async () => {
  const app = keep(chain({ a: ({ v }) => ({ log: [v] }) }));
  await app.updateState(on("t"), { v: 3 });
  assert.deepEqual(await brief(app), ["update 0 [a]"]);
  assert.deepEqual((await app.invoke(null, on("t"))).log, [3]);
});

test("S-UPD-10 S-UPD-11 G-35 two nodes ran last: ambiguous; named, it is not", async () => {
  const app = keep(abreast({ a: says("a"), b: says("b") }));
  await app.invoke({}, on("t"));
  await invalid(app.updateState(on("t"), { v: 1 }), /^Ambiguous update, specify "asNode"/);
  await app.updateState(on("t"), { v: 1 }, "a");
  assert.equal((await app.getState(on("t"))).values.v, 1);
});

test("S-UPD-11 after a resume the node that was answered is meant", async () => {
  const { app } = await paused();
  await app.invoke(resume(1), on("t"));
  await app.updateState(on("t"), { v: 7 });
  assert.deepEqual([(await app.getState(on("t"))).values.v, (await app.getState(on("t"))).next], [7, []]);
});

test("S-UPD-12 no such node", async () => {
  const { app } = await paused();
  await invalid(app.updateState(on("t"), {}, "nowhere"), /^Node "nowhere" does not exist/);
  await refusal(app.updateState(on("t"), 5, "a"), "InvalidUpdateError", "INVALID_GRAPH_NODE_RETURN_VALUE");
});

test("S-UPD-14 no values and no node: a checkpoint with the same state, under which what waits is asked anew", async () => {
  const { app, id } = await paused();
  const before = await app.getState(on("t"));
  await app.updateState(on("t"), null);
  const after = await app.getState(on("t"));
  assert.deepEqual([after.values, after.next, after.metadata.source], [before.values, ["b"], "update"]);
  assert.notEqual(after.tasks[0].id, before.tasks[0].id);
  const again = await app.invoke(null, on("t"));
  assert.notEqual(again.__interrupt__[0].id, id);
});

test("S-UPD-15 G-34 null as END cancels: nothing is next, the questions are closed as cancelled", async () => {
  const { app, id } = await paused();
  await app.updateState(on("t"), null, END);
  const { next, tasks, values } = await app.getState(on("t"));
  assert.deepEqual([next, tasks, values], [[], [], { log: ["a"], v: 0 }]);
  await refusal(app.invoke(resume({ [id]: 1 }), on("t")), "HaltError", "E_CANCELLED");
  assert.deepEqual(await app.invoke(null, on("t")), { log: ["a"], v: 0 });
});

test("S-UPD-03 S-UPD-15 finished siblings are applied first", async () => {
  const app = keep(abreast({ a: says("a"), b: () => ({ v: interrupt("?") }) }));
  await app.invoke({}, on("t"));
  await app.updateState(on("t"), { log: ["U"] }, "b");
  assert.deepEqual((await app.getState(on("t"))).values.log, ["a", "U"]);
  await app.invoke({}, on("u"));
  await app.updateState(on("u"), null, END);
  assert.deepEqual((await app.getState(on("u"))).values.log, ["a"]);

  const fan = keep(new StateGraph(State).addNode("w", (n) => ({ log: [interrupt(n)] })).addConditionalEdges(START, () => [new Send("w", 1), new Send("w", 2)], ["w"]));
  const [, { id }] = (await fan.invoke({}, on("t"))).__interrupt__;
  await fan.invoke(resume({ [id]: "done" }), on("t"));
  await fan.updateState(on("t"), { log: ["U"] }, "w");
  assert.deepEqual((await fan.getState(on("t"))).values.log, ["done", "U"]);
});

test("S-UPD-16 as __input__: like new input, without running", async () => {
  const app = keep(chain({ a: ({ v }) => ({ log: [v] }) }));
  await app.updateState(on("t"), { v: 1 }, "__input__");
  assert.deepEqual(await brief(app), ["input -1 [__start__]"]);
  assert.deepEqual(await app.invoke(null, on("t")), { log: [1], v: 1 });
  await invalid(app.updateState(on("t"), null, "__input__"), /^Received no input writes/);
});

test("S-UPD-17 S-CKP-13 as __copy__: a sibling of the checkpoint; with pairs, edited as well", async () => {
  const { app } = await paused();
  const before = await app.getState(on("t"));
  await app.updateState(on("t"), null, "__copy__");
  const copy = await app.getState(on("t"));
  assert.deepEqual([copy.values, copy.next, copy.metadata.source, copy.parentConfig], [before.values, ["b"], "fork", before.parentConfig]);
  await app.updateState(before.config, [[{ v: 8 }, "b"]], "__copy__");
  const edited = await app.getState(on("t"));
  assert.deepEqual([edited.values.v, edited.next], [8, []]);
  assert.deepEqual((await brief(app)).slice(0, 2), ["update 3 []", "fork 2 [b]"]);
  await invalid(app.updateState(on("unknown"), null, "__copy__"), /^Cannot copy a non-existent checkpoint/);
  await refusal(app.updateState(on("t"), {}, "__copy__"), "TypeError", "E_BAD_ARGUMENT");
});

test("S-UPD-20 S-UPD-21 S-CHO-32 bulk: updates of one superstep in one checkpoint, the next continues from it", async () => {
  const app = keep(abreast({ a: says("a"), b: says("b") }));
  await app.bulkUpdateState(on("t"), [
    { updates: [{ values: { v: 1 } }] },
    { updates: [{ values: { log: ["x"] }, asNode: "b" }, { values: { log: ["y"] }, asNode: "a" }] },
    { updates: [{ values: { log: new Overwrite(["z"]) }, asNode: "a" }] },
  ]);
  const shots = [];
  for await (const { values, tasks } of app.getStateHistory(on("t"))) shots.push([values.log, tasks.map(({ name, result }) => [name, result?.log])]);
  assert.equal(shots.length, 3);
  assert.deepEqual(shots.map(([log]) => log), [["z"], shots[1][0], []]);
  assert.deepEqual(shots[1][0].toSorted(), ["x", "y"]);
});

test("S-UPD-20 what bulk refuses, and that nothing is changed then", async () => {
  const app = keep(abreast({ a: says("a"), b: says("b") }));
  const bulk = (...supersteps) => app.bulkUpdateState(on("t"), supersteps.map((updates) => ({ updates })));
  const [a, b] = [{ values: { v: 1 }, asNode: "a" }, { values: { log: [] }, asNode: "b" }];
  await invalid(bulk(), /^No supersteps provided/);
  await invalid(bulk([]), /^No updates provided/);
  await invalid(bulk([a], [a, { values: {} }]), /^"asNode" is required when applying multiple updates/);
  await invalid(bulk([a, { values: null, asNode: END }]), /^Cannot apply multiple updates when clearing state/);
  await invalid(bulk([a, { values: {}, asNode: "__input__" }]), /^Cannot apply multiple updates when updating as input/);
  await invalid(bulk([b, { values: null, asNode: "__copy__" }]), /^Cannot copy checkpoint with multiple updates/);
  await refusal(app.bulkUpdateState(on("t"), {}), "TypeError", "E_BAD_ARGUMENT");
  await refusal(app.bulkUpdateState(on("t"), [{ update: [] }]), "TypeError", "E_BAD_ARGUMENT");
  assert.equal((await app.getState(on("t"))).createdAt, undefined);
});

test("S-UPD-23 S-UPD-24 without a checkpointer, and while a run is active, it is refused", async () => {
  await refusal(chain({ a: says("a") }).compile().updateState(on("t"), {}), "GraphValueError", "MISSING_CHECKPOINTER");
  const go = deferred();
  const app = keep(chain({ a: () => go.promise }));
  const run = app.invoke({}, on("t"));
  await refusal(app.updateState(on("t"), { v: 1 }), "ThreadBusyError", "THREAD_BUSY");
  go.resolve({ v: 2 });
  assert.equal((await run).v, 2);
});

test("S-UPD-02 a reducer or a path function that throws fails the update, and changes nothing", async () => {
  const lost = new Error("lost");
  const app = keep(new StateGraph(State).addNode({ a: says("a"), b: says("b") }).addEdge(START, "a").addConditionalEdges("a", ({ v }) => {
    if (v === 1) throw lost;
    return "b";
  }));
  await app.invoke({}, on("t"));
  await assert.rejects(app.updateState(on("t"), { v: 1 }, "a"), lost);
  assert.equal((await app.getState(on("t"))).values.v, undefined);
});

test("S-UPD-01 the update is there after a reload", async () => {
  const { app } = await paused();
  await app.updateState(on("t"), { log: [new Date(3)], v: new Map([[1, 2]]) });
  const reloaded = chain({ a: () => assert.fail(), b: ({ v }) => ({ log: [v] }) }).compile({ checkpointer: app.checkpointer });
  assert.deepEqual((await reloaded.invoke(null, on("t"))).log, ["a", new Date(3), new Map([[1, 2]])]);
});
