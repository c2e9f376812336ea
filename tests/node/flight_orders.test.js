// The flight demo's airline, its rules: one charge per key, at the price that was approved, of money that is there.

import assert from "node:assert/strict";
import test from "node:test";

import { rule } from "../../www/demos/flight/orders.js";
import { offers } from "../../www/demos/flight/fares.js";

const KEY = "a7f86b75".repeat(8);
const [{ flight, departs, price_usd }] = offers("LAX", "JFK");
const ARGS = /** @type {const} */ ({ flight, origin: "LAX", destination: "JFK", date: "2026-11-27", departs, seat: "any", price_usd });
const BOOKS = { charge: undefined, balance: 2000, today: "2026-11-21", now: 5 };

const rules = (args = {}, books = {}) => rule({ key: KEY, args: { ...ARGS, ...args } }, { ...BOOKS, ...books });

/** The refusal of an order, which must charge nothing. */
const refusal = (args, books) => {
  const { kind, code, message } = /** @type {any} */ (rules(args, books));
  assert.equal(kind, "refused");
  assert.match(message, / Nothing was charged\.$/);
  return code;
};

test("a first order under a key is charged at the price that was approved", () => {
  assert.deepEqual(rules(), { kind: "charged", charge: { key: KEY, ticket: "HA-A7F86B", price_usd, args: ARGS, at: 5 } });
});

test("the same order under the same key gets the charge that is there, also when the card is empty and the flight has left", () => {
  const { charge } = /** @type {any} */ (rules());
  assert.deepEqual(rules({}, { charge, balance: 0, today: "2030-01-01" }), { kind: "repeated", charge });
});

test("another order under a key that has paid is refused", () => {
  const { charge } = /** @type {any} */ (rules());
  assert.equal(refusal({ date: "2026-11-28" }, { charge }), "KEY_REUSED");
  assert.equal(refusal({ extra: 1 }, { charge }), "KEY_REUSED");
});

test("orders that cannot be met are refused by name", () => {
  assert.equal(refusal({ flight: "HA 1" }), "FLIGHT_UNKNOWN");
  assert.equal(refusal({ origin: "MOON" }), "FLIGHT_UNKNOWN");
  assert.equal(refusal({ date: "2026-02-30" }), "FLIGHT_UNKNOWN");
  assert.equal(refusal({ date: "2026-11-20" }), "FLIGHT_DEPARTED");
  assert.equal(refusal({ price_usd: 1 }), "FARE_CHANGED");
  assert.equal(refusal({}, { balance: price_usd - 1 }), "CARD_DECLINED");
});

test("a card that holds exactly the price pays", () => assert.equal(rules({}, { balance: price_usd }).kind, "charged"));
