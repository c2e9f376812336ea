// Static breakpoints: semantics.md 4.7.

import assert from "node:assert/strict";
import test from "node:test";

import { Command, START, StateGraph, interrupt } from "../../www/haltgraph.js";
import { State, abreast, asked, chain, chunks, keep, on, refusal } from "./graphs.js";

const says = (name) => () => ({ log: [name] });
const three = () => chain({ a: says("a"), b: says("b"), c: says("c") });

test("S-INT-80 G-12 interruptBefore at compile: the run stops before the node, and invoke(null) goes past", async () => {
  const app = keep(three(), { interruptBefore: ["b"] });
  assert.deepEqual(await app.invoke({}, on("t")), { log: ["a"], __interrupt__: [] });
  const { next, tasks } = await app.getState(on("t"));
  assert.deepEqual([next, tasks.map(({ interrupts }) => interrupts)], [["b"], [[]]]);
  assert.deepEqual(await app.invoke(null, on("t")), { log: ["a", "b", "c"] });
});

test("S-INT-82 G-12 interruptAfter stops when the superstep is applied; * is every node, without START (S-INT-89)", async () => {
  const app = keep(chain({ a: says("a"), b: says("b") }), { interruptAfter: "*" });
  assert.deepEqual(await app.invoke({}, on("t")), { log: ["a"], __interrupt__: [] });
  assert.deepEqual(await app.invoke(null, on("t")), { log: ["a", "b"], __interrupt__: [] });
  assert.deepEqual(await app.invoke(null, on("t")), { log: ["a", "b"] });
});

test("S-INT-80 a call's breakpoints replace the compiled ones, of each kind for itself; [] turns them off", async () => {
  const app = keep(three(), { interruptBefore: ["b"], interruptAfter: ["b"] });
  assert.deepEqual((await app.invoke({}, { ...on("t"), interruptBefore: ["c"] })).log, ["a", "b"]);
  assert.deepEqual((await app.invoke({}, { ...on("u"), interruptBefore: [], interruptAfter: [] })).log, ["a", "b", "c"]);
  assert.deepEqual((await keep(three()).invoke({}, { ...on("t"), interruptBefore: "*" })).__interrupt__, []);
});

test("S-INT-81 all tasks of the superstep wait, not just the one named", async () => {
  const app = keep(abreast({ a: says("a"), b: says("b") }), { interruptBefore: ["b"] });
  assert.deepEqual(await app.invoke({}, on("t")), { __interrupt__: [] });
  assert.deepEqual((await app.getState(on("t"))).next, ["a", "b"]);
  assert.deepEqual((await app.invoke(null, on("t"))).log, ["a", "b"]);
});

test("S-INT-83 S-INT-84 a resume passes the breakpoint once: in a loop it stops the next time", async () => {
  const app = keep(new StateGraph(State)
    .addNode("a", ({ log }) => ({ log: [log.length] })).addEdge(START, "a").addConditionalEdges("a", ({ log }) => (log.length < 3 ? "a" : "__end__")), { interruptBefore: ["a"] });
  const logs = [];
  for (const input of [{ v: 0 }, null, null, null]) logs.push((await app.invoke(input, on("t"))).log);
  assert.deepEqual(logs, [[], [0], [0, 1], [0, 1, 2]]);
});

test("S-INT-84 any Command passes it too", async () => {
  const app = keep(three(), { interruptBefore: ["b"] });
  await app.invoke({}, on("t"));
  assert.deepEqual((await app.invoke(new Command({ update: { log: ["u"] } }), on("t"))).log, ["a", "u", "b", "c"]);
});

test("S-STR-53 S-INT-85 the pause is one event with an empty list, the last one, in both modes", async () => {
  const app = keep(three(), { interruptBefore: ["b"] });
  assert.deepEqual(await chunks(app.stream({ log: [] }, { ...on("t"), streamMode: ["updates", "values"] })), [
    ["values", { log: [] }], ["updates", { a: { log: ["a"] } }], ["values", { log: ["a"] }], ["updates", { __interrupt__: [] }], ["values", { __interrupt__: [] }],
  ]);
});

test("S-INT-57 G-14 an answer at a breakpoint goes past it, is dropped with a warning, and reaches no later question", async () => {
  const app = keep(chain({ a: says("a"), b: () => ({ v: interrupt("?") }) }), { interruptBefore: ["b"] });
  await app.invoke({}, on("t"));
  const result = await app.invoke(new Command({ resume: "leak" }), on("t"));
  assert.deepEqual([asked(result), app.warnings.map(({ code }) => code)], [["?"], ["RESUME_DROPPED"]]);
  assert.equal((await app.invoke(new Command({ resume: 1 }), on("t"))).v, 1);
});

test("S-INT-66 G-13 a breakpoint and a question in one node", async () => {
  const app = keep(chain({ a: () => ({ v: interrupt("?") }) }), { interruptBefore: ["a"] });
  assert.deepEqual((await app.invoke({}, on("t"))).__interrupt__, []);
  assert.deepEqual(asked(await app.invoke(null, on("t"))), ["?"]);
  assert.deepEqual(await app.invoke(new Command({ resume: 1 }), on("t")), { log: [], v: 1 });
});

test("S-INT-86 without a saver a breakpoint stops the run, and a warning says that it cannot go on", async () => {
  const warnings = [];
  const app = three().compile({ interruptBefore: ["b"], onWarning: ({ code }) => warnings.push(code) });
  assert.deepEqual([await app.invoke({}), warnings], [{ log: ["a"], __interrupt__: [] }, ["BREAKPOINT_UNSAVED"]]);
});

test("S-INT-87 state edited at a breakpoint is what the run goes on with", async () => {
  const app = keep(chain({ a: says("a"), b: ({ v }) => ({ log: [v] }) }), { interruptBefore: ["b"] });
  await app.invoke({ v: 1 }, on("t"));
  await app.updateState(on("t"), { v: 2 });
  assert.deepEqual((await app.invoke(null, on("t"))).log, ["a", 2]);
});

test("S-BLD-51 S-BLD-61 a breakpoint at no node is refused, at compile and at the call", async () => {
  assert.throws(() => keep(three(), { interruptBefore: ["x"] }), { name: "GraphValidationError", message: /^Interrupt node `x` is not present/ });
  assert.throws(() => keep(three(), { interruptAfter: ["x"] }), { name: "GraphValidationError" });
  await refusal(keep(three()).invoke({}, { ...on("t"), interruptBefore: ["x"] }), "GraphValidationError", "GRAPH_VALIDATION");
});

test("S-INT-83 a breakpoint survives a reload, and is passed there once", async () => {
  const first = keep(three(), { interruptBefore: ["b", "c"] });
  await first.invoke({}, on("t"));
  const second = three().compile({ checkpointer: first.checkpointer, interruptBefore: ["b", "c"] });
  assert.deepEqual(await second.invoke(null, on("t")), { log: ["a", "b"], __interrupt__: [] });
  assert.deepEqual(await first.invoke(null, on("t")), { log: ["a", "b", "c"] });
});
