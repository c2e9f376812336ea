// The flight demo, looked at by machines: axe finds nothing in any of its states, in light and dark, on a phone and on a desk;
// nothing runs over the edge of a narrow window; the policy of the strict headers is never violated (the harness sees to that).

import assert from "node:assert/strict";
import test from "node:test";

import { dress, looksRight } from "./demo/look.js";
import { CHEAP, visit } from "./flight/desk.js";

/** @typedef {import("./flight/desk.js").Desk} Desk */

/** How the page comes into each state. @type {Record<string, (desk: Desk) => Promise<Desk>>} */
const STATES = {
  empty: async (desk) => desk,
  waiting: (desk) => desk.askForDearTrip(),
  editing: async (desk) => {
    await desk.askForDearTrip();
    await desk.press("Edit");
    await desk.formSays(/Edit arguments/);
    return desk;
  },
  booking: async (desk) => {
    await desk.delay("long");
    await desk.plan(CHEAP);
    await desk.reach("Booking");
    await desk.books("the airline has the order", ({ attempts }) => attempts.length === 1);
    return desk;
  },
  booked: async (desk) => {
    await desk.plan(CHEAP);
    await desk.reach("Booked");
    return desk;
  },
  "not planned": async (desk) => {
    await desk.plan("Somewhere warm, please");
    await desk.reach("Not planned");
    return desk;
  },
  rejected: async (desk) => {
    await desk.askForDearTrip();
    await desk.press("Reject");
    await desk.reach("Rejected");
    return desk.reload();
  },
  "not known whether it ran": async (desk) => {
    await desk.askForDearTrip();
    await desk.delay("long");
    await desk.press("Approve book_flight");
    await desk.books("the airline has the order", ({ attempts }) => attempts.length === 1);
    await desk.reload();
    await desk.reach("Not known whether it ran");
    return desk;
  },
  settings: async (desk) => {
    await desk.press("Planner settings");
    await desk.tab.press(await desk.control("radio", "A model"));
    return desk;
  },
};

for (const [state, reach] of Object.entries(STATES)) {
  test(`axe finds nothing in "${state}", in any look, and nothing runs over the edge (A-53, A-54)`, async (t) => {
    await looksRight(await reach(await visit(t)));
  });
}

test("at 320 pixels and 200 % text the page still fits (A-54)", async (t) => {
  const desk = await (await visit(t)).askForDearTrip();
  await dress(desk, 320, "light");
  await desk.page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("html { font-size: 200%; }");
    document.adoptedStyleSheets = [sheet];
  });
  assert.ok(await desk.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

test("a person without a clear request is asked back, and nothing is booked", async (t) => {
  const desk = await visit(t);
  await desk.plan("Somewhere warm, please");
  await desk.reach("Not planned");
  assert.match(await desk.text(".said"), /^Which airports\? Write for example: LAX to JFK next Friday\./);
  assert.deepEqual((await desk.ledger()).attempts, []);
});

test("markup in a request is shown as text (SR-26)", async (t) => {
  const desk = await visit(t);
  const text = '<img src=x onerror="document.title=1"> LAX to JFK';
  await desk.plan(text);
  await desk.reach("Waiting for you");
  assert.equal(await desk.text(".quote"), text);
  assert.equal(await desk.page.$(".quote img"), null);
});
