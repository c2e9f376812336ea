// Dialects that load when a payload may be theirs: nothing is read without the one that it is written for.

import assert from "node:assert/strict";
import test from "node:test";

import "../../www/dialects/later.js";
import { readRequest } from "../../www/dialects/core.js";
import { bringDialects, detect, isReadable, registryVersion } from "../../www/dialects/registry.js";
import { Annotation, END, MemorySaver, START, StateGraph } from "../../www/haltgraph.js";

const NATIVE = { halt: 1, kind: "t", title: "t", action: { id: "a", name: "tool", args: {} } };
const LANGCHAIN = {
  action_requests: [{ name: "tool", args: {} }],
  review_configs: [{ action_name: "tool", allowed_decisions: ["approve", "reject"] }],
};
const native = { native: true, policy: {} };

test("0.2 a native payload is read without the others; what may be another's is refused until they are loaded", async () => {
  assert.equal(readRequest(NATIVE, native).dialect, "halt");
  assert.throws(() => readRequest(LANGCHAIN, native), { code: "E_NOT_LOADED" });
  assert.throws(() => detect("confirm", { native: false }), { code: "E_NOT_LOADED" });
  assert.equal(isReadable(LANGCHAIN, { native: false, binding: { dialect: "halt" } }), true);
  assert.equal(isReadable(NATIVE, { native: true, binding: { dialect: "lc-hitl-py" } }), false);
});

test("A-71 dialects that load for a payload do not clear what its node showed before", async () => {
  let payload = /** @type {any} */ (NATIVE);
  const app = new StateGraph(Annotation.Root({ result: Annotation() }))
    .addNode("ask", (_, { interrupt }) => ({ result: interrupt(payload) })).addEdge(START, "ask").addEdge("ask", END)
    .compile({ checkpointer: new MemorySaver(), onWarning: () => {}, approvals: { native: true } });
  await app.invoke({}, { configurable: { thread_id: "1" } });
  assert.equal((await app.pending())[0].ctx.pinned, "halt");
  assert.equal(isReadable(LANGCHAIN, native), false);
  payload = LANGCHAIN;
  await app.invoke({}, { configurable: { thread_id: "2" } });
  const version = registryVersion();
  const [, other] = await app.pending();
  assert.deepEqual([other.ctx.pinned, detect(other.payload, other.ctx).strength, registryVersion()], ["halt", "weak", version]);
});

test("0.2 every dialect that ships is expected, and none is left once they are loaded", async () => {
  await bringDialects();
  assert.equal(isReadable("anything", { native: false }), true);
  assert.equal(detect(LANGCHAIN, { native: false }).dialect, "lc-hitl-py");
});
