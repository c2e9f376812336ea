// The cluster demo, with its page lost while an approved call runs and others still wait. Nothing goes on by itself afterwards;
// Continue finishes the call, and the cluster's own rows show it once.

import assert from "node:assert/strict";
import test from "node:test";

import { DEATHS } from "./demo/between.js";
import { CALLS, visit } from "./cluster/desk.js";

/** @typedef {import("./cluster/desk.js").Desk} Desk */

const [SCALE, DELETE, DRAIN] = CALLS;

for (const [death, die] of Object.entries(DEATHS)) {
  test(`${death} inside an approved call: Continue runs it once, and the other calls still wait (A-77, SR-62)`, async (t) => {
    const first = await (await visit(t)).giveAndWait();
    await first.delay("long");
    await first.press("Approve drain_node");
    await first.untilServed("the order is with the cluster", ({ attempts }) => attempts.length === 1);
    const desk = await die(first);
    await desk.fated({ [SCALE]: "Waiting for you", [DELETE]: "Waiting for you", [DRAIN]: "Not known whether it ran" });
    assert.deepEqual([(await desk.cluster()).orders, (await desk.cluster()).off], [1, []], "nothing ran by itself");
    await desk.delay("none");
    await desk.press("Continue");
    await desk.fated({ [DRAIN]: "Ran", [SCALE]: "Waiting for you", [DELETE]: "Waiting for you" });
    const { off, orders, changes, keys } = await desk.cluster();
    assert.deepEqual({ off, orders, changes, keys }, { off: ["node-4"], orders: 2, changes: ["drain_node"], keys: 1 });
    const { attempts } = await desk.served();
    assert.equal(attempts[0].key, attempts[1].key, "the key of the repetition is the same");
  });
}

test("the tab is killed after the change, before the answer: Continue changes nothing more (A-77)", async (t) => {
  const first = await (await visit(t)).giveAndWait();
  await first.delay(6);
  await first.press("Approve scale_deployment");
  await first.untilServed("the order is with the cluster", ({ attempts }) => attempts.length === 1);
  // The second half of the delay is read when it begins: the tab dies in it.
  await first.delay("long");
  await first.untilServed("the change is made", ({ effects }) => effects.length === 1);
  const desk = await first.kill();
  await desk.fated({ [SCALE]: "Not known whether it ran" });
  await desk.delay("none");
  await desk.press("Continue");
  await desk.fated({ [SCALE]: "Ran" });
  assert.deepEqual((await desk.cluster()).changes, ["scale_deployment"]);
  assert.deepEqual((await desk.served()).attempts.map(({ state }) => state), ["done", "repeated"]);
});
