// What the README's first example would have of its own: a planner and an airline.

/** @param {string} request */
export const planFlight = async (request) => ({ name: "book_flight", args: { origin: "LAX", destination: "JFK", request } });

/** Effects by key: the airline books once under each. @type {Map<string, string>} */
const bookings = new Map();

/**
 * @param {{ origin: string, destination: string }} args
 * @param {{ key: string }} options
 */
export async function bookFlight({ origin, destination }, { key }) {
  bookings.set(key, bookings.get(key) ?? `Booked ${origin} to ${destination}`);
  return bookings.get(key);
}
