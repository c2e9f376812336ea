// The golden traces of LangGraph.js (semantics.md 15) that this version's parts can draw; G-19, G-20 and G-36, G-38 stand
// with what they are about.

import assert from "node:assert/strict";
import test from "node:test";

import { Command, interrupt } from "../../www/haltgraph.js";
import { abreast, asked, chain, deferred, firstLine, keep, on, refusal } from "./graphs.js";

const resume = (answer) => new Command({ resume: answer });

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

test("G-18 updates of nodes that write nothing, and of a list with a Command", async () => {
  const app = chain({ n: () => null, m: () => ({}), d: () => [{ log: ["1"] }, new Command({ resume: 0 }), { log: ["2"] }] }).compile();
  assert.deepEqual(await app.invoke({}, { streamMode: "updates" }), [{ n: {} }, { m: {} }, { d: [{ log: ["1"] }, { log: ["2"] }] }]);
});
