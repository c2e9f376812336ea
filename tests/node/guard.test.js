// The glue's wrapper around the exports (security.md, decision 4), on a module of a few bytes that can only trap.

import assert from "node:assert/strict";
import test from "node:test";

import { EngineDeadError } from "../../www/api/errors.js";
import { guard, onDeath, owed } from "../../www/api/guard.js";

/** (module (func (export "trap") unreachable) (func (export "fine") (result i32) i32.const 7) (memory (export "memory") 1)) */
const MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 2, 96, 0, 0, 96, 0, 1, 127, 3, 3, 2, 0, 1, 5, 3, 1, 0, 1, 7, 24, 3, 4, 116, 114, 97, 112, 0, 0, 4, 102, 105, 110,
  101, 0, 1, 6, 109, 101, 109, 111, 114, 121, 2, 0, 10, 10, 2, 3, 0, 0, 11, 4, 0, 65, 7, 11,
]);

test("SR-93 the first trap is the last call that enters; who waits is told", async () => {
  const exports = guard(new WebAssembly.Instance(new WebAssembly.Module(MODULE)).exports);
  assert.equal(exports.fine(), 7);
  assert.equal(exports.memory instanceof WebAssembly.Memory, true);
  const told = [];
  onDeath((error) => told.push(error));
  const forget = onDeath(() => assert.fail("took its wish back"));
  forget();
  const waiting = owed(() => new Promise(() => {}));
  assert.throws(() => exports.trap(), (error) => error instanceof EngineDeadError && error.cause instanceof WebAssembly.RuntimeError);
  assert.throws(() => exports.fine(), { name: "EngineDeadError", code: "ENGINE_DEAD", lc_error_code: "ENGINE_DEAD" });
  assert.throws(() => exports.trap(), { name: "EngineDeadError" });
  assert.equal(told.length, 1);
  await assert.rejects(waiting, { name: "EngineDeadError" });
});
