// The plan of a trip: what is chosen, what each part costs, and which of it a person may change. Prices are always looked up,
// never taken from an edit. Pure.

import { destination } from "./offers.js";

/** @import { JsonSchema } from "../../dialects/index.js" */

/**
 * What a person may choose.
 * @typedef {object} Choices
 * @property {string} city
 * @property {string} flight its number
 * @property {string} departs YYYY-MM-DD
 * @property {string} hotel
 * @property {number} nights
 * @property {string[]} activities
 */

/** One thing to be booked. @typedef {{ part: string, what: string, price_usd: number }} Part `part`: unique in its plan */

/** A plan as it is shown and booked. @typedef {Choices & { prices_usd: Record<string, number> }} TripPlan `prices_usd`: by part, and the total */

export const MOST_NIGHTS = 14;

/**
 * A plan with what its parts cost today.
 * @param {Choices} choices
 * @returns {TripPlan}
 * @throws {RangeError} where something of it is not offered
 */
export function priced({ city, flight, departs, hotel, nights, activities }) {
  const choices = { city, flight, departs, hotel, nights, activities };
  const parts = partsOf(choices);
  const prices = parts.map(({ part, price_usd }) => [part, price_usd]);
  return { ...choices, prices_usd: Object.fromEntries([...prices, ["total", totalOf(parts)]]) };
}

/**
 * What there is to book, the flight first.
 * @param {Choices} choices
 * @returns {Part[]}
 * @throws {RangeError} where something of it is not offered
 */
export function partsOf({ city, flight, departs, hotel, nights, activities }) {
  const { flights, hotels, activities: offered } = offeredIn(city);
  const { number, price_usd } = found(flights.find((one) => one.number === flight), flight);
  const room = found(hotels.find(({ name }) => name === hotel), hotel);
  return [
    { part: "flight", what: `${number} to ${city} on ${departs} and back after ${nightsText(nights)}`, price_usd },
    { part: "hotel", what: `${room.name}, ${nightsText(nights)} from ${departs}`, price_usd: room.price_usd * nights },
    ...activities.map((name) => ({ part: name, what: name, price_usd: found(offered.find((one) => one.name === name), name).price_usd })),
  ];
}

/** @param {readonly Part[]} parts */
export const totalOf = (parts) => parts.reduce((sum, { price_usd }) => sum + price_usd, 0);

/** @param {number} nights */
export const nightsText = (nights) => `${nights} ${nights === 1 ? "night" : "nights"}`;

/**
 * The rules of a plan: each part may be changed for another that is offered in the same city.
 * @param {TripPlan} plan
 * @returns {JsonSchema}
 */
export function schemaOf({ city, prices_usd }) {
  const { flights, hotels, activities } = offeredIn(city);
  const properties = {
    city: { const: city, title: "City" },
    flight: { ...oneOf(flights.map(({ number, departs, price_usd }) => [number, `${number}, leaves at ${departs}, $${price_usd}`])), title: "Flight" },
    departs: { type: "string", format: "date", title: "Leaves on" },
    hotel: { ...oneOf(hotels.map(({ name, price_usd }) => [name, `${name}, $${price_usd} a night`])), title: "Hotel" },
    nights: { type: "integer", minimum: 1, maximum: MOST_NIGHTS, title: "Nights" },
    activities: { type: "array", items: oneOf(activities.map(({ name, price_usd }) => [name, `${name}, $${price_usd}`])), uniqueItems: true, title: "Activities" },
    prices_usd: { const: prices_usd, title: "Prices in US dollars", description: "They are looked up again after you send your changes." },
  };
  // What is stored has its members in one order, so the order of the fields is said.
  const ordered = Object.entries(properties).map(([name, schema], order) => [name, { ...schema, "x-halt": { order } }]);
  return { type: "object", properties: Object.fromEntries(ordered), required: Object.keys(properties), additionalProperties: false };
}

/** @param {readonly (readonly [value: string, name: string])[]} options */
const oneOf = (options) => ({ enum: options.map(([value]) => value), enumNames: options.map(([, name]) => name) });

/** @param {string} city */
const offeredIn = (city) => found(destination(city), city);

/**
 * @template T
 * @param {T | undefined} thing
 * @param {string} name
 * @returns {T}
 */
function found(thing, name) {
  if (thing === undefined) throw new RangeError(`"${name}" is not offered`);
  return thing;
}
