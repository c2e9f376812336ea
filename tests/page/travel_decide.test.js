// The travel demo, end to end: approve, change, cancel; each at once, after a reload, and after the tab was closed and opened
// again. The agency's own database tells what was booked.

import assert from "node:assert/strict";
import test from "node:test";

import { BETWEEN } from "./demo/between.js";
import { LONGER_HOTEL, PARTS, visit } from "./travel/desk.js";

/** @typedef {import("./travel/desk.js").Desk} Desk */

const NOTHING = { attempts: 0, keys: 0, parts: {} };

/**
 * A question that waits, the same before and after what happens in between.
 *
 * @param {Desk} first
 * @param {keyof typeof BETWEEN} between
 */
async function waiting(first, between) {
  const before = await first.form();
  const desk = await BETWEEN[between](first);
  await desk.reach("Waiting for you");
  await desk.formSays(/Exact arguments/);
  assert.equal(await desk.form(), before);
  assert.deepEqual(await desk.booked(), NOTHING);
  return desk;
}

for (const between of Object.keys(BETWEEN)) {
  test(`approved ${between}: every part is booked once (A-20, S-GATE-02)`, async (t) => {
    const desk = await waiting(await (await visit(t)).askAndWait(), between);
    await desk.press("Approve book_trip");
    await desk.reach("Booked");
    assert.deepEqual(await desk.booked(), { attempts: 3, keys: 3, parts: PARTS });
    assert.match(await desk.text(".booked"), /Casa do Rio, 3 nights from .*\s+\$414\s+HT-/);
    await desk.reload();
    await desk.reach("Booked");
    assert.deepEqual(await desk.booked(), { attempts: 3, keys: 3, parts: PARTS });
  });

  test(`changed ${between}: nothing is booked, the new plan is asked about, and is what is booked then (A-11, A-30)`, async (t) => {
    const first = await waiting(await (await visit(t)).askAndWait(), between);
    await first.change(4);
    await first.press("Send this change");
    await first.formSays(/Book Lisbon for \$805\?/);
    assert.match(await first.text(".decided"), /^You changed the plan at .*\s+nights is now 4$/);
    const desk = await waiting(first, between);
    await desk.press("Approve book_trip");
    await desk.reach("Booked");
    assert.deepEqual(await desk.booked(), { attempts: 3, keys: 3, parts: { ...PARTS, hotel: LONGER_HOTEL } });
  });

  test(`cancelled ${between}: nothing reaches the agency, and the reason is kept (SR-76)`, async (t) => {
    const desk = await waiting(await (await visit(t)).askAndWait(), between);
    await desk.type("Reason (the agent will read this) optional", "Too dear");
    await desk.press("Cancel the trip");
    await desk.reach("Cancelled");
    await desk.reload();
    await desk.reach("Cancelled");
    assert.match(await desk.text(".decided"), /Reason: Too dear$/);
    assert.deepEqual(await desk.booked(), NOTHING);
  });
}

test("a plan is changed again and again, then cancelled: nothing is booked", async (t) => {
  const desk = await (await visit(t)).askAndWait();
  for (const [nights, total] of [[5, 943], [6, 1081]]) {
    await desk.change(nights);
    await desk.press("Send this change");
    await desk.formSays(new RegExp(`for \\$${total}\\?`));
  }
  await desk.press("Cancel the trip");
  await desk.reach("Cancelled");
  assert.deepEqual(await desk.booked(), NOTHING);
});
