// What a page keeps of the states that questions ask by (approvals.md A.6).

import assert from "node:assert/strict";
import test from "node:test";

import "../../www/dialects/all.js";
import { AskedStates } from "../../www/api/asked_states.js";

const ref = (/** @type {number} */ number) => ({ thread: `t${number}`, interrupt: `i${number}`, revision: 0, digest: "d" });

/** An engine whose threads hold their own names, and which counts how often it was asked. */
const engineOf = () => {
  const asked = { count: 0 };
  const engine = /** @type {any} */ ({ getState: async (/** @type {string} */ thread) => ((asked.count += 1), [{ thread }, "{}"]) });
  return { asked, engine };
};

test("ten thousand questions that are answered unlisted leave no ten thousand states behind; the newest are there for the same answer again", async () => {
  const { asked, engine } = engineOf();
  const states = new AskedStates();
  for (let number = 0; number < 10_000; number += 1) await states.readOne(ref(number), engine);
  const kept = Array.from({ length: 10_000 }, (_, number) => number).filter((number) => states.of(`i${number}`) !== undefined);
  assert.ok(kept.length > 0 && kept.length <= 100, `${kept.length} are kept`);
  assert.equal(kept.at(-1), 9_999);
  await states.readOne(ref(9_999), engine);
  assert.equal(asked.count, 10_000);
});

test("listed questions keep their states, however many are answered unlisted; those that are gone are forgotten", async () => {
  const { engine } = engineOf();
  const states = new AskedStates();
  const listed = { ref: ref(1), payload: "Go on?", context: { binding: { dialect: "state-approval" } } };
  await states.readOne(ref(0), engine);
  await states.read([listed], engine);
  for (let number = 10; number < 500; number += 1) await states.readOne(ref(number), engine);
  assert.deepEqual([states.of("i0"), states.of("i1")], [undefined, { thread: "t1" }]);
  await states.read([], engine);
  assert.equal(states.of("i1"), undefined);
});
