// Joins: semantics.md 1.3, 3.5.

import assert from "node:assert/strict";
import test from "node:test";

import { Command, END, START, Send, StateGraph } from "../../www/haltgraph.js";
import { State, chunks, keep, on } from "./graphs.js";

const says = (name) => () => ({ log: [name] });
/** START → a, START → b1 → b2; `to` after a and b2. */
const uneven = (nodes) => new StateGraph(State)
  .addNode({ a: says("a"), b1: says("b1"), b2: says("b2"), c: says("c"), ...nodes })
  .addEdge(START, "a").addEdge(START, "b1").addEdge("b1", "b2");

test("S-BLD-23 S-STP-40 a join runs once after all have run, in whichever supersteps", async () => {
  const app = uneven().addEdge(["a", "b2"], "c").compile();
  assert.deepEqual((await app.invoke({})).log, ["a", "b1", "b2", "c"]);
  const updates = await chunks(app.stream({}));
  assert.deepEqual(updates.map((chunk) => Object.keys(chunk)[0]), ["a", "b1", "b2", "c"]);
});

test("S-STP-41 separate edges run the target once for each superstep in which a source ran", async () => {
  const app = uneven().addEdge("a", "c").addEdge("b2", "c").compile();
  assert.deepEqual((await app.invoke({})).log, ["a", "b1", "b2", "c", "c"]);
});

test("S-BLD-23 what a join checks at the call", () => {
  const graph = new StateGraph(State).addNode("a", says("a"));
  assert.throws(() => graph.addEdge([END], "a"), { message: "END cannot be a start node" });
  assert.throws(() => graph.addEdge(["x"], "a"), { message: 'Need to add a node named "x" first' });
  assert.throws(() => graph.addEdge([START], "a"), { message: 'Need to add a node named "__start__" first' });
  assert.throws(() => graph.addEdge(["a"], END), { message: "END cannot be an end node" });
  assert.throws(() => graph.addEdge(["a"], "y"), { message: 'Need to add a node named "y" first' });
  assert.throws(() => graph.addEdge(["x"], "a"), { name: "GraphValidationError", code: "GRAPH_VALIDATION" });
});

test("S-BLD-51 the target of a join is reachable", () => {
  uneven().addEdge(["a", "b2"], "c").compile();
});

test("S-STP-40 a source that runs twice counts once; the join arms anew after it has fired", async () => {
  const leads = [new Command({ goto: "a" }), new Command({ goto: ["a", "b"] }), null];
  const app = new StateGraph(State)
    .addNode({ a: says("a"), b: says("b"), c: says("c") }).addNode("again", () => leads.shift(), { ends: ["a", "b"] })
    .addEdge(START, "a").addEdge(["a", "b"], "c").addEdge("a", "again").compile();
  assert.deepEqual((await app.invoke({})).log, ["a", "a", "a", "b", "c"]);

  const rounds = [new Command({ goto: ["a", "b"] }), null];
  const rearmed = new StateGraph(State)
    .addNode({ a: says("a"), b: says("b") }).addNode("c", () => [new Command({ update: { log: ["c"] } }), rounds.shift()], { ends: ["a", "b"] })
    .addEdge(START, "a").addEdge(START, "b").addEdge(["a", "b"], "c").compile();
  assert.deepEqual((await rearmed.invoke({})).log, ["a", "b", "c", "a", "b", "c"]);
});

test("S-STP-40 a partial barrier survives a pause and a reload", async () => {
  const graph = () => new StateGraph(State)
    .addNode({ a: says("a"), b: (_state, runtime) => ({ log: [runtime.interrupt("?")] }), before: says("before"), c: says("c") })
    .addEdge(START, "a").addEdge(START, "before").addEdge("before", "b").addEdge(["a", "b"], "c");
  const app = keep(graph());
  await app.invoke({}, on("t"));
  assert.deepEqual((await app.getState(on("t"))).next, ["b"]);
  const reloaded = graph().compile({ checkpointer: app.checkpointer });
  assert.deepEqual((await reloaded.invoke(new Command({ resume: "b" }), on("t"))).log, ["a", "before", "b", "c"]);
  assert.deepEqual((await reloaded.getState(on("t"))).next, []);
});

test("S-STP-42 a goto or a Send to the target runs it besides, and leaves the barrier as it is", async () => {
  const target = (state) => ({ log: [typeof state === "string" ? state : "c"] });
  const lead = (goto) => keep(uneven({ c: target, a: () => new Command({ goto, update: { log: ["a"] } }) }).addEdge(["a", "b2"], "c"));
  assert.deepEqual((await lead("c").invoke({}, on("t"))).log, ["a", "b1", "b2", "c", "c"]);
  assert.deepEqual((await lead(new Send("c", "sent")).invoke({}, on("t"))).log, ["a", "b1", "b2", "sent", "c"]);
});

test("S-STP-43 a join that is never complete ends the run without it, and says so", async () => {
  const app = keep(new StateGraph(State)
    .addNode({ a: says("a"), b: says("b"), c: says("c") })
    .addConditionalEdges(START, () => "a", ["a", "b"]).addEdge(["a", "b"], "c"));
  assert.deepEqual((await app.invoke({}, on("t"))).log, ["a"]);
  assert.deepEqual((await app.getState(on("t"))).next, []);
  assert.deepEqual(app.warnings.map(({ code, node }) => [code, node]), [["JOIN_INCOMPLETE", "c"]]);
});

test("S-STP-60 S-STP-63 a join after a fan-out waits for all of it", async () => {
  const app = new StateGraph(State)
    .addNode({ w: (n) => ({ log: [`w${n}`] }), side: says("side"), c: says("c") })
    .addConditionalEdges(START, () => [new Send("w", 0), new Send("w", 1), "side"], ["w", "side"]).addEdge(["w", "side"], "c").compile();
  assert.deepEqual((await app.invoke({})).log, ["side", "w0", "w1", "c"]);
});

test("S-STP-40 S-STA-21 a source that runs several times in the superstep that completes the join leaves nothing behind", async () => {
  const leads = [new Command({ goto: "side" })];
  const app = keep(new StateGraph(State)
    .addNode({ w: (n) => ({ log: [`w${n}`] }), side: says("side") }).addNode("c", () => [new Command({ update: { log: ["c"] } }), leads.pop()], { ends: ["side"] })
    .addConditionalEdges(START, () => [new Send("w", 0), new Send("w", 1), "side"], ["w", "side"]).addEdge(["w", "side"], "c"));
  assert.deepEqual((await app.invoke({}, on("t"))).log, ["side", "w0", "w1", "c", "side"]);
  assert.deepEqual(app.warnings.map(({ message }) => message.split(": ").at(-1)), ["w."]);
});
