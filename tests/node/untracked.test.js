// Untracked values: semantics.md 2.2.

import assert from "node:assert/strict";
import test from "node:test";

import { Annotation, Command, START, Send, StateGraph, UntrackedValue, interrupt } from "../../www/haltgraph.js";
import { keep, on, refusal } from "./graphs.js";

const State = Annotation.Root({ scratch: new UntrackedValue(), v: Annotation() });
const graph = (nodes) => {
  const built = new StateGraph(State).addNode(nodes);
  let before = START;
  for (const name of Object.keys(nodes)) {
    built.addEdge(before, name);
    before = name;
  }
  return built;
};

test("S-STA-22 lives for one call, and is empty again after a pause, in this page and another", async () => {
  const seen = [];
  const nodes = () => ({ a: () => ({ scratch: () => "a function" }), b: ({ scratch }) => {
    seen.push(typeof scratch);
    return { v: interrupt("?") };
  }, c: ({ scratch }) => void seen.push(typeof scratch) });
  const app = keep(graph(nodes()));
  const paused = await app.invoke({ scratch: 1 }, on("t"));
  assert.equal(typeof paused.scratch, "function");
  assert.deepEqual((await app.getState(on("t"))).values, {});
  await graph(nodes()).compile({ checkpointer: app.checkpointer }).invoke(new Command({ resume: 1 }), on("t"));
  await app.invoke({}, on("u"));
  await app.invoke(new Command({ resume: 1 }), on("u"));
  assert.deepEqual(seen, ["function", "undefined", "undefined", "function", "undefined", "undefined"]);
});

test("S-STA-22 a new turn begins without it", async () => {
  const app = keep(graph({ a: ({ scratch }) => ({ v: scratch ?? "none", scratch: "left over" }) }));
  assert.deepEqual(await app.invoke({ scratch: "given" }, on("t")), { scratch: "left over", v: "given" });
  assert.equal((await app.invoke({}, on("t"))).v, "none");
});

test("S-STA-22 a default is there at each call", async () => {
  let made = 0;
  const built = new StateGraph({ scratch: new UntrackedValue(null, { default: () => (made += 1) }), v: Annotation() })
    .addNode("a", ({ scratch }) => ({ v: scratch })).addEdge(START, "a");
  const app = keep(built);
  const first = (await app.invoke({ v: 0 }, on("t"))).v;
  const second = (await app.invoke({ v: 0 }, on("t"))).v;
  assert.ok(second > first);
});

test("S-STA-22 two writes of a superstep are refused; with guard: false the last counts", async () => {
  const abreast = (guard) => new StateGraph({ scratch: new UntrackedValue(null, { guard }), v: Annotation() })
    .addNode({ a: () => ({ scratch: "a" }), b: () => ({ scratch: "b" }), c: ({ scratch }) => ({ v: scratch }) })
    .addEdge(START, "a").addEdge(START, "b").addEdge(["a", "b"], "c").compile();
  await refusal(abreast(true).invoke({}), "InvalidUpdateError", "INVALID_CONCURRENT_GRAPH_UPDATE");
  assert.equal((await abreast(false).invoke({})).v, "b");
});

test("S-STA-22 its key is stripped from a Send's args where they are stored, and not where they are used at once", async () => {
  const seen = [];
  const fan = () => new StateGraph(State)
    .addNode("w", (input) => void seen.push(Object.keys(input)))
    .addConditionalEdges(START, () => new Send("w", { item: 1, scratch: () => {} }), ["w"]);
  const app = keep(fan(), { interruptBefore: ["w"] });
  await keep(fan()).invoke({}, on("t"));
  await app.invoke({}, on("t"));
  await fan().compile({ checkpointer: app.checkpointer }).invoke(null, on("t"));
  assert.deepEqual(seen, [["item", "scratch"], ["item"]]);
});

test("S-STA-22 a sibling's write of it is not among the pending writes", async () => {
  const built = () => new StateGraph(State)
    .addNode({ a: () => ({ scratch: () => {}, v: 1 }), b: (_state, runtime) => void runtime.interrupt("?") }).addEdge(START, "a").addEdge(START, "b");
  const app = keep(built());
  await app.invoke({}, on("t"));
  const { values, tasks } = await built().compile({ checkpointer: app.checkpointer }).getState(on("t"));
  assert.deepEqual([values, tasks[0].result], [{ v: 1 }, { v: 1 }]);
});

test("S-STA-22 S-INT-70 a Command may bring one, also one that could not be stored; so may updateState, which drops it", async () => {
  const app = keep(graph({ a: ({ scratch }) => ({ v: [typeof scratch, interrupt("?")] }) }));
  await app.invoke({ scratch: () => {} }, on("t"));
  assert.deepEqual((await app.invoke(new Command({ resume: 1, update: { scratch: () => {} } }), on("t"))).v, ["function", 1]);
  await app.updateState(on("t"), { scratch: () => {}, v: 5 }, "a");
  assert.deepEqual((await app.getState(on("t"))).values, { v: 5 });
});
