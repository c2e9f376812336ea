// What a program drops is collected (design law 12), although it ran through the wasm.

import assert from "node:assert/strict";
import test from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { Annotation, Command, MemorySaver, START, StateGraph, interrupt } from "../../www/haltgraph.js";
import initialised from "../../www/pkg/haltgraph.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** Compiles, runs and drops a graph; what is left is a weak reference to its node. */
async function dropped(checkpointer) {
  const state = { big: "x".repeat(10_000) };
  const node = async () => ({ v: state });
  const app = new StateGraph({ v: Annotation() }).addNode("a", node).addEdge(START, "a").compile({ checkpointer });
  await app.invoke({}, { configurable: { thread_id: "t" } });
  return [new WeakRef(node), new WeakRef(app)];
}

test("a graph that is dropped is collected with its nodes", async () => {
  const references = [...(await dropped(undefined)), ...(await dropped(new MemorySaver()))];
  for (let round = 0; round < 50 && references.some((reference) => reference.deref() !== undefined); round += 1) {
    // What was read stays for the rest of its job.
    await new Promise((done) => setImmediate(done));
    collect();
  }
  assert.deepEqual(references.map((reference) => reference.deref()), [undefined, undefined, undefined, undefined]);
});

test("threads that were paused, resumed and deleted, aborted or left leave nothing behind: no handle in the wasm, no state, no signal's listener", async () => {
  const { __wbindgen_externrefs: handles } = await initialised();
  const checkpointer = new MemorySaver();
  const app = new StateGraph({ v: Annotation(), big: Annotation() })
    .addNode("ask", () => ({ v: interrupt("?") })).addEdge(START, "ask").compile({ checkpointer });
  const caller = new AbortController();
  const listeners = { count: 0 };
  const { signal } = caller;
  for (const [method, by] of /** @type {const} */ ([["addEventListener", 1], ["removeEventListener", -1]])) {
    const original = signal[method].bind(signal);
    signal[method] = (...given) => ((listeners.count += by), original(...given));
  }
  const states = [];
  const left = async (stream) => (await stream.next(), stream.return());
  async function threads(count) {
    for (let number = 0; number < count; number += 1) {
      const config = { configurable: { thread_id: `t${number}` }, signal };
      const big = { text: "x".repeat(1_000) };
      states.push(new WeakRef(big));
      await app.invoke({ big }, config);
      if (number % 3 === 0) await app.invoke(new Command({ resume: 1 }), config);
      else if (number % 3 === 1) await left(await app.stream(new Command({ resume: 1 }), config));
      else await app.invoke(null, { ...config, signal: AbortSignal.abort() }).catch(() => {});
      await checkpointer.deleteThread(`t${number}`);
    }
  }
  await threads(300);
  const before = handles.length;
  await threads(600);
  assert.equal(handles.length, before);
  assert.equal(listeners.count, 0);
  const alive = () => states.filter((state) => state.deref() !== undefined).length;
  for (let round = 0; round < 50 && alive() > 100; round += 1) {
    await new Promise((done) => setImmediate(done));
    collect();
  }
  // The engine keeps the states of some threads, to go on with them sooner.
  assert.ok(alive() <= 100, `${alive()} of ${states.length} states are left`);
});
