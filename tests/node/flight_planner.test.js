// The flight demo's planner without a page: what requests it reads, which days it means, which flight it proposes.

import assert from "node:assert/strict";
import test from "node:test";

import { isDay, plus, readDay, today } from "../../www/desk/dates.js";
import { offers } from "../../www/demos/flight/fares.js";
import { planner } from "../../www/demos/flight/planner.js";
import { readRequest } from "../../www/demos/flight/read_request.js";

/** A Saturday. */
const NOW = "2026-11-21";
const signal = new AbortController().signal;
const plan = planner((request, options) => readRequest(request, options.today), () => NOW);

/** @type {[text: string, day: string | undefined][]} */
const DAYS = [
  ["next Friday", "2026-11-27"], ["on friday", "2026-11-27"], ["Saturday", "2026-11-28"], ["this sunday", "2026-11-22"],
  ["today", "2026-11-21"], ["tomorrow", "2026-11-22"], ["the day after tomorrow", "2026-11-23"], ["next week", "2026-11-28"],
  ["in 3 days", "2026-11-24"], ["in two weeks", "2026-12-05"], ["in a week", "2026-11-28"],
  ["2026-12-24", "2026-12-24"], ["2027-02-29", undefined], ["Dec 24", "2026-12-24"], ["24th of December", "2026-12-24"], ["May 30", "2027-05-30"],
  ["29 February", undefined], ["some day", undefined], ["", undefined],
];

for (const [text, day] of DAYS) {
  test(`the day of "${text}" is ${day}`, () => assert.equal(readDay(`LAX to JFK ${text}`, NOW), day));
}

test("days: what counts as one, and how they are added", () => {
  assert.deepEqual(["2026-02-28", "2026-02-30", "2026-2-3", "x", undefined, 20260228].map(isDay), [true, false, false, false, false, false]);
  assert.equal(plus("2026-12-31", 1), "2027-01-01");
  assert.equal(today(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
});

/** @type {[request: string, origin: string, destination: string][]} */
const TRIPS = [
  ["Cheap flight LAX to JFK next Friday", "LAX", "JFK"], ["lax to jfk", "LAX", "JFK"], ["JFK LAX", "JFK", "LAX"],
  ["from London to Tokyo", "LHR", "HND"], ["to Paris from london", "LHR", "CDG"], ["San Francisco to Los Angeles", "SFO", "LAX"],
  ["I am in New York and must go to São Paulo", "JFK", "GRU"], ["LA to NYC", "LAX", "JFK"], ["LAX to SFO to JFK", "LAX", "JFK"],
];

for (const [request, origin, destination] of TRIPS) {
  test(`"${request}" goes from ${origin} to ${destination}`, () => {
    assert.deepEqual(readRequest(request, NOW), { origin, destination, ...(/Friday/.test(request) && { date: "2026-11-27" }) });
  });
}

/** @type {[request: string, asks: RegExp][]} */
const UNCLEAR = [
  ["", /^Which airports\?/], ["a trip over the sea, in sin", /^Which airports\?/], ["to Tokyo", /^Where from\?/], ["from Berlin", /^Where to\?/],
  ["Boston to Boston", /^The trip begins and ends in Boston\./],
];

for (const [request, asks] of UNCLEAR) {
  test(`"${request}" is answered with a question`, async () => {
    const made = await plan(request, { signal });
    assert.match(/** @type {any} */ (made).outcome.text, asks);
  });
}

test("the cheapest flight of the day is proposed, and the others are named", async () => {
  const made = /** @type {any} */ (await plan("Cheap flight LAX to JFK next Friday", { signal }));
  const [cheapest, ...others] = offers("LAX", "JFK");
  const { flight, departs, price_usd } = cheapest;
  assert.deepEqual(made.action.args, { flight, origin: "LAX", destination: "JFK", date: "2026-11-27", departs, seat: "any", price_usd });
  assert.equal(price_usd, 187);
  assert.deepEqual(made.action.others.map(({ label }) => label), others.map((offer) => offer.flight));
});

test("a time of day that is asked for wins over the price, and a day that is not named is said", async () => {
  const made = /** @type {any} */ (await plan("LAX to JFK in the afternoon", { signal }));
  assert.equal(made.action.args.departs, "13:25");
  assert.equal(made.action.args.date, "2026-11-28");
  assert.equal(made.action.why, "It is the afternoon flight that you asked for. You named no day, so it is a week from today.");
});

test("a day that has passed is asked about", async () => {
  const made = /** @type {any} */ (await plan("LAX to JFK 2026-11-20", { signal }));
  assert.match(made.outcome.text, /^2026-11-20 has passed\./);
});

test("a flight has one price, whichever day; nothing flies to where it starts or to nowhere", () => {
  const flights = offers("LHR", "HND");
  assert.equal(new Set(flights.map(({ flight }) => flight)).size, 3);
  assert.deepEqual(flights.map(({ price_usd }) => price_usd), flights.map(({ price_usd }) => price_usd).toSorted((a, b) => a - b));
  assert.deepEqual([offers("LAX", "LAX"), offers("LAX", "MOON"), offers("__proto__", "LAX")], [[], [], []]);
});
