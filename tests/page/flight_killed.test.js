// The flight demo, with the tab killed in the middle of a booking: after the answer was claimed, before its result. Nothing
// runs by itself afterwards; Continue finishes it, and the airline's own database shows one charge.

import assert from "node:assert/strict";
import test from "node:test";

import { CHEAP, CHEAP_USD, DEAR_USD, FIRST_BALANCE, visit } from "./flight/desk.js";

/** @typedef {import("./flight/desk.js").Desk} Desk */

const UNKNOWN = /Approved, but it is not known whether book_flight ran\. It will not be repeated by itself\./;

/** Approves, and comes back once the order is with the airline, which has charged nothing. @param {Desk} desk */
async function approveAndWaitForOrder(desk) {
  await desk.delay("long");
  await desk.press("Approve book_flight");
  await desk.books("the order is with the airline", ({ attempts }) => attempts.length === 1 && attempts[0].state === "received");
}

/**
 * The reopened page says that it does not know, and has done nothing about it.
 *
 * @param {Desk} desk
 */
async function saysUnknown(desk) {
  await desk.reach("Not known whether it ran");
  await desk.formSays(UNKNOWN);
  assert.equal((await desk.ledger()).attempts.length, 1, "nothing ran by itself");
}

/**
 * Two orders under one key, one charge.
 *
 * @param {Desk} desk
 * @param {number} price
 */
async function twoAttemptsOneCharge(desk, price) {
  const { attempts, charges, balance } = await desk.ledger();
  assert.equal(attempts.length, 2);
  assert.equal(new Set(attempts.map(({ key }) => key)).size, 1, "the key of the repetition is the same");
  assert.deepEqual(charges.map(({ key, price_usd }) => [key, price_usd]), [[attempts[0].key, price]]);
  assert.equal(balance, FIRST_BALANCE - price);
}

/** How the page may be lost. @type {Record<string, (desk: Desk) => Promise<Desk>>} */
const DEATHS = {
  "the tab is killed": (desk) => desk.kill(),
  "the tab is closed": (desk) => desk.reopen(),
  "the page is reloaded": (desk) => desk.reload(),
  "the browser is killed": (desk) => desk.killBrowser(),
};

for (const [death, die] of Object.entries(DEATHS)) {
  test(`${death} inside the booking, before the charge: Continue charges once (A-77, SR-62, F-31)`, async (t) => {
    const first = await (await visit(t)).askForDearTrip();
    await approveAndWaitForOrder(first);
    const desk = await die(first);
    await saysUnknown(desk);
    await desk.delay("none");
    await desk.press("Continue");
    await desk.reach("Booked");
    await twoAttemptsOneCharge(desk, DEAR_USD);
    const reloaded = await desk.reload();
    await reloaded.reach("Booked");
    assert.match(await reloaded.text(".decided"), /^You approved this at /);
    await twoAttemptsOneCharge(reloaded, DEAR_USD);
  });
}

test("the tab is killed after the charge, before the answer: Continue gets the same ticket and charges nothing (A-77, SR-62)", async (t) => {
  const first = await (await visit(t)).askForDearTrip();
  await first.delay(6);
  await first.press("Approve book_flight");
  await first.books("the order is with the airline", ({ attempts }) => attempts.length === 1);
  // The second half of the delay is read when it begins: the tab dies in it.
  await first.delay("long");
  const { charges: [charge] } = await first.books("the card is charged", ({ charges }) => charges.length === 1);
  assert.equal((await first.ledger()).attempts[0].answered, undefined, "the answer is still on its way");
  const desk = await first.kill();
  await saysUnknown(desk);
  await desk.delay("none");
  await desk.press("Continue");
  await desk.reach("Booked");
  await twoAttemptsOneCharge(desk, DEAR_USD);
  assert.ok((await desk.text(".ticket")).includes(charge.ticket), "the ticket is that of the first charge");
  assert.deepEqual((await desk.ledger()).attempts.map(({ state }) => state), ["charged", "repeated"]);
});

test("the tab is killed inside an edited booking: Continue books the edit (SR-62)", async (t) => {
  const first = await (await visit(t)).askForDearTrip();
  await first.press("Edit");
  await first.type("Date", "2031-05-30");
  await first.press("Review changes");
  await first.delay("long");
  await first.press("Approve this change");
  await first.books("the order is with the airline", ({ attempts }) => attempts.length === 1);
  const desk = await first.kill();
  await saysUnknown(desk);
  await desk.delay("none");
  await desk.press("Continue");
  await desk.reach("Booked");
  await twoAttemptsOneCharge(desk, DEAR_USD);
  assert.equal((await desk.ledger()).charges[0].args.date, "2031-05-30");
});

test("the tab is killed inside a booking that nobody was asked about: Continue charges once", async (t) => {
  const first = await visit(t);
  await first.delay("long");
  await first.plan(CHEAP);
  await first.books("the order is with the airline", ({ attempts }) => attempts.length === 1);
  const desk = await first.kill();
  await desk.reach("Booking");
  assert.equal((await desk.ledger()).attempts.length, 1, "nothing ran by itself");
  await desk.delay("none");
  await desk.press("Continue");
  await desk.reach("Booked");
  await twoAttemptsOneCharge(desk, CHEAP_USD);
});

test("while one tab goes on, the other offers no Continue and follows, and the card is charged once (F-31, S-HG-02)", async (t) => {
  const killed = await (await visit(t)).askForDearTrip();
  await approveAndWaitForOrder(killed);
  const one = await killed.kill();
  const two = await one.beside();
  await saysUnknown(one);
  await saysUnknown(two);
  await one.delay(12);
  await one.press("Continue");
  await one.books("the second order is with the airline", ({ attempts }) => attempts.length === 2);
  await two.reach("Booking");
  await two.formSays(/Recorded at .*\. Running\./);
  assert.doesNotMatch(await two.form(), /Continue/);
  await one.delay("none");
  await Promise.all([one.reach("Booked"), two.reach("Booked")]);
  await twoAttemptsOneCharge(two, DEAR_USD);
});
