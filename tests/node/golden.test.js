// The golden traces of LangGraph.js (semantics.md 15) that this version's parts can draw. Those of one feature stand with its
// tests: G-05, G-11 to G-14, G-44 (commands, breakpoints), G-19 to G-21 (streams), G-22, G-39 (durability), G-35, G-36, G-38.

import assert from "node:assert/strict";
import test from "node:test";

import { Annotation, Command, END, START, Send, StateGraph, interrupt } from "../../www/haltgraph.js";
import { State, abreast, asked, chain, chunks, deferred, firstLine, keep, on, refusal } from "./graphs.js";

const resume = (answer) => new Command({ resume: answer });
const brief = async (app) => {
  const list = [];
  for await (const { metadata, next } of app.getStateHistory(on("t"))) list.push(`${metadata.source} ${metadata.step} [${next}]`);
  return list;
};
/** a, then b asks. */
const pausing = async () => {
  const app = keep(chain({ a: () => ({ log: ["a"] }), b: () => ({ v: interrupt("?") }) }));
  await app.invoke({ v: 0 }, on("t"));
  return app;
};

test("G-01 the recursion limit counts START, and a resume starts its own count", async () => {
  const steps = (count) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, () => ({ log: [at] })]));
  const run = (count, recursionLimit) => chain(steps(count)).compile().invoke({}, { recursionLimit });
  await refusal(run(1, 1), "GraphRecursionError", "GRAPH_RECURSION_LIMIT");
  assert.deepEqual((await run(1, 2)).log, [0]);
  await refusal(run(3, 3), "GraphRecursionError", "GRAPH_RECURSION_LIMIT");
  assert.deepEqual((await run(3, 4)).log, [0, 1, 2]);

  const paused = async () => {
    const app = keep(chain({ ask: () => ({ v: interrupt("?") }), ...steps(3) }));
    await app.invoke({}, on("t"));
    return app;
  };
  await refusal((await paused()).invoke(resume(1), { ...on("t"), recursionLimit: 2 }), "GraphRecursionError", "GRAPH_RECURSION_LIMIT");
  assert.deepEqual((await (await paused()).invoke(resume(1), { ...on("t"), recursionLimit: 3 })).log, [0, 1, 2]);
});

test("S-STP-74 what was done before the limit is kept, and invoke(null) goes on", async () => {
  const app = keep(chain({ a: () => ({ log: ["a"] }), b: () => ({ log: ["b"] }) }));
  await refusal(app.invoke({}, { ...on("t"), recursionLimit: 2 }), "GraphRecursionError", "GRAPH_RECURSION_LIMIT");
  assert.deepEqual((await app.invoke(null, on("t"))).log, ["a", "b"]);
});

test("G-02 one question", async () => {
  const graph = () => keep(chain({ a: () => ({ v: interrupt("q1"), log: ["a"] }) }));
  const app = graph();
  const paused = await app.invoke({ v: 1 }, on("t"));
  assert.deepEqual([paused.log, paused.v, asked(paused)], [[], 1, ["q1"]]);
  assert.deepEqual(await app.invoke(resume(true), on("t")), { log: ["a"], v: true });
  for (const answer of [[], {}]) {
    const other = graph();
    assert.deepEqual(Object.keys(await other.invoke({}, on("t"))), ["__interrupt__"]);
    assert.deepEqual((await other.invoke(resume(answer), on("t"))).v, answer);
  }
});

test("G-03 falsy answers are delivered, null is none", async () => {
  for (const answer of [false, 0, ""]) {
    const app = keep(chain({ a: () => ({ v: interrupt("?") }) }));
    await app.invoke({}, on("t"));
    await refusal(app.invoke(resume(null), on("t")), "EmptyInputError", "EMPTY_INPUT");
    assert.equal((await app.invoke(resume(answer), on("t"))).v, answer);
  }
});

test("G-04 two questions, two ids", async () => {
  const app = keep(chain({ a: () => ({ v: [interrupt("q1"), interrupt("q2")] }) }));
  const first = await app.invoke({}, on("t"));
  const second = await app.invoke(resume("A"), on("t"));
  assert.notEqual(first.__interrupt__[0].id, second.__interrupt__[0].id);
  assert.deepEqual((await app.invoke(resume("B"), on("t"))).v, ["A", "B"]);
});

test("G-06 two pause, one writes", async () => {
  const calls = [];
  const node = (name) => () => {
    calls.push(name);
    return { log: [`${name}:${interrupt(`q${name}`)}`] };
  };
  const app = keep(abreast({ a: node("a"), b: node("b"), c: () => {
    calls.push("c");
    return { log: ["c"] };
  } }));
  const first = await app.invoke({}, on("t"));
  assert.deepEqual([first.log, asked(first), (await app.getState(on("t"))).next], [["c"], ["qa", "qb"], ["a", "b"]]);
  await refusal(app.invoke(resume("X"), on("t")), "AmbiguousResumeError", "MULTIPLE_PENDING_INTERRUPTS");
  const second = await app.invoke(resume({ [first.__interrupt__[0].id]: "A" }), on("t"));
  assert.deepEqual([second.log, asked(second), (await app.getState(on("t"))).next], [["a:A", "c"], ["qb"], ["b"]]);
  assert.deepEqual((await app.invoke(resume("B"), on("t"))).log, ["a:A", "b:B", "c"]);
  assert.deepEqual(calls, ["a", "b", "c", "a", "b"]);
});

test("G-07 a swallowed pause", async () => {
  const app = keep(chain({ a: () => {
    try {
      return { v: interrupt("?") };
    } catch {
      return { v: "caught" };
    }
  } }));
  const paused = await app.invoke({}, on("t"));
  assert.deepEqual([asked(paused), paused.v], [["?"], undefined]);
});

test("G-08 an answer that nobody asked for", async () => {
  const app = keep(chain({ a: () => ({ v: 1 }) }));
  await app.invoke({}, on("t"));
  await refusal(app.invoke(resume(1), on("t")), "NothingToResumeError", "NO_PENDING_INTERRUPT");
  await refusal(app.invoke(resume(1), on("unknown")), "NothingToResumeError", "NO_PENDING_INTERRUPT");
});

test("G-09 nothing to start from", async () => {
  const app = keep(chain({ a: () => null }));
  for (const input of [null, undefined]) {
    const error = await refusal(app.invoke(input, on("t")), "EmptyInputError", "EMPTY_INPUT");
    assert.match(firstLine(error), /^Received no input writes for "__start__"/);
  }
  await refusal(chain({ a: () => null }).compile().invoke(null), "EmptyInputError", "EMPTY_INPUT");
});

test("G-10 new input on a paused thread", async () => {
  const app = keep(chain({ a: () => interrupt("?") }));
  const first = await app.invoke({ log: ["1"] }, on("t"));
  const second = await app.invoke({ log: ["2"] }, on("t"));
  const { values, tasks } = await app.getState(on("t"));
  assert.deepEqual([values.log, tasks.length], [["1", "2"], 1]);
  assert.notEqual(first.__interrupt__[0].id, second.__interrupt__[0].id);
});

test("G-15 one done, one failed", async () => {
  const calls = [];
  const late = deferred();
  const graph = (a) => keep(abreast({ a, b: async () => {
    calls.push("b");
    if (calls.filter((name) => name === "b").length === 1) throw new Error("boom");
    return { log: ["b"] };
  } }));
  const app = graph(() => {
    calls.push("a");
    return { log: ["a"] };
  });
  await assert.rejects(app.invoke({}, on("t")), { message: "boom" });
  const { next, tasks, values } = await app.getState(on("t"));
  assert.deepEqual([next, values.log], [["b"], ["a"]]);
  assert.deepEqual(tasks.map(({ result }) => result), [{ log: ["a"] }, undefined]);
  assert.deepEqual([tasks[1].error.message, tasks[1].error.name], ["boom", "Error"]);
  assert.deepEqual((await app.invoke(null, on("t"))).log, ["a", "b"]);
  assert.deepEqual(calls, ["a", "b", "b"]);

  calls.length = 0;
  const slow = graph(async () => {
    calls.push("a");
    await late.promise;
    return { log: ["a"] };
  });
  let settled = false;
  const call = slow.invoke({}, on("u")).catch(() => {
    settled = true;
  });
  await new Promise((done) => setImmediate(done));
  assert.equal(settled, false);
  late.resolve();
  await call;
  assert.deepEqual((await slow.invoke(null, on("u"))).log, ["a", "b"]);
  assert.deepEqual(calls, ["a", "b", "b"]);
});

test("G-16 two nodes throw", async () => {
  const [one, two] = [new Error("one"), new Error("two")];
  const app = abreast({ a: () => {
    throw one;
  }, b: async () => {
    throw two;
  } }).compile();
  const error = await app.invoke({}).catch((reason) => reason);
  assert.equal(error instanceof AggregateError, true);
  assert.deepEqual(error.errors, [one, two]);
  assert.equal(error.code, "AGGREGATE");
  assert.equal(error.message, 'Multiple errors occurred during superstep 1. See the "errors" field of this exception for more details.');
});

test("G-17 three Sends that finish in the order 2, 1, 0", async () => {
  const gates = [deferred(), deferred(), deferred()];
  const app = new StateGraph(State).addNode("w", async (n) => {
    await gates[n].promise;
    gates[n - 1]?.resolve();
    return { log: [`w${n}`] };
  }).addConditionalEdges(START, () => [0, 1, 2].map((n) => new Send("w", n)), ["w"]).compile();
  gates[2].resolve();
  const all = await chunks(app.stream({}, { streamMode: ["updates", "values"] }));
  assert.deepEqual(all, [
    ["updates", { w: { log: ["w2"] } }], ["updates", { w: { log: ["w1"] } }], ["updates", { w: { log: ["w0"] } }], ["values", { log: ["w0", "w1", "w2"] }],
  ]);
});

test("G-18 updates of nodes that write nothing, and of a list with a Command", async () => {
  const nodes = { n: () => null, m: () => ({}), g: () => new Command({ goto: END }), d: () => [new Command({ update: { log: ["1"] } }), { log: ["2"] }] };
  const updates = [{ n: {} }, { m: {} }, { g: {} }, { d: [{ log: ["1"] }, { log: ["2"] }] }];
  assert.deepEqual(await chain(nodes).compile().invoke({}, { streamMode: "updates" }), updates);
});

test("G-33 a replay of the checkpoint before b", async () => {
  const app = await pausing();
  const { config } = await app.getState(on("t"));
  await app.invoke(resume(7), on("t"));
  assert.deepEqual(asked(await app.invoke(null, config)), ["?"]);
  assert.deepEqual(await brief(app), ["fork 2 [b]", "loop 2 []", "loop 1 [b]", "loop 0 [a]", "input -1 [__start__]"]);
  assert.equal((await app.invoke(resume(8), on("t"))).v, 8);
});

test("G-34 updateState while b waits, as b, on a fresh thread, and as END", async () => {
  const app = await pausing();
  await app.updateState(on("t"), { log: ["U"] });
  const { next, tasks, metadata } = await app.getState(on("t"));
  assert.deepEqual([next, tasks[0].interrupts, metadata.source, metadata.step], [["b"], [], "update", 2]);
  await app.updateState(on("t"), { v: 5 }, "b");
  assert.deepEqual((await app.getState(on("t"))).next, []);

  await app.updateState(on("fresh"), { v: 1 });
  const fresh = await app.getState(on("fresh"));
  assert.deepEqual([fresh.metadata.source, fresh.metadata.step, fresh.next], ["update", 0, ["a"]]);

  const other = await pausing();
  await other.updateState(on("t"), null, END);
  assert.deepEqual((await other.getState(on("t"))).next, []);
  assert.deepEqual(await other.invoke(null, on("t")), { log: ["a"], v: 0 });
});

test("G-42 an output schema", async () => {
  const app = new StateGraph(State, { output: Annotation.Root({ v: Annotation() }) }).addNode("a", () => ({ log: ["a"], v: 2 })).addEdge(START, "a").compile();
  assert.deepEqual(await app.invoke({ v: 1 }), { v: 2 });
  assert.deepEqual((await chunks(app.stream({ v: 1 }, { streamMode: "values" }))).at(-1), { log: ["a"], v: 2 });
});
