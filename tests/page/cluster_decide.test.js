// The cluster demo, end to end: three destructive calls at once, decided one by one, with a reload or a closed tab between two
// decisions. The cluster's own rows tell what was done.

import assert from "node:assert/strict";
import test from "node:test";

import { BETWEEN } from "./demo/between.js";
import { CALLS, visit } from "./cluster/desk.js";

/** @typedef {import("./cluster/desk.js").Desk} Desk */

const [SCALE, DELETE, DRAIN] = CALLS;
const FIRST = { "checkout": 4, "reports": 6, "search": 3, "staging-demo": 2 };
const UNTOUCHED = { off: [], replicas: FIRST, orders: 0, changes: [], keys: 0 };

for (const [between, happens] of Object.entries(BETWEEN)) {
  test(`each call is decided alone, each ${between}: approved ones run once, a denied one does not (S-INT-44, A-20)`, async (t) => {
    const first = await (await visit(t)).giveAndWait();
    assert.deepEqual(await first.cluster(), UNTOUCHED);
    await first.press("Approve scale_deployment");
    await first.fated({ [SCALE]: "Ran", [DELETE]: "Waiting for you", [DRAIN]: "Waiting for you" });
    const scaled = { off: [], replicas: { ...FIRST, reports: 2 }, orders: 1, changes: ["scale_deployment"], keys: 1 };
    assert.deepEqual(await first.cluster(), scaled);
    const second = await happens(first);
    await second.fated({ [SCALE]: "Ran", [DELETE]: "Waiting for you", [DRAIN]: "Waiting for you" });
    assert.deepEqual(await second.cluster(), scaled);
    await second.press("Approve drain_node");
    await second.fated({ [DRAIN]: "Ran" });
    const desk = await happens(second);
    await desk.type("Reason (the agent will read this) optional", "We demo on Monday");
    await desk.press("Reject");
    await desk.fated({ [DELETE]: "Denied", "scale_deployment(staging-demo, 0)": "Waiting for you" });
    assert.match(await desk.text(".talk"), /Denied by a person\. It did not run\. Reason: We demo on Monday[^]*I understand: one call did not run\. Would something milder do\?/);
    assert.deepEqual(await desk.cluster(), { off: ["node-4"], replicas: { ...FIRST, reports: 2 }, orders: 2, changes: ["drain_node", "scale_deployment"], keys: 2 });
    const last = await happens(desk);
    await last.press("Approve scale_deployment");
    await last.reach("Done");
    assert.deepEqual((await last.cluster()).replicas, { ...FIRST, "reports": 2, "staging-demo": 0 });
    assert.deepEqual(await last.states(), ["Done"]);
  });
}

test("a call is changed before it runs: what was changed runs, and the agent is told so (A-30)", async (t) => {
  const desk = await visit(t);
  await desk.give("Scale reports to 1");
  await desk.reach("Waiting for you");
  await desk.press("Edit");
  await desk.type("Replicas", "3");
  await desk.press("Review changes");
  await desk.press("Approve this change");
  await desk.reach("Done");
  assert.match(await desk.text(".talk"), /reports went from 6 to 3 replicas\.\s+You changed it to scale_deployment\(reports, 3\)\./);
  assert.deepEqual((await desk.cluster()).replicas, { ...FIRST, reports: 3 });
});

test("a high risk takes a second step before anything runs (A-33)", async (t) => {
  const desk = await visit(t);
  await desk.give("Delete staging-demo");
  await desk.reach("Waiting for you");
  await desk.press("Approve delete_deployment");
  await desk.formSays(/Check once more/);
  assert.deepEqual(await desk.cluster(), UNTOUCHED);
  await desk.confirm("Approve delete_deployment");
  await desk.reach("Done");
  const { replicas, changes } = await desk.cluster();
  assert.deepEqual([Object.keys(replicas), changes], [["checkout", "reports", "search"], ["delete_deployment"]]);
});

test("all denied, twice: nothing changes, and the agent stops", async (t) => {
  const desk = await visit(t);
  await desk.give("Drain node-1");
  await desk.reach("Waiting for you");
  await desk.press("Reject");
  await desk.fated({ "drain_node(node-1)": "Denied", "cordon_node(node-1)": "Waiting for you" });
  await desk.press("Reject");
  await desk.reach("Done");
  assert.match(await desk.text(".talk"), /I leave that as it is, and stop here\.$/);
  assert.deepEqual(await desk.cluster(), UNTOUCHED);
});
