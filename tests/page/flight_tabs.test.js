// The flight demo in two tabs, and what a person may do beside deciding: leave a question waiting, stop a run, remove a booking.

import assert from "node:assert/strict";
import test from "node:test";

import { until } from "./harness/until.js";
import { CHEAP, CHEAP_USD, DEAR_USD, FIRST_BALANCE, visit } from "./flight/desk.js";

test("two tabs show one question: what the first decides closes it in the second, and one order is made (A-39)", async (t) => {
  const one = await (await visit(t)).askForDearTrip();
  const two = await one.beside();
  await two.reach("Waiting for you");
  await two.formSays(/Exact arguments/);
  await one.press("Approve book_flight");
  await Promise.all([one.reach("Booked"), two.reach("Booked")]);
  await two.formSays(/You decided this in another tab at .*: approved\./);
  assert.equal(await two.page.$("halt-approval >>> [part~=approve]"), null, "its buttons are gone");
  const { attempts, charges } = await two.ledger();
  assert.deepEqual([attempts.length, charges.length], [1, 1]);
});

test("the second tab's list, books and title follow the first tab", async (t) => {
  const one = await visit(t);
  const two = await one.beside();
  assert.deepEqual(await two.states(), []);
  await one.askForDearTrip();
  await until("the second tab lists it", async () => (await two.states()).join() === "Waiting for you");
  await until("its title counts it", async () => (await two.page.title()) === "(1) Book a flight · Haltgraph demo");
  await one.plan(CHEAP);
  await until("the second tab's books show the charge", async () => (await two.text("#charges")).includes(`$${CHEAP_USD}`));
  await until("its list says so", async () => (await two.states()).join() === "Booked,Waiting for you");
  assert.match(await two.text(".figures"), new RegExp(`\\$1,${FIRST_BALANCE - CHEAP_USD - 1000}\\s+Attempts\\s+1\\s+Charges\\s+1`));
});

test("a question that is left waiting, and one whose page moves to another booking, are not decided", async (t) => {
  const desk = await (await visit(t)).askForDearTrip();
  await desk.press("Leave waiting");
  await desk.page.waitForSelector(".stage-empty:not([hidden])");
  await desk.plan(CHEAP);
  await desk.reach("Booked");
  assert.deepEqual(await desk.states(), ["Booked", "Waiting for you"]);
  await desk.page.goBack();
  await desk.page.goBack();
  await desk.reach("Waiting for you");
  await desk.press("Approve book_flight");
  await desk.reach("Booked");
  assert.equal((await desk.ledger()).balance, FIRST_BALANCE - CHEAP_USD - DEAR_USD);
});

test("a stopped run ends without a booking, and stays so after a reload", async (t) => {
  const desk = await (await visit(t)).askForDearTrip();
  await desk.press("Stop this run");
  await desk.reach("Stopped");
  await desk.reload();
  await desk.reach("Stopped");
  assert.deepEqual((await desk.ledger()).attempts, []);
});

test("a removed booking leaves the list and the store; its charge stays on the airline's books", async (t) => {
  const desk = await visit(t);
  await desk.plan(CHEAP);
  await desk.reach("Booked");
  await desk.press("Remove from the list");
  await until("the list is empty", async () => (await desk.states()).length === 0);
  await desk.reload();
  assert.deepEqual(await desk.states(), []);
  assert.equal((await desk.ledger()).charges.length, 1);
});

test("a declined card: the run fails with what to do, and Run again books under the same key, once (A-76, S-GATE-04)", async (t) => {
  const desk = await visit(t);
  await desk.type("Ask me above", "100000", "spinbutton");
  const trip = "London to Tokyo in two weeks";
  for (let count = 1; count <= 5; count += 1) {
    await desk.plan(trip);
    await desk.books(`${count} charges`, ({ charges }) => charges.length === count);
  }
  await desk.type("Ask me above", "0", "spinbutton");
  await desk.plan(trip);
  await desk.reach("Waiting for you");
  await desk.press("Approve book_flight");
  await desk.formSays(/Approved\. book_flight failed at .*\s+CARD_DECLINED: The card holds \$20/);
  await desk.reload();
  await desk.reach("Failed");
  assert.match(await desk.text(".said"), /The card holds \$20, and the flight costs \$396\. Top up the card, then run this again\. Nothing was charged\.\s+CARD_DECLINED/);
  await desk.press("Put $1,000 on the card");
  await desk.press("Run again");
  await desk.reach("Booked");
  const { attempts, charges, balance } = await desk.ledger();
  assert.deepEqual([attempts.length, charges.length, balance], [7, 6, 20 + 1000 - 396]);
  assert.equal(attempts[6].key, attempts[5].key);
});
