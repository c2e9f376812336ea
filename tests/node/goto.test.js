// Commands that nodes return: semantics.md 5.2.

import assert from "node:assert/strict";
import test from "node:test";

import { Command, END, START, Send, StateGraph, interrupt } from "../../www/haltgraph.js";
import { State, abreast, asked, chain, chunks, keep, on, refusal } from "./graphs.js";

const says = (name) => () => ({ log: [name] });
/** START → a; b, c and d are led to. */
const led = (a, more = {}) => new StateGraph(State)
  .addNode("a", a, { ends: ["b", "c", "d"] }).addNode({ b: says("b"), c: says("c"), d: says("d"), ...more }).addEdge(START, "a");
const log = async (graph) => (await graph.compile().invoke({})).log;

test("S-CMD-10 goto leads on in addition to edges and conditional edges", async () => {
  const graph = led(() => new Command({ update: { log: ["a"] }, goto: "b" })).addEdge("a", "c").addConditionalEdges("a", () => "d", ["d"]);
  assert.deepEqual(await log(graph), ["a", "b", "c", "d"]);
});

test("S-CMD-11 goto END triggers nothing, and edges still apply", async () => {
  assert.deepEqual(await log(led(() => new Command({ goto: END, update: { log: ["a"] } })).addEdge("a", "b")), ["a", "b"]);
  assert.deepEqual(await log(led(() => new Command({ goto: [END, "c"] }))), ["c"]);
});

test("S-CMD-12 S-CHO-11 goto to no node is UNKNOWN_NODE: a typo must not skip an approval", async () => {
  for (const target of ["bee", START, ""]) {
    const error = await refusal(led(() => new Command({ goto: target })).compile().invoke({}), "InvalidUpdateError", "UNKNOWN_NODE");
    assert.match(error.message, new RegExp(`^Command goto: unknown node "${target}"`));
  }
});

test("S-CMD-12 ends are for validation only: goto may lead elsewhere", async () => {
  const graph = new StateGraph(State).addNode("a", () => new Command({ goto: "b" }), { ends: [END] }).addNode("b", says("b"))
    .addEdge(START, "a").addConditionalEdges("a", () => END, ["b", END]);
  assert.deepEqual(await log(graph), ["b"]);
});

test("S-CMD-13 goto mixes names and Sends", async () => {
  const graph = led(() => new Command({ goto: [new Send("w", 1), "b", new Send("w", 2)] }), { w: (n) => ({ log: [`w${n}`] }) })
    .addConditionalEdges("b", () => END, ["w", END]);
  assert.deepEqual(await log(graph), ["b", "w1", "w2"]);
});

test("S-CMD-14 resume in a returned Command is ignored", async () => {
  const app = keep(chain({ a: () => new Command({ resume: "leak", update: { log: ["a"] } }), b: () => ({ v: interrupt("?") }) }));
  assert.deepEqual(asked(await app.invoke({}, on("t"))), ["?"]);
});

test("S-CMD-15 S-STA-50 a list: Commands and updates in order, gotos of all, one run for a name", async () => {
  const graph = led(() => [{ log: ["1"] }, new Command({ update: { log: ["2"] }, goto: ["b", "c"] }), new Command({ goto: "b" }), null, { log: ["3"] }]);
  assert.deepEqual(await log(graph), ["1", "2", "3", "b", "c"]);
  assert.deepEqual(await chunks(graph.compile().stream({})).then(([first]) => first), { a: [{ log: ["1"] }, { log: ["2"] }, { log: ["3"] }] });
  const twice = led(() => [new Command({ update: { v: 1 } }), { v: 2 }]).compile();
  await refusal(twice.invoke({}), "InvalidUpdateError", "INVALID_CONCURRENT_GRAPH_UPDATE");
});

test("S-STA-51 a list without a Command, and an empty one, is no result", async () => {
  for (const result of [[], [{ log: [] }], [new Send("b", 1)]]) {
    const error = await refusal(led(() => result).compile().invoke({}), "InvalidUpdateError", "INVALID_GRAPH_NODE_RETURN_VALUE");
    assert.match(error.message, /^Expected node "a" to return an object or an array containing at least one Command object, received array/);
  }
  await refusal(led(() => [new Command(), 5]).compile().invoke({}), "InvalidUpdateError", "INVALID_GRAPH_NODE_RETURN_VALUE");
});

test("S-STA-54 update as pairs may write one key several times; unknown keys are dropped", async () => {
  assert.deepEqual(await log(led(() => new Command({ update: [["log", ["1"]], ["nope", 0], ["log", ["2"]]] }))), ["1", "2"]);
  assert.deepEqual(await led(() => new Command({ update: { nope: 1 } })).compile().invoke({ v: 1 }), { log: [], v: 1 });
});

test("S-CMD-18 S-CMD-19 S-CHO-21 there is no parent graph, in a list too", async () => {
  const up = { graph: Command.PARENT, update: { log: ["up"] } };
  for (const result of [new Command(up), [{ log: ["own"] }, new Command(up)], { lg_name: "Command", ...up }]) {
    const app = keep(led(() => result));
    const error = await refusal(app.invoke({}, on("t")), "InvalidUpdateError", "INVALID_UPDATE");
    assert.match(error.message, /^There is no parent graph\./);
    assert.deepEqual((await app.getState(on("t"))).values, { log: [] });
  }
});

test("S-CMD-30 S-CHO-37 a path function returns names and Sends only", async () => {
  const graph = (map) => led(() => null).addConditionalEdges("a", () => new Command({ goto: "b" }), map).compile();
  for (const map of [undefined, ["b"]]) {
    const error = await refusal(graph(map).invoke({}), "InvalidUpdateError", "INVALID_UPDATE");
    assert.match(error.message, /^Conditional edges must return node names or Send, got Command/);
  }
});

test("S-CMD-01 a Command that came through JSON is one", async () => {
  assert.deepEqual(await log(led(() => JSON.parse(JSON.stringify(new Command({ update: { log: ["a"] }, goto: ["b", new Send("c", 1)] }))))), ["a", "b", "c"]);
});

test("S-CMD-42 a goto that is neither a name nor a Send", async () => {
  await assert.rejects(led(() => new Command({ goto: [5] })).compile().invoke({}), { name: "InvalidUpdateError", message: "In Command.send, expected Send or string, got number" });
});

test("S-GATE-01 a gate's answer may return a Command", async () => {
  const app = keep(new StateGraph(State)
    .addGate("gate", () => "?", (_state, answer) => new Command({ update: { log: ["gate"] }, goto: answer ? "b" : END }), { ends: ["b"] })
    .addNode("b", says("b")).addEdge(START, "gate"));
  await app.invoke({}, on("yes"));
  assert.deepEqual((await app.invoke(new Command({ resume: true }), on("yes"))).log, ["gate", "b"]);
  await app.invoke({}, on("no"));
  assert.deepEqual((await app.invoke(new Command({ resume: false }), on("no"))).log, ["gate"]);
});

test("S-INT-41 S-CMD-10 a finished sibling's goto is kept over a pause, and applied once, after a reload too", async () => {
  const graph = () => abreast({ a: () => new Command({ goto: ["c", new Send("w", 7)], update: { log: ["a"] } }), b: (_s, runtime) => ({ log: [runtime.interrupt("?")] }) })
    .addNode({ c: says("c"), w: (n) => ({ log: [n] }) }).addConditionalEdges("a", () => [], ["c", "w"]);
  const app = keep(graph());
  assert.deepEqual((await app.invoke({}, on("t"))).log, ["a"]);
  const reloaded = graph().compile({ checkpointer: app.checkpointer });
  assert.deepEqual((await reloaded.invoke(new Command({ resume: "b" }), on("t"))).log, ["a", "b", "c", 7]);
});
