// The poisoned instance (S-ERR-57, SR-93): after a fault nothing enters the wasm, and nothing that it owed is left pending.
// In a file of its own, so that the runner gives it a process of its own.

import assert from "node:assert/strict";
import test from "node:test";

import * as guarded from "../../www/api/guard.js";
import { MemorySaver } from "../../www/haltgraph.js";
import { Store } from "../../www/pkg/haltgraph.js";
import { chain, deferred, keep, on, refusal } from "./graphs.js";

const halt = { halt: 1, kind: "k", title: "?", action: { id: "a1", name: "pay", args: {} } };

test("S-ERR-57 SR-93 a fault rejects what is outstanding and refuses what comes", async () => {
  const started = deferred();
  const release = deferred();
  let aborted;
  const app = keep(chain({ a: async ({ v }, runtime) => {
    if (v === "quick") return { v: 1 };
    started.resolve(runtime);
    await release.promise;
    return { v: 2 };
  } }).addGate("gate", ({ v }) => (v === 2 ? undefined : halt), () => null).addEdge("a", "gate"));
  await app.invoke({ v: "quick" }, on("paused"));
  const [{ ref }] = await app.pending();
  const call = app.invoke({}, on("t"));
  const stream = await app.stream({}, on("u"));
  const runtime = await started.promise;
  runtime.signal.addEventListener("abort", () => {
    aborted = true;
  });

  // A handle that points to nothing is a fault of the kind that cannot happen through the API.
  assert.throws(() => Object.create(Store.prototype, { __wbg_ptr: { value: 0 } }).capabilities(), { name: "EngineDeadError", code: "ENGINE_DEAD" });

  const error = await refusal(call, "EngineDeadError", "ENGINE_DEAD");
  assert.ok(error.cause instanceof Error);
  await refusal((async () => {
    for await (const chunk of stream) void chunk;
  })(), "EngineDeadError", "ENGINE_DEAD");
  assert.equal(aborted, true);
  for (const late of [() => app.invoke({}, on("x")), () => app.resume(ref, { verb: "approve" }), () => app.getState(on("t")), () => app.pending(),
    () => app.threads(), () => app.cancel("t"), () => app.continue("t"), () => app.attach()]) {
    await refusal(late(), "EngineDeadError", "ENGINE_DEAD");
  }
  assert.throws(() => runtime.key("x"), { name: "EngineDeadError" });
  assert.throws(() => chain({ a: () => null }).compile(), { name: "EngineDeadError" });
  assert.throws(() => new MemorySaver().capabilities, { name: "EngineDeadError" });
  release.resolve();
  await new Promise((done) => setImmediate(done));
});

test("what the event loop enters by itself does nothing once the instance is dead", () => {
  const { closure_invoke: closure, work } = guarded.guard({ closure_invoke: () => assert.fail("entered"), work: () => assert.fail("entered") });
  assert.deepEqual(closure(), []);
  assert.throws(work, { name: "EngineDeadError" });
});
