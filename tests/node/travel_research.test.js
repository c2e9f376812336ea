// How the travel demo reads requests, and what a plan costs.

import assert from "node:assert/strict";
import test from "node:test";

import { research } from "../../www/demos/travel/research.js";
import { partsOf, priced, schemaOf, totalOf } from "../../www/demos/travel/trip_plan.js";

const TODAY = "2026-11-21";
const plan = (request) => research(request, { today: TODAY }).plan;

test("city, nights, day and tastes are read; what is not said has a value that fits", () => {
  const cases = [
    ["a weekend in Reykjavik, northern lights", { city: "Reykjavík", nights: 2, departs: "2026-12-05", activities: ["Northern lights tour"] }],
    ["KYOTO for two weeks from 2027-04-01, tea and a bicycle", { city: "Kyoto", nights: 14, departs: "2027-04-01", activities: ["Tea ceremony", "Bicycle day"] }],
    ["Lisbon", { city: "Lisbon", nights: 3, departs: "2026-12-05", activities: ["Food walk in Alfama", "Tile museum"] }],
    ["5 days of surf in Portugal next friday, cheap", { city: "Lisbon", nights: 5, departs: "2026-11-27", hotel: "Pensão do Sol", activities: ["Surf lesson"] }],
  ];
  for (const [request, wanted] of cases) {
    const got = plan(request);
    assert.deepEqual(Object.fromEntries(Object.keys(wanted).map((key) => [key, got[key]])), wanted, request);
  }
});

test("a city that is not known, and a day that has passed, are asked back", () => {
  assert.match(research("Atlantis", { today: TODAY }).outcome.text, /^Where to\?/);
  assert.match(research("Lisbon on 2020-01-01", { today: TODAY }).outcome.text, /has passed/);
});

test("a plan costs what its parts cost, whatever prices came with the choices", () => {
  const choices = { ...plan("Lisbon"), prices_usd: { total: 1 } };
  const { prices_usd } = priced(choices);
  assert.equal(prices_usd.total, totalOf(partsOf(choices)));
  assert.equal(Object.values(prices_usd).reduce((sum, price) => sum + price), 2 * prices_usd.total);
});

test("what is not offered has no price", () => {
  for (const wrong of [{ city: "Atlantis" }, { hotel: "The Ritz" }, { flight: "HA 1" }, { activities: ["Skydiving"] }]) {
    assert.throws(() => priced({ ...plan("Lisbon"), ...wrong }), RangeError);
  }
});

test("the rules let a person choose what is offered in that city, and nothing else", () => {
  const { properties } = schemaOf(plan("Kyoto"));
  assert.deepEqual(properties.city, { "const": "Kyoto", "title": "City", "x-halt": { order: 0 } });
  assert.ok(properties.hotel.enum.includes("Machiya Gion") && !properties.hotel.enum.includes("Casa do Rio"));
});
