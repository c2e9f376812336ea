// What the airline sells: three flights a day on each route, each at one price whatever the day. So a person may move a
// booking to another day, and what was approved is still what it costs.

import { airport, distance } from "./airports.js";

/**
 * @typedef {object} Offer
 * @property {string} flight
 * @property {string} departs local time, HH:MM
 * @property {"morning" | "afternoon" | "evening"} time
 * @property {number} price_usd whole dollars
 */

const BASE_USD = 39;
const USD_PER_KM = 0.0372;

const SCHEDULE = /** @type {const} */ ([
  { time: "morning", departs: "07:10", factor: 1 },
  { time: "afternoon", departs: "13:25", factor: 1.24 },
  { time: "evening", departs: "18:40", factor: 1.12 },
]);

/**
 * The day's flights between two airports, cheapest first.
 * @param {string} origin airport code
 * @param {string} destination airport code
 * @returns {Offer[]} none where the airline does not fly
 */
export function offers(origin, destination) {
  const [from, to] = [airport(origin), airport(destination)];
  if (!from || !to || from === to) return [];
  const cheapest = BASE_USD + USD_PER_KM * distance(from, to);
  const number = 100 + 3 * (routeNumber(`${origin}${destination}`) % 290);
  return SCHEDULE
    .map(({ time, departs, factor }, i) => ({ flight: `HA ${number + i}`, departs, time, price_usd: Math.round(cheapest * factor) }))
    .toSorted((a, b) => a.price_usd - b.price_usd);
}

/** @param {string} route */
const routeNumber = (route) => [...route].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
