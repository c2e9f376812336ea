// From a request to one proposed call of `book_flight`: what the person wants is read by a script or by a model, which flight
// fits is looked up at the airline. A model never names a price. Nothing is booked here.

import { plus, today } from "../../desk/dates.js";
import { offers } from "./fares.js";

/**
 * @import { Proposal } from "./book_flight.js"
 * @import { Reading, Wish } from "./read_request.js"
 */

/**
 * What the planner node writes: a call to be made, or why there is none.
 * @typedef {{ action: Proposal } | { outcome: { kind: "unclear", text: string } }} Plan
 */

const LATER_DAYS = 7;

/**
 * A planner over one way to read requests.
 * @param {(request: string, options: { today: string, signal: AbortSignal }) => Reading | Promise<Reading>} read
 * @param {() => string} [clock] gives today, YYYY-MM-DD
 * @returns {(request: string, options: { signal: AbortSignal }) => Promise<Plan>}
 */
export function planner(read, clock = today) {
  return async (request, { signal }) => {
    const now = clock();
    const wish = await read(request, { today: now, signal });
    return "unclear" in wish ? unclear(wish.unclear) : propose(wish, now);
  };
}

/**
 * @param {Wish} wish
 * @param {string} now
 * @returns {Plan}
 */
function propose(wish, now) {
  const { origin, destination, time, date = plus(now, LATER_DAYS) } = wish;
  const all = offers(origin, destination);
  const best = all.find((offer) => offer.time === time) ?? all[0];
  if (!best) return unclear(`The airline does not fly from ${origin} to ${destination}.`);
  if (date < now) return unclear(`${date} has passed. Name a day from today on.`);
  const { flight, departs, price_usd } = best;
  return {
    action: {
      name: "book_flight",
      args: { flight, origin, destination, date, departs, seat: "any", price_usd },
      why: reason(best === all[0], time, wish.date),
      others: all.filter((offer) => offer !== best).map((offer) => ({ label: offer.flight, value: `$${offer.price_usd}, departs ${offer.departs}` })),
    },
  };
}

/**
 * @param {boolean} cheapest
 * @param {Wish["time"]} time
 * @param {string | undefined} date
 */
function reason(cheapest, time, date) {
  const choice = cheapest ? "It is the cheapest flight of the day." : `It is the ${time} flight that you asked for.`;
  return date === undefined ? `${choice} You named no day, so it is a week from today.` : choice;
}

/**
 * @param {string} text
 * @returns {Plan}
 */
const unclear = (text) => ({ outcome: { kind: "unclear", text } });
