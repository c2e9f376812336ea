// The one tool of the agent, as data: its name, its arguments, and which of them a person may change. What runs it is the
// airline; who calls it is the graph.

import { airport } from "./airports.js";

/** @import { Json, JsonSchema } from "../../dialects/index.js" */

/**
 * The arguments of a call.
 * @typedef {object} BookArgs
 * @property {string} flight such as `HA 319`
 * @property {string} origin airport code
 * @property {string} destination airport code
 * @property {string} date YYYY-MM-DD
 * @property {string} departs local time, HH:MM
 * @property {"any" | "window" | "aisle"} seat
 * @property {number} price_usd what the card is charged, in whole dollars
 */

/**
 * A call that the planner proposes, and why.
 * @typedef {object} Proposal
 * @property {"book_flight"} name
 * @property {BookArgs} args
 * @property {string} why
 * @property {{ label: string, value: Json }[]} others what else there was
 */

export const NAME = "book_flight";

/**
 * The rules of the arguments: a person may choose another day or seat. The flight and its price belong together and are fixed.
 * @param {BookArgs} args
 * @returns {JsonSchema}
 */
export function schemaOf({ flight, origin, destination, departs, price_usd }) {
  const properties = {
    date: { type: "string", format: "date", title: "Date", description: "The price is the same every day." },
    seat: { enum: ["any", "window", "aisle"], enumNames: ["Any seat", "By the window", "On the aisle"], title: "Seat" },
    origin: { const: origin, title: "From", description: airport(origin)?.city ?? "" },
    destination: { const: destination, title: "To", description: airport(destination)?.city ?? "" },
    flight: { const: flight, title: "Flight" },
    departs: { const: departs, title: "Departure", description: "Local time." },
    price_usd: { const: price_usd, title: "Price in US dollars" },
  };
  // What is stored has its members in one order, so the order of the fields is said.
  const ordered = Object.entries(properties).map(([name, schema], order) => [name, { ...schema, "x-halt": { order } }]);
  return { type: "object", properties: Object.fromEntries(ordered), required: Object.keys(properties), additionalProperties: false };
}
