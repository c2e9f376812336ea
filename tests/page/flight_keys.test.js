// The flight demo without a pointer: a whole run by keyboard alone, and what a screen reader is told.

import assert from "node:assert/strict";
import test from "node:test";

import { until } from "./harness/until.js";
import { Keys } from "./demo/keys.js";
import { DEAR_USD, FIRST_BALANCE, settled, visit } from "./flight/desk.js";

/** @typedef {import("./flight/desk.js").Desk} Desk */

test("a whole run by keyboard alone: ask, edit, review, approve (D.6, SR-73, A-12, A-13)", async (t) => {
  const desk = await visit(t);
  const keys = new Keys(desk);
  await desk.reload();
  await keys.tabTo(/^Skip to the demo$/);
  await keys.press("Enter");
  await keys.tabTo(/^Where do you want to go\?$/);
  await desk.page.keyboard.press("Enter");
  await desk.reach("Waiting for you");
  assert.equal(await keys.name(), "LAX to JFK", "the focus is at the booking's heading, on no button");

  const before = await keys.tabTo(/^Edit$/);
  assert.deepEqual(before, [], "the first stop of the question");
  await keys.press("Enter");
  await desk.formSays(/Edit arguments/);
  await keys.tabTo(/^Date/);
  for (let typed = 0; typed < "YYYY-MM-DD".length; typed += 1) await desk.page.keyboard.press("Backspace");
  await desk.page.keyboard.type("2031-05-30");
  await desk.page.keyboard.press("Enter");
  assert.match(await keys.name(), /^Date/, "Enter in a field goes nowhere");
  await desk.page.keyboard.down("Control");
  await desk.page.keyboard.press("Enter");
  await desk.page.keyboard.up("Control");
  assert.equal(await keys.name(), "Review changes", "Ctrl+Enter moves the focus and presses nothing");
  await keys.press("Enter");
  await desk.formSays(/Review your changes/);
  assert.deepEqual((await desk.ledger()).attempts, []);
  await keys.tabTo(/^Approve this change$/);
  await keys.press(" ");
  await desk.reach("Booked");
  const { charges, balance } = await desk.ledger();
  assert.deepEqual([charges.length, charges[0].args.date, balance], [1, "2031-05-30", FIRST_BALANCE - DEAR_USD]);
});

test("a rejection by keyboard alone, with its reason; Reject comes before Approve (D.2)", async (t) => {
  const desk = await (await visit(t)).askForDearTrip();
  const keys = new Keys(desk);
  await desk.formSays(/Exact arguments/);
  await keys.tabTo(/^Reason/);
  await desk.page.keyboard.type("Too early in the morning");
  await keys.tabTo(/^Reject$/);
  await desk.page.keyboard.press("Tab");
  assert.equal(await keys.name(), "Approve book_flight");
  await desk.page.keyboard.down("Shift");
  await desk.page.keyboard.press("Tab");
  await desk.page.keyboard.up("Shift");
  await keys.press("Enter");
  await desk.reach("Rejected");
  assert.match(await desk.text(".decided"), /Reason: Too early in the morning/);
});

test("a question that appears takes no focus from a person who types, and no key that they typed (A-14)", async (t) => {
  const one = await visit(t);
  const two = await one.beside();
  await two.type("Where do you want to go?", "Approve ");
  await one.askForDearTrip();
  await until("the question is listed", async () => (await two.states()).join() === "Waiting for you");
  await two.page.bringToFront();
  await two.page.keyboard.type("e r ? x a");
  assert.equal(await new Keys(two).name(), "Where do you want to go?");
  const field = await two.control("textbox", "Where do you want to go?");
  assert.equal(await field.evaluate((input) => /** @type {HTMLInputElement} */ (input).value), "Approve e r ? x a");
  assert.deepEqual((await two.ledger()).attempts, []);
});

test("a scripted press decides nothing (A-16, SR-73)", async (t) => {
  const desk = await (await visit(t)).askForDearTrip();
  const approve = await desk.control("button", "Approve book_flight");
  await approve.evaluate((button) => button.scrollIntoView({ block: "center" }));
  await settled(approve, "Approve");
  await approve.evaluate((button) => {
    /** @type {HTMLElement} */ (button).click();
    button.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    button.dispatchEvent(new KeyboardEvent("keyup", { key: "Enter", bubbles: true }));
  });
  await desk.reload();
  await desk.reach("Waiting for you");
  assert.deepEqual((await desk.ledger()).attempts, []);
});

test("a screen reader is told of each new state, and the title counts what waits", async (t) => {
  const desk = await (await visit(t)).askForDearTrip();
  assert.equal(await desk.text(".demo-flight > [role=status]"), "LAX to JFK: Waiting for you");
  assert.equal(await desk.page.title(), "(1) Book a flight · Haltgraph demo");
  await desk.press("Approve book_flight");
  await desk.reach("Booked");
  assert.equal(await desk.text(".demo-flight > [role=status]"), "LAX to JFK: Booked");
  assert.equal(await desk.page.title(), "Book a flight · Haltgraph demo");
});
