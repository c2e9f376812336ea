// When supersteps are stored, and how many tasks run at once: semantics.md 3.9, 6.2, 6.3.

import assert from "node:assert/strict";
import test from "node:test";

import { Command, END, START, Send, StateGraph, interrupt } from "../../www/haltgraph.js";
import { State, abreast, chain, deferred, keep, on } from "./graphs.js";

const steps = async (app) => {
  const list = [];
  for await (const { metadata } of app.getStateHistory(on("t"))) list.push(`${metadata.source} ${metadata.step}`);
  return list;
};
const pair = () => keep(chain({ a: () => ({ log: ["a"] }), b: () => ({ log: ["b"] }) }));

test("S-CKP-10 S-CKP-20 S-CKP-22 G-22 sync and async: the same checkpoints, when the call is over", async () => {
  for (const how of [{}, { durability: "sync" }, { durability: "async" }, { checkpointDuring: true }]) {
    const app = pair();
    assert.deepEqual((await app.invoke({}, { ...on("t"), ...how })).log, ["a", "b"]);
    assert.deepEqual(await steps(app), ["loop 2", "loop 1", "loop 0", "input -1"]);
  }
});

test("S-CKP-22 S-CKP-20 exit is not there, in either spelling; both words at once are refused", async () => {
  const call = (how) => pair().invoke({}, { ...on("t"), ...how });
  for (const how of [{ durability: "exit" }, { checkpointDuring: false }]) await assert.rejects(call(how), { code: "E_BAD_ARGUMENT", message: /^durability "exit" is not available/ });
  await assert.rejects(call({ durability: "sync", checkpointDuring: true }), { message: "Cannot use both `durability` and `checkpointDuring` at the same time." });
});

test("S-CKP-23 with async a pause is stored before the call resolves", async () => {
  const graph = () => chain({ a: () => ({ log: ["a"] }), b: () => ({ v: interrupt("?") }) });
  const app = keep(graph());
  await app.invoke({}, { ...on("t"), durability: "async" });
  const other = graph().compile({ checkpointer: app.checkpointer });
  assert.deepEqual((await other.getState(on("t"))).next, ["b"]);
  assert.deepEqual(await other.invoke(new Command({ resume: 1 }), { ...on("t"), durability: "async" }), { log: ["a"], v: 1 });
});

test("S-CKP-16 with async a failed save fails the call", async () => {
  const app = keep(chain({ a: () => ({ v: () => {} }), b: () => ({ log: ["b"] }) }));
  await assert.rejects(app.invoke({}, { ...on("t"), durability: "async" }), { code: "E_BAD_TYPE" });
  assert.equal((await app.getState(on("t"))).values.v, undefined);
});

test("S-STP-80 S-CHO-18 G-39 maxConcurrency: so many at a time, and all of them in the end", async () => {
  for (const [maxConcurrency, most] of [[1, 1], [2, 2], [undefined, 5], [50, 5]]) {
    let running = 0;
    let seen = 0;
    const node = async () => {
      running += 1;
      seen = Math.max(seen, running);
      await new Promise((done) => setImmediate(done));
      running -= 1;
      return { log: ["x"] };
    };
    const app = abreast(Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, node]))).compile();
    assert.equal((await app.invoke({}, { maxConcurrency })).log.length, 5);
    assert.equal(seen, most);
  }
});

test("S-STP-80 S-STP-30 maxConcurrency starts tasks in table order, and changes no result", async () => {
  const started = [];
  const app = new StateGraph(State).addNode("w", async (n) => {
    started.push(n);
    return { log: [n] };
  }).addConditionalEdges(START, () => [3, 1, 2].map((n) => new Send("w", n)), ["w", END]).compile();
  assert.deepEqual((await app.invoke({}, { maxConcurrency: 1 })).log, [3, 1, 2]);
  assert.deepEqual(started, [3, 1, 2]);
});

test("S-STP-82 S-CHO-18 with maxConcurrency a pause and a failure leave no task behind", async () => {
  const ran = [];
  const node = (name, run = () => null) => async () => {
    ran.push(name);
    return run();
  };
  const app = keep(abreast({ a: node("a"), b: (_state, runtime) => void runtime.interrupt("?"), c: node("c") }));
  const paused = await app.invoke({}, { ...on("t"), maxConcurrency: 1 });
  assert.deepEqual([ran, paused.__interrupt__.length], [["a", "c"], 1]);
});

test("S-ERR-61 S-CKP-17 an abort between tasks of a bounded superstep ends the call; the thread goes on later", async () => {
  const stop = new AbortController();
  const go = deferred();
  const ran = [];
  const app = keep(abreast({ a: async () => {
    ran.push("a");
    stop.abort();
    await go.promise;
    return { log: ["a"] };
  }, b: () => {
    ran.push("b");
    return { log: ["b"] };
  } }));
  const call = app.invoke({}, { ...on("t"), maxConcurrency: 1, signal: stop.signal });
  await assert.rejects(call, { name: "AbortError" });
  go.resolve();
  assert.deepEqual(ran, ["a"]);
  assert.deepEqual((await app.invoke(null, on("t"))).log, ["a", "b"]);
});
