// From a request to a plan: reads the city, the nights, the day and the tastes, and picks what fits. A script in place of a
// model, so that the demo works offline and the same each time. It looks things up and books nothing.

import { plus, readDay, today } from "../../desk/dates.js";
import { DESTINATIONS } from "./offers.js";
import { MOST_NIGHTS, priced } from "./trip_plan.js";

/** @import { Destination } from "./offers.js" */
/** @import { TripPlan } from "./trip_plan.js" */

const LATER_DAYS = 14;
const NIGHTS = 3;
const COUNTS = ["one", "two", "three", "four", "five", "six", "seven"];

/**
 * @param {string} request
 * @param {{ today?: string }} [options] YYYY-MM-DD
 * @returns {{ plan: TripPlan } | { outcome: { kind: "unclear", text: string } }}
 */
export function research(request, { today: now = today() } = {}) {
  const text = request.toLowerCase();
  const place = DESTINATIONS.find(({ names }) => names.some((name) => text.includes(name)));
  if (!place) return unclear(`Where to? This agent knows ${DESTINATIONS.map(({ city }) => city).join(", ")}. Write for example: three nights in Lisbon, with good food.`);
  const departs = readDay(request, now) ?? plus(now, LATER_DAYS);
  if (departs < now) return unclear(`${departs} has passed. Name a day from today on.`);
  return {
    plan: priced({
      city: place.city, departs, nights: nightsIn(text),
      flight: place.flights[0].number,
      hotel: hotelFor(text, place).name,
      activities: tastes(text, place),
    }),
  };
}

/** @param {string} text @returns {{ outcome: { kind: "unclear", text: string } }} */
const unclear = (text) => ({ outcome: { kind: "unclear", text } });

/** @param {string} text */
function nightsIn(text) {
  const [, count, unit] = new RegExp(`\\b(\\d{1,2}|an?|${COUNTS.join("|")}) (night|day|week)s?\\b`).exec(text) ?? [];
  if (/\bweekend\b/.test(text)) return 2;
  if (count === undefined) return NIGHTS;
  const named = COUNTS.indexOf(count) + 1;
  const number = named > 0 ? named : Number(count) || 1;
  return Math.min(MOST_NIGHTS, Math.max(1, unit === "week" ? number * 7 : number));
}

/**
 * @param {string} text
 * @param {Destination} place
 */
function hotelFor(text, { hotels }) {
  if (/\b(cheap|budget|simple)/.test(text)) return hotels[0];
  return /\b(luxury|best|finest)\b/.test(text) ? hotels[hotels.length - 1] : hotels[1];
}

/**
 * What the request is after; where it says nothing of that, the first two things that people do there.
 * @param {string} text
 * @param {Destination} place
 */
function tastes(text, { activities }) {
  const wanted = activities.filter(({ about }) => about.some((word) => text.includes(word)));
  return (wanted.length > 0 ? wanted : activities.slice(0, 2)).map(({ name }) => name);
}
