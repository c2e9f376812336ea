// Building and compiling graphs: semantics.md 1.

import assert from "node:assert/strict";
import test from "node:test";

import { Annotation, Command, END, MemorySaver, START, StateGraph } from "../../www/haltgraph.js";
import { State, abreast, chain, firstLine, keep, on, refusal } from "./graphs.js";

const nothing = () => null;

test("S-BLD-01 a schema is an Annotation.Root or a plain map; a channel may be the function that makes it", async () => {
  const graph = new StateGraph({ a: Annotation, b: Annotation({ value: (x, y) => x + y, default: () => 1 }) });
  const app = graph.addNode("n", ({ b }) => ({ a: b, b: 5 })).addEdge(START, "n").compile();
  assert.deepEqual(await app.invoke({}), { a: 1, b: 6 });
});

test("S-BLD-02 no schema is a StateGraphInputError", () => {
  for (const schema of [undefined, null, "state", { key: 5 }, { output: State }, { __root__: Annotation(), other: Annotation() }]) {
    assert.throws(() => new StateGraph(schema), { name: "StateGraphInputError", code: "STATE_GRAPH_INPUT" });
  }
  assert.throws(() => new StateGraph(State, { outputs: State }), { name: "TypeError", code: "E_BAD_ARGUMENT" });
});

test("SR-17 a state key named __proto__ is refused; constructor and toString are ordinary keys", async () => {
  assert.throws(() => new StateGraph({ ["__proto__"]: Annotation() }), { code: "E_FORBIDDEN_KEY" });
  const app = new StateGraph({ constructor: Annotation(), toString: Annotation() })
    .addNode("n", () => ({ constructor: 1, toString: 2, valueOf: 3 }))
    .addEdge(START, "n").compile();
  const result = await app.invoke({});
  assert.deepEqual(Object.entries(result), [["constructor", 1], ["toString", 2]]);
});

test("S-STA-30 a default without a reducer is refused, and what is no function", () => {
  assert.throws(() => Annotation({ default: () => 1 }), { name: "TypeError" });
  assert.throws(() => Annotation({ reducer: "concat" }), { name: "TypeError" });
  assert.throws(() => Annotation({ reducer: (a) => a, default: 1 }), { name: "TypeError" });
});

test("S-BLD-10 nodes are added by name, by map or by list; none at all is an error", async () => {
  const app = new StateGraph(State)
    .addNode("a", () => ({ log: ["a"] }))
    .addNode({ b: () => ({ log: ["b"] }), c: () => ({ log: ["c"] }) })
    .addNode([["d", () => ({ log: ["d"] }), { ends: ["a"] }]])
    .addEdge(START, "a").addEdge("a", "b").addEdge("b", "c").addEdge("c", "d").addEdge("d", END)
    .compile();
  assert.deepEqual((await app.invoke({})).log, ["a", "b", "c", "d"]);
  for (const none of [{}, []]) assert.throws(() => new StateGraph(State).addNode(none), { message: "No nodes provided in `addNode`" });
});

test("S-BLD-12 names that cannot be are refused, in this order", () => {
  const graph = () => new StateGraph(State).addNode("a", nothing);
  const message = (name) => {
    try {
      graph().addNode(name, nothing);
      return undefined;
    } catch (error) {
      assert.equal(error.code, "GRAPH_VALIDATION");
      return error.message;
    }
  };
  assert.equal(message("v"), "v is already being used as a state attribute (a.k.a. a channel), cannot also be used as a node name.");
  assert.equal(message("x|y"), '"|" is a reserved character and is not allowed in node names.');
  assert.equal(message("x:y"), '":" is a reserved character and is not allowed in node names.');
  assert.equal(message("a"), "Node `a` already present.");
  assert.equal(message(START), "Node `__start__` is reserved.");
  assert.equal(message(END), "Node `__end__` is reserved.");
  assert.equal(message("constructor"), undefined);
});

test("S-CHO-35 generator functions, and what is no function, cannot be nodes", () => {
  const graph = new StateGraph(State);
  assert.throws(() => graph.addNode("g", function* g() {}), { name: "TypeError", message: "Generator functions cannot be nodes" });
  assert.throws(() => graph.addNode("g", async function* g() {}), { message: "Generator functions cannot be nodes" });
  assert.throws(() => graph.addNode("o", { call() {} }), { name: "TypeError" });
  assert.throws(() => graph.addNode("o", chain({ a: nothing }).compile()), { name: "TypeError", code: "E_BAD_ARGUMENT" });
  assert.throws(() => graph.addGate("h", nothing), { name: "TypeError" });
});

test("S-BLD-13 a change after compile only warns, and the builder may be compiled again", async () => {
  const warnings = [];
  const graph = chain({ a: () => ({ log: ["a"] }) });
  const first = graph.compile({ onWarning: (warning) => warnings.push(warning) });
  graph.addNode("b", () => ({ log: ["b"] })).addEdge("a", "b");
  const second = graph.compile();
  assert.deepEqual(warnings.map(({ code }) => code), ["GRAPH_COMPILED", "GRAPH_COMPILED"]);
  assert.deepEqual((await first.invoke({})).log, ["a"]);
  assert.deepEqual((await second.invoke({})).log, ["a", "b"]);
});

test("S-BLD-11 a runnable is called by its invoke", async () => {
  const runnable = { made: 5, invoke({ v }, runtime) {
    return { v: v + this.made, log: [typeof runtime.interrupt] };
  } };
  assert.deepEqual(await chain({ a: runnable }).compile().invoke({ v: 1 }), { log: ["function"], v: 6 });
});

test("S-BLD-20 edges out of END and into START are refused", () => {
  const graph = new StateGraph(State);
  assert.throws(() => graph.addEdge(END, "a"), { message: "END cannot be a start node" });
  assert.throws(() => graph.addEdge("a", START), { message: "START cannot be an end node" });
  for (const [from, to] of [[undefined, "a"], ["a", 1], [["a", 1], "b"], [[], "b"]]) {
    assert.throws(() => graph.addEdge(from, to), { name: "TypeError", code: "E_BAD_ARGUMENT" });
  }
});

test("S-BLD-21 S-BLD-22 all targets of a node run, each once", async () => {
  const app = new StateGraph(State)
    .addNode("a", nothing).addNode("b", () => ({ log: ["b"] })).addNode("c", () => ({ log: ["c"] }))
    .addEdge(START, "a").addEdge("a", "b").addEdge("a", "b").addEdge("a", "c")
    .compile();
  assert.deepEqual((await app.invoke({})).log, ["b", "c"]);
});

test("S-BLD-25 setEntryPoint and setFinishPoint are edges", async () => {
  const app = new StateGraph(State).addNode("a", () => ({ v: 1 })).setEntryPoint("a").setFinishPoint("a").compile();
  assert.equal((await app.invoke({})).v, 1);
});

test("S-BLD-26 S-BLD-30 a path function names nodes, with and without a path map, also asynchronously", async () => {
  const ran = (state) => ({ log: [state.v] });
  const graph = (path, map) => new StateGraph(State)
    .addNode("a", ({ v }) => ({ v })).addNode("b", () => ({ log: ["b"] })).addNode("c", () => ({ log: ["c"] })).addNode("seen", ran)
    .addEdge(START, "a").addEdge(START, "seen").addConditionalEdges("a", path, map).compile();
  const go = async (path, map) => (await graph(path, map).invoke({ v: "in" })).log;
  assert.deepEqual(await go(() => "b"), ["in", "b"]);
  assert.deepEqual(await go(async () => ["c", END, "b"]), ["in", "b", "c"]);
  assert.deepEqual(await go(() => []), ["in"]);
  assert.deepEqual(await go(() => "yes", { yes: "b", no: "c" }), ["in", "b"]);
  assert.deepEqual(await go(() => false, { true: "b", false: "c" }), ["in", "c"]);
  assert.deepEqual(await go(() => ["c", END], ["b", "c", END]), ["in", "c"]);
});

test("S-BLD-26 the object form", async () => {
  const app = new StateGraph(State).addNode("a", nothing).addNode("b", () => ({ v: "b" }))
    .addEdge(START, "a").addConditionalEdges({ source: "a", path: () => "b", pathMap: ["b"] }).compile();
  assert.equal((await app.invoke({})).v, "b");
});

test("S-BLD-27 one condition of one name per source; an anonymous one is called condition", () => {
  const graph = new StateGraph(State).addNode("a", nothing);
  graph.addConditionalEdges("a", () => END);
  assert.throws(() => graph.addConditionalEdges("a", () => END), { message: "Condition `condition` already present for node `a`" });
  const route = () => END;
  graph.addConditionalEdges("a", route);
  assert.throws(() => graph.addConditionalEdges("a", route), { message: "Condition `route` already present for node `a`" });
});

test("S-BLD-28 a path that names nothing fails the run", async () => {
  for (const [path, map] of [[() => undefined], [() => null], [() => ""], [() => "x", { y: "a" }], [() => "constructor", { y: "a" }]]) {
    const app = chain({ a: nothing }).addConditionalEdges("a", path, map).compile();
    const error = await refusal(app.invoke({}), "InvalidUpdateError", "UNKNOWN_NODE");
    assert.equal(firstLine(error), "Branch condition returned unknown or null destination");
  }
});

test("S-CHO-11 an unknown name from a path without a map is UNKNOWN_NODE", async () => {
  const app = chain({ a: nothing }).addConditionalEdges("a", () => "typo").compile();
  await refusal(app.invoke({}), "InvalidUpdateError", "UNKNOWN_NODE");
});

test("S-CMD-30 a Command from a path function is refused", async () => {
  const app = chain({ a: nothing }).addConditionalEdges("a", () => new Command({ resume: 1 })).compile();
  const error = await refusal(app.invoke({}), "InvalidUpdateError", "INVALID_UPDATE");
  assert.equal(error.message, "Conditional edges must return node names or Send, got Command");
});

test("S-BLD-31 a path sees its own node's writes, reduced, and none of a sibling's", async () => {
  let seen;
  const app = abreast({ a: () => ({ log: ["a"], v: "a" }), z: () => ({ log: ["z"] }) })
    .addConditionalEdges("a", (state) => {
      seen = state;
      return END;
    }).compile();
  await app.invoke({ log: ["in"] });
  assert.deepEqual(seen, { log: ["in", "a"], v: "a" });
});

test("S-BLD-32 an error of a path function is its node's", async () => {
  const app = keep(chain({ a: () => ({ v: 1 }) }).addConditionalEdges("a", () => {
    throw new RangeError("lost");
  }));
  const error = await app.invoke({}, on("t")).catch((reason) => reason);
  assert.equal(error.message, "lost");
  assert.equal(error instanceof RangeError, true);
  const { next, tasks } = await app.getState(on("t"));
  assert.deepEqual([next, tasks[0].error?.message, tasks[0].error?.name], [["a"], "lost", "RangeError"]);
});

test("S-BLD-33 several conditional and plain edges all apply", async () => {
  const app = new StateGraph(State)
    .addNode("a", nothing)
    .addNode({ b: () => ({ log: ["b"] }), c: () => ({ log: ["c"] }), d: () => ({ log: ["d"] }) })
    .addEdge(START, "a").addEdge("a", "b")
    .addConditionalEdges("a", function one() {
      return ["b", "c"];
    })
    .addConditionalEdges("a", async function two() {
      return "d";
    })
    .compile();
  assert.deepEqual((await app.invoke({})).log, ["b", "c", "d"]);
});

test("S-BLD-34 a path from START sees the input applied", async () => {
  const app = new StateGraph(State)
    .addNode({ low: () => ({ log: ["low"] }), high: () => ({ log: ["high"] }) })
    .addConditionalEdges(START, ({ v }) => (v > 5 ? "high" : "low")).compile();
  assert.deepEqual((await app.invoke({ v: 9 })).log, ["high"]);
  assert.deepEqual((await app.invoke({ v: 1 })).log, ["low"]);
});

test("S-BLD-34 a failing path from START fails the run, and the engine lives on", async () => {
  const app = new StateGraph(State).addNode("a", nothing).addConditionalEdges(START, () => {
    throw new Error("no way in");
  }).compile();
  await assert.rejects(app.invoke({}), { message: "no way in" });
  await assert.rejects(app.invoke({}), { message: "no way in" });
});

test("S-BLD-50 compile options that are not available are refused, never ignored", () => {
  for (const option of [{ interruptBefore: "a" }, { interruptAfter: [1] }, { store: {} }, { checkpointer: true }, { chekpointer: new MemorySaver() }]) {
    assert.throws(() => chain({ a: nothing }).compile(option), { name: "TypeError", code: "E_BAD_ARGUMENT" });
  }
  assert.throws(() => chain({ a: nothing }).compile({ checkpointer: new Map() }), { name: "TypeError" });
  assert.throws(() => new StateGraph(State).addNode("a", nothing, { retryPolicy: {} }), { name: "TypeError" });
});

test("S-BLD-51 what compile validates", () => {
  const graph = () => new StateGraph(State).addNode("a", nothing);
  assert.throws(() => graph().addEdge(START, "a").addEdge("x", "a").compile(), { name: "GraphValidationError", message: /^Found edge starting at unknown node `x`/ });
  assert.throws(() => graph().addEdge(START, "a").addEdge("a", "x").compile(), { name: "GraphValidationError", message: /^Found edge ending at unknown node `x`/ });
  assert.throws(() => graph().compile(), { name: "UnreachableNodeError", code: "UNREACHABLE_NODE", lc_error_code: "UNREACHABLE_NODE" });
  graph().addNode("b", nothing, { ends: ["a"] }).addEdge(START, "b").compile();
  graph().addNode("b", nothing).addEdge(START, "b").addConditionalEdges("b", () => END).compile();
});

test("S-BLD-54 a graph without an edge from START ends at once, with state = input", async () => {
  const app = new StateGraph(State).addNode("a", nothing).addEdge("a", "a").compile();
  assert.deepEqual(await app.invoke({ v: 1 }), { log: [], v: 1 });
});

test("S-CON-14 a second graph on one saver needs a name", () => {
  const checkpointer = new MemorySaver();
  const first = chain({ a: nothing }).compile({ checkpointer });
  assert.equal(first.checkpointer, checkpointer);
  chain({ a: nothing }).compile({ checkpointer });
  assert.throws(() => chain({ b: nothing }).compile({ checkpointer }), {
    name: "GraphValueError", code: "GRAPH_NAME_REQUIRED", lc_error_code: "GRAPH_NAME_REQUIRED",
  });
  assert.equal(chain({ b: nothing }).compile({ checkpointer, name: "second" }).name, "second");
});
