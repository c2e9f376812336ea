// The travel demo looked at by machines and used by keyboard alone.

import assert from "node:assert/strict";
import test from "node:test";

import { Keys } from "./demo/keys.js";
import { fitsSmall, looksRight } from "./demo/look.js";
import { LONGER_HOTEL, PARTS, visit } from "./travel/desk.js";

/** @typedef {import("./travel/desk.js").Desk} Desk */

/** How the page comes into each state. @type {Record<string, (desk: Desk) => Promise<unknown>>} */
const STATES = {
  empty: async () => undefined,
  waiting: (desk) => desk.askAndWait(),
  changing: async (desk) => [await desk.askAndWait(), await desk.change(4)],
  "asked again": async (desk) => {
    await STATES.changing(desk);
    await desk.press("Send this change");
    await desk.formSays(/Book Lisbon for \$805\?/);
  },
  booked: async (desk) => {
    await desk.askAndWait();
    await desk.press("Approve book_trip");
    await desk.reach("Booked");
  },
  booking: async (desk) => {
    await desk.askAndWait();
    await desk.delay("long");
    await desk.press("Approve book_trip");
    await desk.untilServed("the agency has the first part", ({ attempts }) => attempts.length === 1);
  },
  "not planned": async (desk) => [await desk.ask("Somewhere warm"), await desk.reach("Not planned")],
};

for (const [state, reach] of Object.entries(STATES)) {
  test(`axe finds nothing in "${state}", in any look, and nothing runs over the edge (A-53, A-54)`, async (t) => {
    const desk = await visit(t);
    await reach(desk);
    await looksRight(desk);
  });
}

test("at 320 pixels and 200 % text the page still fits (A-54)", async (t) => fitsSmall(await (await visit(t)).askAndWait()));

test("a whole run by keyboard alone: ask, change, send, approve (D.6, SR-73)", async (t) => {
  const desk = await visit(t);
  await desk.reload();
  const keys = new Keys(desk);
  await keys.pressBy(/^Where to, for how long/);
  await desk.reach("Waiting for you");
  await desk.formSays(/Exact arguments/);
  await keys.pressBy(/^Change the plan$/);
  await desk.formSays(/Review changes/);
  await keys.write(/^Nights/, "4");
  await keys.pressBy(/^Review changes$/);
  await desk.formSays(/1 change in/);
  await keys.pressBy(/^Send this change$/, " ");
  await desk.formSays(/Book Lisbon for \$805\?/);
  await keys.pressBy(/^Approve book_trip$/);
  await desk.reach("Booked");
  assert.deepEqual((await desk.booked()).parts, { ...PARTS, hotel: LONGER_HOTEL });
});

test("markup in a request is shown as text (SR-26)", async (t) => {
  const desk = await visit(t);
  const text = '<img src=x onerror="document.title=1"> Lisbon';
  await desk.ask(text);
  await desk.reach("Waiting for you");
  assert.equal(await desk.text(".quote"), text);
  assert.equal(await desk.page.$(".quote img"), null);
});
