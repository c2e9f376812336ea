// What a program drops is collected (design law 12), although it ran through the wasm.

import assert from "node:assert/strict";
import test from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { Annotation, MemorySaver, START, StateGraph } from "../../www/haltgraph.js";

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
