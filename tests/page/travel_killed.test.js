// The travel demo, with its page lost while the parts of a trip are booked. Nothing goes on by itself afterwards; Continue books
// the rest, and the agency's own database shows each part once.

import assert from "node:assert/strict";
import test from "node:test";

import { DEATHS } from "./demo/between.js";
import { PARTS, visit } from "./travel/desk.js";

/** @typedef {import("./travel/desk.js").Desk} Desk */

/**
 * Two orders under each key that was cut off, one booking for each part.
 *
 * @param {Desk} desk
 * @param {number} attempts
 */
async function eachPartOnce(desk, attempts) {
  assert.deepEqual(await desk.booked(), { attempts, keys: 3, parts: PARTS });
}

for (const [death, die] of Object.entries(DEATHS)) {
  test(`${death} while the first part is booked: Continue books every part once (A-77, SR-62)`, async (t) => {
    const first = await (await visit(t)).askAndWait();
    await first.delay("long");
    await first.press("Approve book_trip");
    await first.untilServed("the first part is with the agency", ({ attempts }) => attempts.length === 1);
    const desk = await die(first);
    await desk.reach("Booking");
    assert.equal((await desk.booked()).attempts, 1, "nothing ran by itself");
    await desk.delay("none");
    await desk.press("Continue");
    await desk.reach("Booked");
    await eachPartOnce(desk, 4);
  });
}

test("the tab is killed between two parts: Continue books the rest, and the first keeps its number", async (t) => {
  const first = await (await visit(t)).askAndWait();
  await first.delay(4);
  await first.press("Approve book_trip");
  const { effects: [flight] } = await first.untilServed("the flight is booked", ({ effects }) => effects.length === 1);
  // The delay of the next part is read when it begins: the tab dies in it.
  await first.delay("long");
  await first.untilServed("the hotel is with the agency", ({ attempts }) => attempts.length === 2);
  const desk = await first.kill();
  await desk.reach("Booking");
  await desk.delay("none");
  await desk.press("Continue");
  await desk.reach("Booked");
  await eachPartOnce(desk, 5);
  const { attempts, effects } = await desk.served();
  assert.deepEqual(effects.find(({ key }) => key === flight.key), flight);
  assert.deepEqual(attempts.filter(({ key }) => key === flight.key).map(({ state }) => state), ["done", "repeated"]);
});
