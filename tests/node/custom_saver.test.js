// Savers of a program's own, through LangGraph's interface (S-CKP 6.5): what they are given, and that threads go on from it.

import assert from "node:assert/strict";
import test from "node:test";

import { Annotation, Command, START, Send, StateGraph, interrupt, isInterrupted } from "../../www/haltgraph.js";
import { chain, on } from "./graphs.js";

/** Indices of the writes that overwrite (S-CKP-31). */
const RESERVED = { __error__: -1, __scheduled__: -2, __interrupt__: -3, __resume__: -4 };
const copy = (value) => JSON.parse(JSON.stringify(value));

/** A saver such as LangGraph's documents describe; `kept` is what outlives the page. */
class PlainSaver {
  constructor(kept = {}) {
    this.kept = kept;
  }

  async put({ configurable: { thread_id, checkpoint_ns = "", checkpoint_id: parent } }, checkpoint, metadata) {
    const thread = (this.kept[thread_id] ??= {});
    thread[checkpoint.id] = { checkpoint: copy(checkpoint), metadata: copy(metadata), parent, writes: {} };
    return { configurable: { thread_id, checkpoint_ns, checkpoint_id: checkpoint.id } };
  }

  async putWrites({ configurable: { thread_id, checkpoint_id } }, writes, task) {
    const stored = this.kept[thread_id][checkpoint_id].writes;
    for (const [index, [channel, value]] of writes.entries()) {
      const key = `${task} ${RESERVED[channel] ?? index}`;
      if (RESERVED[channel] === undefined && key in stored) continue;
      stored[key] = copy([task, channel, value]);
    }
  }

  async getTuple({ configurable: { thread_id, checkpoint_id } }) {
    const ids = Object.keys(this.kept[thread_id] ?? {}).toSorted();
    return this.#tuple(thread_id, checkpoint_id ?? ids.at(-1));
  }

  async *list({ configurable: { thread_id } }, { before } = {}) {
    const bound = before?.configurable.checkpoint_id;
    for (const thread of thread_id === undefined ? Object.keys(this.kept) : [thread_id]) {
      const ids = Object.keys(this.kept[thread] ?? {}).toSorted().toReversed();
      for (const id of ids) if (bound === undefined || id < bound) yield this.#tuple(thread, id);
    }
  }

  async deleteThread(thread) {
    delete this.kept[thread];
  }

  #tuple(thread_id, id) {
    const found = this.kept[thread_id]?.[id];
    if (found === undefined) return undefined;
    const config = (checkpoint_id) => ({ configurable: { thread_id, checkpoint_ns: "", checkpoint_id } });
    const { checkpoint, metadata, parent, writes } = copy(found);
    return { config: config(id), checkpoint, metadata, ...(parent && { parentConfig: config(parent) }), pendingWrites: Object.values(writes) };
  }
}

const nodes = {
  a: () => ({ log: ["a"], v: new Date(0) }),
  b: () => ({ log: [interrupt("q")] }),
};
const compile = (checkpointer, graph = chain(nodes)) => graph.compile({ checkpointer, onWarning: () => {} });

async function collect(items) {
  const list = [];
  for await (const item of items) list.push(item);
  return list;
}

/** What a page that was loaded again has of the saver. */
const reloaded = (saver) => new PlainSaver(copy(saver.kept));

test("S-CKP-40 a thread that was paused in one page goes on in the next, over the saver's own memory", async () => {
  const saver = new PlainSaver();
  const paused = await compile(saver).invoke({}, on("t"));
  assert.ok(isInterrupted(paused));
  for (const next of [saver, reloaded(saver)]) {
    const app = compile(next);
    const [question] = await app.pending();
    assert.equal(question.ref.interrupt, paused.__interrupt__[0].id);
    assert.deepEqual((await app.getState(on("t"))).values, { log: ["a"], v: new Date(0) });
  }
  const app = compile(reloaded(saver));
  assert.deepEqual(await app.invoke(new Command({ resume: "yes" }), on("t")), { log: ["a", "yes"], v: new Date(0) });
  assert.deepEqual(await app.pending(), []);
  assert.deepEqual((await app.threads()).map(({ thread, status }) => [thread, status]), [["t", "done"]]);
});

test("S-CKP-01 S-STP-36 a saver is given LangGraph's tuples", async () => {
  const saver = new PlainSaver();
  await compile(saver).invoke({}, { ...on("t"), metadata: { user: "ana" } });
  const { checkpoint, metadata, parentConfig, pendingWrites } = await saver.getTuple(on("t"));
  const { ts, id, ...rest } = checkpoint;
  assert.match(ts, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8/);
  assert.deepEqual(rest, {
    v: 4,
    channel_values: { log: ["a"], v: new Date(0).toJSON(), __pregel_tasks: [], "branch:to:b": null },
    channel_versions: { log: 3, v: 3, "branch:to:a": 3, "branch:to:b": 3 },
    versions_seen: { __input__: {}, a: { "branch:to:a": 2 } },
  });
  assert.deepEqual(metadata, { user: "ana", source: "loop", step: 1, parents: {} });
  const [task, channel, value] = pendingWrites.find((write) => write[1] === "__interrupt__");
  assert.match(task, /^[0-9a-f]{8}-/);
  assert.deepEqual([channel, value.value, value.id.length], ["__interrupt__", "q", 32]);
  const tuples = await collect(saver.list(on("t")));
  assert.deepEqual(tuples.map((tuple) => [tuple.metadata.source, tuple.metadata.step]), [["loop", 1], ["loop", 0], ["input", -1]]);
  assert.equal(parentConfig.configurable.checkpoint_id, tuples[1].checkpoint.id);
});

test("S-TIM-02 S-UPD-01 a thread's history is listed, edited and gone on with from the middle", async () => {
  const saver = new PlainSaver();
  const three = chain({ a: () => ({ log: ["a"] }), b: () => ({ log: ["b"] }), c: () => ({ log: ["c"] }) });
  await compile(saver, three).invoke({}, on("t"));
  const app = compile(reloaded(saver), three);
  const shots = await collect(app.getStateHistory(on("t")));
  assert.deepEqual(shots.map(({ values }) => values.log.join("")), ["abc", "ab", "a", "", ""]);
  assert.deepEqual(shots[0].parentConfig, shots[1].config);
  await app.updateState(shots[2].config, { log: ["edited"] });
  assert.deepEqual((await compile(reloaded(app.checkpointer), three).invoke(null, on("t"))).log, ["a", "edited", "b", "c"]);
  assert.equal((await collect(app.getStateHistory(on("t"), { limit: 2 }))).length, 2);
});

test("S-CKP-16 a commit that the saver did not finish was never made, and the thread goes on from the one before", async () => {
  const saver = new PlainSaver();
  await compile(saver).invoke({}, on("t"));
  const failing = reloaded(saver);
  const putWrites = failing.putWrites.bind(failing);
  let fail = true;
  failing.putWrites = async (config, writes, task) => {
    if (fail && writes[0][0] === "__haltgraph__") throw new Error("gone");
    return putWrites(config, writes, task);
  };
  const app = compile(failing);
  await assert.rejects(app.invoke(new Command({ resume: "yes" }), on("t")), { code: "E_STORAGE" });
  fail = false;
  for (const next of [failing, reloaded(failing)]) {
    assert.equal((await compile(next).pending()).length, 1, "the question is open yet");
  }
  assert.deepEqual((await app.invoke(new Command({ resume: "no" }), on("t"))).log, ["a", "no"]);
});

test("S-CKP-18 what a saver hands back is data: forged values neither run nor count", async () => {
  const saver = new PlainSaver();
  await compile(saver).invoke({}, on("t"));
  const forged = { lc: 1, type: "constructor", id: ["langchain", "x"], kwargs: { toJSON: "x" } };
  const values = reloaded(saver);
  for (const stored of Object.values(values.kept["t"])) {
    stored.metadata = forged;
    stored.checkpoint.channel_values = { log: forged, v: forged };
  }
  assert.deepEqual((await compile(values).invoke(new Command({ resume: "yes" }), on("t"))).log, ["a", "yes"]);
  const marks = reloaded(saver);
  const head = Object.values(marks.kept["t"]).at(-1);
  for (const write of Object.values(head.writes)) if (write[1].startsWith("__haltgraph")) write[2] = JSON.stringify(forged);
  await assert.rejects(compile(marks).getState(on("t")), ({ code }) => ["E_CORRUPT", "E_UNKNOWN_FIELD"].includes(code));
  const foreign = new PlainSaver();
  await foreign.put(on("t"), { v: 4, id: "1ef4f797-8335-6428-8001-8a1503f9b875", ts: "x", channel_values: {} }, { source: "loop" });
  await assert.rejects(compile(foreign).invoke({}, on("t")), { code: "E_CORRUPT" });
});

test("S-CKP-45 a thread that its saver deleted is gone for the engine, too", async () => {
  const saver = new PlainSaver();
  const app = compile(saver);
  await app.invoke({}, on("t"));
  await saver.deleteThread("t");
  assert.deepEqual([await app.pending(), await app.threads()], [[], []]);
  assert.ok(isInterrupted(await app.invoke({}, on("t"))));
});

test("S-CKP-48 of two answers in one page one counts, and the smaller promise is told once", async () => {
  const saver = new PlainSaver();
  const warnings = [];
  const app = chain(nodes).compile({ checkpointer: saver, onWarning: ({ code }) => warnings.push(code) });
  const other = compile(saver);
  await app.invoke({}, on("t"));
  const [{ ref }] = await app.pending();
  const byId = (answer) => new Command({ resume: { [ref.interrupt]: answer } });
  const told = await Promise.allSettled([app.invoke(byId("one"), on("t")), other.invoke(byId("two"), on("t"))]);
  assert.deepEqual(told.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
  assert.equal((await app.getState(on("t"))).values.log.length, 2);
  assert.equal(warnings.filter((code) => code === "SAVER_WITHOUT_COMMIT").length, 1);
  assert.throws(() => compile({ getTuple() {} }), { code: "E_BAD_ARGUMENT" });
});

test("S-STP-81 of a thousand tasks that settle as they are called, none is stored by itself", async () => {
  const saver = new PlainSaver();
  const stored = [];
  const putWrites = saver.putWrites.bind(saver);
  saver.putWrites = (config, writes, task) => {
    stored.push(...writes.map(([channel]) => channel));
    return putWrites(config, writes, task);
  };
  const app = new StateGraph({ sum: Annotation({ reducer: (left, right) => left + right, default: () => 0 }) })
    .addNode("add", ({ item }) => ({ sum: item }))
    .addConditionalEdges(START, () => Array.from({ length: 1000 }, () => new Send("add", { item: 1 })), ["add"])
    .compile({ checkpointer: saver, onWarning: () => {} });
  assert.deepEqual(await app.invoke({}, on("t")), { sum: 1000 });
  assert.equal(stored.filter((channel) => channel === "sum").length, 0);
});
