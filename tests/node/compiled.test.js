// What a compiled graph offers beside its calls: semantics.md 0 (S-CON-10), 1.5.

import assert from "node:assert/strict";
import test from "node:test";

import { Annotation, Command, CompiledStateGraph, START, StateGraph, interrupt, isInterrupted } from "../../www/haltgraph.js";
import { State, chain, keep, on, refusal } from "./graphs.js";

const says = (name) => () => ({ log: [name] });

test("S-BLD-59 withConfig gives defaults to calls; what a call says wins", async () => {
  const seen = [];
  const app = keep(chain({ a: (_state, { configurable, context }) => void seen.push([configurable.thread_id, configurable.user, context]) }));
  const bound = app.withConfig({ configurable: { thread_id: "t", user: "u" }, context: { a: 1 }, metadata: { m: 1 }, recursionLimit: 3 });
  assert.ok(bound instanceof CompiledStateGraph);
  await bound.invoke({});
  await bound.invoke({}, { configurable: { user: "v" }, context: { b: 2 }, metadata: { n: 2 }, signal: undefined });
  assert.deepEqual(seen, [["t", "u", { a: 1 }], ["t", "v", { b: 2 }]]);
  const { metadata } = await bound.getState();
  assert.deepEqual([metadata.m, metadata.n], [1, 2]);
  assert.equal((await app.getState(on("t"))).metadata.m, 1);
  const nested = bound.withConfig({ configurable: { thread_id: "w" } });
  await nested.invoke({});
  assert.deepEqual(seen.at(-1), ["w", "u", { a: 1 }]);
});

test("S-BLD-59 a recursionLimit of withConfig is honoured, in streams too", async () => {
  const app = chain({ a: says("a"), b: says("b") }).compile().withConfig({ recursionLimit: 2 });
  await refusal(app.invoke({}), "GraphRecursionError", "GRAPH_RECURSION_LIMIT");
  assert.deepEqual((await app.invoke({}, { recursionLimit: 3 })).log, ["a", "b"]);
  assert.deepEqual(await app.withConfig({ streamMode: "values", recursionLimit: 9 }).invoke({}), { log: ["a", "b"] });
});

test("S-CON-10 batch runs invoke for each input, with one config or one each", async () => {
  const app = keep(chain({ a: ({ v }) => ({ log: [v] }) }));
  assert.deepEqual((await app.batch([{ v: 1 }, { v: 2 }], [on("t"), on("u")])).map(({ log }) => log), [[1], [2]]);
  const bare = chain({ a: ({ v }) => ({ log: [v] }) }).compile();
  assert.deepEqual((await bare.batch([{ v: 1 }, { v: 2 }])).map(({ log }) => log), [[1], [2]]);
  await refusal(bare.batch([{ v: 1 }, 5]), "InvalidUpdateError", "INVALID_UPDATE");
  assert.deepEqual(await bare.batch([]), []);
});

test("S-INT-32 S-CON-10 isInterrupted, also as a method", async () => {
  const app = keep(chain({ a: () => interrupt("?") }));
  const paused = await app.invoke({}, on("t"));
  assert.deepEqual([app.isInterrupted(paused), isInterrupted(paused), app.isInterrupted({}), app.isInterrupted(null)], [true, true, false, false]);
});

test("S-BLD-60 a node alone gives its raw result, without channels or a saver", async () => {
  const app = keep(new StateGraph(State)
    .addNode("a", (state, runtime) => [state, typeof runtime.writer, runtime.configurable, new Command()])
    .addNode("asks", (_state, runtime) => runtime.interrupt("?"))
    .addNode("asksAtOnce", () => interrupt("?"))
    .addGate("gate", ({ v }) => ({ ask: v }), () => null)
    .addEdge(START, "a").addEdge("a", "asks").addEdge("asks", "asksAtOnce").addEdge("asksAtOnce", "gate"));
  assert.deepEqual(Object.keys(app.nodes), ["a", "asks", "asksAtOnce", "gate"]);
  const input = { anything: 1 };
  assert.deepEqual(await app.nodes.a.invoke(input, { configurable: { user: 1 } }), [input, "function", { user: 1 }, new Command()]);
  assert.deepEqual(await app.nodes.gate.invoke({ v: 5 }), { ask: 5 });
  for (const name of ["asks", "asksAtOnce"]) await refusal(app.nodes[name].invoke({}), "GraphValueError", "MISSING_CHECKPOINTER");
  assert.deepEqual(await app.threads(), []);
});

test("S-CON-10 channels and builder", () => {
  const graph = chain({ a: says("a") });
  const app = graph.compile();
  assert.equal(app.builder, graph);
  assert.deepEqual(Object.entries(app.channels).map(([key, { kind }]) => [key, kind]), [["log", "reducer"], ["v", "last"]]);
});

test("S-BLD-40 S-BLD-41 addSequence", async () => {
  const app = new StateGraph(State).addSequence([["a", says("a")], ["b", says("b"), { ends: ["a"] }]]).addEdge(START, "a").compile();
  assert.deepEqual((await app.invoke({})).log, ["a", "b"]);
  assert.deepEqual((await new StateGraph(State).addSequence({ x: says("x"), y: says("y") }).addEdge(START, "x").compile().invoke({})).log, ["x", "y"]);
  for (const none of [[], {}]) assert.throws(() => new StateGraph(State).addSequence(none), { message: "Sequence requires at least one node." });
  for (const twice of [[["a", says("a")], ["a", says("a")]]]) {
    assert.throws(() => new StateGraph(State).addSequence(twice), { message: 'Node names must be unique: node with the name "a" already exists.' });
  }
  assert.throws(() => chain({ a: says("a") }).addSequence({ a: says("a") }), { name: "GraphValidationError" });
});

test("S-BLD-14 an input schema and its options on gates and in lists", async () => {
  const own = Annotation.Root({ item: Annotation() });
  const app = keep(new StateGraph(State)
    .addNode([["a", (state) => ({ item: Object.keys(state).length }), { input: own }]])
    .addGate("gate", (state) => state, (state, answer) => ({ v: [state, answer] }), { input: own })
    .addEdge(START, "a").addEdge("a", "gate"));
  const paused = await app.invoke({ v: 0 }, on("t"));
  assert.deepEqual(paused.__interrupt__[0].value, { item: 0 });
  assert.deepEqual((await app.invoke(new Command({ resume: 1 }), on("t"))).v, [{ item: 0 }, 1]);
});
