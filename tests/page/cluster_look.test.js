// The cluster demo looked at by machines and used by keyboard alone.

import assert from "node:assert/strict";
import test from "node:test";

import { Keys } from "./demo/keys.js";
import { fitsSmall, looksRight } from "./demo/look.js";
import { CALLS, visit } from "./cluster/desk.js";

/** @typedef {import("./cluster/desk.js").Desk} Desk */

const [SCALE, DELETE, DRAIN] = CALLS;

/** How the page comes into each state. @type {Record<string, (desk: Desk) => Promise<unknown>>} */
const STATES = {
  empty: async () => undefined,
  waiting: (desk) => desk.giveAndWait(),
  "one decided": async (desk) => {
    await desk.giveAndWait();
    await desk.press("Approve scale_deployment");
    await desk.fated({ [SCALE]: "Ran" });
  },
  "not known whether it ran": async (desk) => {
    await desk.giveAndWait();
    await desk.delay("long");
    await desk.press("Approve drain_node");
    await desk.untilServed("the order is with the cluster", ({ attempts }) => attempts.length === 1);
    await desk.reload();
    await desk.fated({ [DRAIN]: "Not known whether it ran" });
  },
  done: async (desk) => {
    await desk.give("Drain node-1");
    await desk.reach("Waiting for you");
    await desk.press("Approve drain_node");
    await desk.reach("Done");
  },
};

for (const [state, reach] of Object.entries(STATES)) {
  test(`axe finds nothing in "${state}", in any look, and nothing runs over the edge (A-53, A-54)`, async (t) => {
    const desk = await visit(t);
    await reach(desk);
    await looksRight(desk);
  });
}

test("at 320 pixels and 200 % text the page still fits (A-54)", async (t) => fitsSmall(await (await visit(t)).giveAndWait()));

test("three calls are decided by keyboard alone, in the order of the page (D.6, SR-73)", async (t) => {
  const desk = await visit(t);
  await desk.reload();
  const keys = new Keys(desk);
  await keys.pressBy(/^What do you want of the cluster/);
  await desk.fated({ [SCALE]: "Waiting for you", [DELETE]: "Waiting for you", [DRAIN]: "Waiting for you" });
  await keys.pressBy(/^Approve scale_deployment$/);
  await desk.fated({ [SCALE]: "Ran" });
  await keys.pressBy(/^Reject$/);
  await desk.fated({ [DELETE]: "Denied" });
  await keys.pressBy(/^Approve drain_node$/, " ");
  await desk.fated({ [DRAIN]: "Ran", "scale_deployment(staging-demo, 0)": "Waiting for you" });
  assert.deepEqual((await desk.cluster()).changes, ["drain_node", "scale_deployment"]);
});

test("markup in a job is shown as text (SR-26)", async (t) => {
  const desk = await visit(t);
  const text = '<img src=x onerror="document.title=1"> and drain node-1';
  await desk.give(text);
  await desk.reach("Waiting for you");
  assert.match(await desk.text(".says.is-human"), /<img src=x/);
  assert.equal(await desk.page.$(".says img"), null);
});
