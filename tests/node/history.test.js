// Looking back: semantics.md 6.1, 6.2, 7.1, 7.2.

import assert from "node:assert/strict";
import test from "node:test";

import { Command, MemorySaver, Send, START, StateGraph, interrupt } from "../../www/haltgraph.js";
import { State, abreast, chain, keep, on, refusal } from "./graphs.js";

const resume = (answer) => new Command({ resume: answer });
async function list(app, config = on("t"), options) {
  const shots = [];
  for await (const shot of app.getStateHistory(config, options)) shots.push(shot);
  return shots;
}
const brief = ({ metadata, next }) => `${metadata.source} ${metadata.step} [${next}]`;
const id = ({ config }) => config.configurable.checkpoint_id;

test("S-GET-40 S-GET-41 S-GET-42 newest first; each with what it led to, questions stay visible where they were asked", async () => {
  const app = keep(chain({ a: () => ({ log: ["a"] }), b: () => ({ v: interrupt("?") }) }));
  await app.invoke({ v: 0 }, on("t"));
  await app.invoke(resume(1), on("t"));
  const shots = await list(app);
  assert.deepEqual(shots.map(brief), ["loop 2 []", "loop 1 [b]", "loop 0 [a]", "input -1 [__start__]"]);
  const [done, waiting, began, input] = shots;
  assert.deepEqual(shots.map(({ values }) => values), [{ log: ["a"], v: 1 }, { log: ["a"], v: 0 }, { log: [], v: 0 }, { log: [] }]);
  assert.deepEqual(done.tasks, []);
  assert.deepEqual(waiting.tasks.map(({ name, interrupts }) => [name, interrupts.map(({ value }) => value)]), [["b", ["?"]]]);
  assert.deepEqual(began.tasks.map(({ name, result, path }) => [name, result, path]), [["a", { log: ["a"] }, ["__pregel_pull", "a"]]]);
  assert.equal(input.tasks[0].name, "__start__");
});

test("S-CKP-03 S-CKP-15 S-GET-40 ids sort by age; each checkpoint names its parent, the first none", async () => {
  const app = keep(chain({ a: () => ({ log: ["a"] }), b: () => null }));
  await app.invoke({}, on("t"));
  await app.invoke({ v: 1 }, on("t"));
  const shots = await list(app);
  assert.deepEqual(shots.map(id), shots.map(id).toSorted((a, b) => (a < b ? 1 : -1)));
  assert.deepEqual(shots.map(({ parentConfig }) => parentConfig?.configurable.checkpoint_id), [...shots.slice(1).map(id), undefined]);
  assert.deepEqual(shots.map(({ metadata: { step } }) => step), [6, 5, 4, 3, 2, 1, 0, -1]);
  const { createdAt, config } = shots[0];
  assert.equal(new Date(createdAt).toISOString(), createdAt);
  assert.deepEqual(config, { configurable: { thread_id: "t", checkpoint_ns: "", checkpoint_id: id(shots[0]) } });
});

test("S-GET-40 S-CKP-44 limit, before and filter; the limit counts what the filter leaves", async () => {
  const app = keep(chain({ a: () => null, b: () => null }));
  for (let turn = 0; turn < 12; turn += 1) await app.invoke({ v: turn }, on("t"));
  const all = await list(app);
  assert.equal(all.length, 48);
  assert.deepEqual(await list(app, on("t"), { limit: 3 }), all.slice(0, 3));
  assert.deepEqual(await list(app, on("t"), { limit: 0 }), []);
  assert.deepEqual(await list(app, on("t"), { before: all[40].config }), all.slice(41));
  assert.deepEqual((await list(app, on("t"), { filter: { source: "input" } })).map(({ metadata: { step } }) => step), all.filter((_, at) => at % 4 === 3).map(({ metadata: { step } }) => step));
  assert.equal((await list(app, on("t"), { filter: { source: "input" }, limit: 10 })).length, 10);
  assert.deepEqual(await list(app, on("t"), { filter: { source: "input", step: 4 } }), []);
  assert.deepEqual(await list(app, all[5].config), [all[5]]);
  await refusal(list(app, on("t"), { limits: 1 }), "TypeError", "E_BAD_ARGUMENT");
});

test("S-GET-01 a config is read when it is given: it may name another thread while the first answer is on its way", async () => {
  const app = keep(chain({ a: () => null }));
  for (const thread of ["t", "u"]) await app.invoke({ v: thread }, on(thread));
  const config = on("t");
  const first = app.getState(config);
  config.configurable.thread_id = "u";
  assert.deepEqual([(await first).values.v, (await app.getState(config)).values.v], ["t", "u"]);
});

test("S-GET-40 who stops early has read no more than he wanted", async () => {
  const app = keep(chain({ a: () => null }));
  await app.invoke({}, on("t"));
  for await (const shot of app.getStateHistory(on("t"))) {
    assert.equal(brief(shot), "loop 1 []");
    break;
  }
});

test("S-CKP-41 S-GET-01 an unknown thread has no history; without a checkpointer there is none", async () => {
  assert.deepEqual(await list(keep(chain({ a: () => null })), on("unknown")), []);
  assert.throws(() => chain({ a: () => null }).compile().getStateHistory(on("t")), { name: "GraphValueError", code: "MISSING_CHECKPOINTER" });
  await refusal(list(keep(chain({ a: () => null })), {}), "MissingThreadIdError", "MISSING_THREAD_ID");
});

test("S-CKP-04 metadata: the thread's id, the caller's members, and never in place of its own", async () => {
  const app = keep(chain({ a: () => null }));
  await app.invoke({}, { ...on("t"), metadata: { user: "ana", step: 99, nested: { a: [1] } } });
  const { metadata } = await app.getState(on("t"));
  assert.deepEqual(metadata, { user: "ana", nested: { a: [1] }, source: "loop", step: 1, parents: {}, thread_id: "t" });
  assert.equal((await list(app, on("t"), { filter: { user: "ana" } })).length, 3);
  await app.invoke({}, on("t"));
  assert.equal((await app.getState(on("t"))).metadata.user, undefined);
  await refusal(app.invoke({}, { ...on("t"), metadata: { fn() {} } }), "HaltError", "E_BAD_TYPE");
});

test("S-GET-12 with a checkpoint id there is no preview, and all tasks are next", async () => {
  const app = keep(abreast({ a: () => ({ log: ["a"] }), b: () => ({ v: interrupt("?") }) }));
  await app.invoke({}, on("t"));
  const head = await app.getState(on("t"));
  assert.deepEqual([head.values.log, head.next], [["a"], ["b"]]);
  const stored = await app.getState(head.config);
  assert.deepEqual([stored.values.log, stored.next, stored.tasks[0].result], [[], ["a", "b"], { log: ["a"] }]);
});

test("S-GET-13 S-STP-22 Sends in history: path with the index, several writes to one key, no keys that are none", async () => {
  const app = keep(new StateGraph(State)
    .addNode("w", (n) => [{ log: [n], nope: 1 }, new Command({ update: { log: [n + 1] } })])
    .addConditionalEdges(START, () => [new Send("w", 0), new Send("w", 5)], ["w"]));
  await app.invoke({}, on("t"));
  const [, began] = await list(app);
  assert.deepEqual(began.tasks.map(({ path, result }) => [path, result]), [
    [["__pregel_push", 0], { log: { $writes: [[0], [1]] } }], [["__pregel_push", 1], { log: { $writes: [[5], [6]] } }],
  ]);
});

test("S-CKP-10 S-CKP-11 a failure writes no checkpoint; what was thrown stands with its task", async () => {
  const app = keep(chain({ a: () => {
    throw new TypeError("boom");
  } }));
  await app.invoke({}, on("t")).catch(() => {});
  const [{ tasks: [task] }, ...rest] = await list(app);
  assert.deepEqual([task.error.name, task.error.message, rest.length], ["TypeError", "boom", 1]);
});

test("S-INT-63 another instance over the same store reads the same history", async () => {
  const checkpointer = new MemorySaver();
  const graph = chain({ a: () => ({ log: [new Date(7)] }), b: () => ({ v: interrupt({ deep: [1] }) }) });
  const [first, second] = [graph.compile({ checkpointer }), graph.compile({ checkpointer })];
  await first.invoke({ v: 1 }, on("t"));
  assert.deepEqual(await list(second), await list(first));
});
