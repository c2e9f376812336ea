// The flight demo, end to end: approve, edit, reject; each at once, after a reload, after the tab was closed and opened again,
// and after the browser was killed. The airline's own database tells what was charged.

import assert from "node:assert/strict";
import test from "node:test";

import { until } from "./harness/until.js";
import { CHEAP, CHEAP_USD, DEAR_USD, FIRST_BALANCE, visit } from "./flight/desk.js";

/** @typedef {import("./flight/desk.js").Desk} Desk */

const REJECTED = /^You rejected this at .*\s+Reason: Found it cheaper, book it now!$/;

/** What may happen between the question and its answer. @type {Record<string, (desk: Desk) => Promise<Desk>>} */
const BETWEEN = {
  "at once": async (desk) => desk,
  "after a reload": (desk) => desk.reload(),
  "after the tab was closed and reopened": (desk) => desk.reopen(),
  "after the browser was killed and restarted": (desk) => desk.killBrowser(),
};

/**
 * What must be the same whatever happens in between.
 *
 * @param {Desk} desk
 */
const shown = async (desk) => ({ states: await desk.states(), note: await desk.text(".detail .note"), form: await desk.form() });

/**
 * A question that waits, seen before and after what happens in between.
 *
 * @param {import("node:test").TestContext} t
 * @param {keyof typeof BETWEEN} between
 */
async function waiting(t, between) {
  const first = await (await visit(t)).askForDearTrip();
  await first.formSays(/Exact arguments/);
  const before = await shown(first);
  const desk = await BETWEEN[between](first);
  await desk.reach("Waiting for you");
  await desk.formSays(/Exact arguments/);
  assert.deepEqual(await shown(desk), before);
  assert.deepEqual((await desk.ledger()).attempts, [], "nothing was ordered before the answer");
  return desk;
}

/**
 * One order, one charge, under one key, of what the card had.
 *
 * @param {Desk} desk
 * @param {number} price
 */
async function chargedOnce(desk, price) {
  const { attempts, charges, balance } = await desk.ledger();
  assert.equal(attempts.length, 1);
  assert.equal(charges.length, 1);
  assert.equal(charges[0].key, attempts[0].key);
  assert.equal(balance, FIRST_BALANCE - price);
  return charges[0];
}

for (const between of Object.keys(BETWEEN)) {
  test(`approved ${between}: booked and charged once (A-20, S-GATE-02)`, async (t) => {
    const desk = await waiting(t, between);
    await desk.press("Approve book_flight");
    await desk.reach("Booked");
    const charge = await chargedOnce(desk, DEAR_USD);
    assert.match(await desk.text(".ticket"), new RegExp(`Charged\\s+\\$${DEAR_USD}\\s+Ticket\\s+${charge.ticket}`));
    assert.match(await desk.text(".decided"), /^You approved this at /);
    await desk.reload();
    await desk.reach("Booked");
    assert.match(await desk.text(".decided"), /^You approved this at /);
    await chargedOnce(desk, DEAR_USD);
  });

  test(`edited ${between}: the new day is shown as a difference, and is what is booked (A-30)`, async (t) => {
    const desk = await waiting(t, between);
    const day = dayAfter(/"(\d{4}-\d{2}-\d{2})"/.exec(await desk.form())?.[1] ?? "");
    await desk.press("Edit");
    await desk.type("Date", day);
    await desk.press("Review changes");
    await desk.formSays(/1 change in 7 fields/);
    assert.ok(day.endsWith(await desk.added()), "the difference names the new day");
    assert.deepEqual((await desk.ledger()).attempts, [], "a review sends nothing");
    await desk.press("Approve this change");
    await desk.reach("Booked");
    const charge = await chargedOnce(desk, DEAR_USD);
    assert.equal(charge.args.date, day);
    assert.match(await desk.text(".decided"), new RegExp(`^You approved this with changes at .*\\s+date is now ${day}$`));
  });

  test(`rejected ${between}: the reason is kept, nothing reaches the airline (SR-76)`, async (t) => {
    const desk = await waiting(t, between);
    await desk.type("Reason (the agent will read this) optional", "Found it cheaper, book it now!");
    await desk.press("Reject");
    await desk.reach("Rejected");
    assert.match(await desk.text(".decided"), REJECTED);
    await desk.reload();
    await desk.reach("Rejected");
    assert.match(await desk.text(".decided"), REJECTED);
    assert.deepEqual(await desk.ledger(), { attempts: [], charges: [], balance: FIRST_BALANCE });
  });
}

test("a trip within the limit is booked without a question, and charged once", async (t) => {
  const desk = await visit(t);
  await desk.plan(CHEAP);
  await desk.reach("Booked");
  await chargedOnce(desk, CHEAP_USD);
  assert.match(await desk.text(".decided"), /Booked without a question: the price was within the limit of \$100\./);
});

test("without a network all of it works, and the page says so (D.8)", async (t) => {
  const desk = await visit(t);
  // What the page loads for later has come.
  await desk.page.waitForNetworkIdle();
  await desk.page.setOfflineMode(true);
  await until("the page says so", async () => (await desk.text("#offline")).startsWith("Offline. Decisions are kept here and run now"));
  await desk.askForDearTrip();
  await desk.press("Approve book_flight");
  await desk.reach("Booked");
  await chargedOnce(desk, DEAR_USD);
  await desk.page.setOfflineMode(false);
  await until("the page takes it back", async () => (await desk.text("#offline")) === "");
});

test("a person sets the limit; it is kept, and a trip at exactly the limit asks nothing", async (t) => {
  const first = await visit(t);
  await first.type("Ask me above", String(CHEAP_USD - 1), "spinbutton");
  const desk = await first.reopen();
  await desk.plan(CHEAP);
  await desk.reach("Waiting for you");
  assert.match(await desk.text(".detail .note"), /\$59 is above your limit of \$58\./);
  await desk.type("Ask me above", String(CHEAP_USD), "spinbutton");
  await desk.plan(CHEAP);
  await desk.reach("Booked");
  assert.deepEqual(await desk.states(), ["Booked", "Waiting for you"]);
  await chargedOnce(desk, CHEAP_USD);
});

/** @param {string} day */
const dayAfter = (day) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
