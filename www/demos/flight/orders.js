// The airline's rules: what an order under a key comes to, given what is in the books. Pure; the books are airline.js.

import { isDay } from "../../desk/dates.js";
import { offers } from "./fares.js";

/** @import { BookArgs } from "./book_flight.js" */

/** What an order gives. @typedef {{ ticket: string, price_usd: number } & BookArgs} Ticket */

/**
 * One charge of the card: one for each key, ever.
 * @typedef {object} Charge
 * @property {string} key
 * @property {string} ticket
 * @property {number} price_usd
 * @property {BookArgs} args
 * @property {number} at milliseconds since 1970
 */

/**
 * What an order comes to: a new charge, the charge that its key already has, or a refusal.
 * @typedef {{ kind: "charged", charge: Charge } | { kind: "repeated", charge: Charge } | { kind: "refused", code: RefusalCode, message: string }} Ruling
 */

/** @typedef {"KEY_REUSED" | "FLIGHT_UNKNOWN" | "FLIGHT_DEPARTED" | "FARE_CHANGED" | "CARD_DECLINED"} RefusalCode */

/**
 * @param {{ key: string, args: BookArgs }} order
 * @param {{ charge: Charge | undefined, balance: number, today: string, now: number }} books `charge`: the one that the key has
 * @returns {Ruling}
 */
export function rule({ key, args }, { charge, balance, today, now }) {
  if (charge) return same(charge.args, args) ? { kind: "repeated", charge } : refused("KEY_REUSED", "This key has paid for another booking.");
  const offer = offers(args.origin, args.destination).find(({ flight }) => flight === args.flight);
  if (!offer || !isDay(args.date)) return refused("FLIGHT_UNKNOWN", `There is no flight ${args.flight} from ${args.origin} to ${args.destination} on ${args.date}.`);
  if (args.date < today) return refused("FLIGHT_DEPARTED", `${args.flight} of ${args.date} has left.`);
  if (offer.price_usd !== args.price_usd) return refused("FARE_CHANGED", `${args.flight} costs $${offer.price_usd}, not $${args.price_usd}.`);
  if (balance < args.price_usd) return refused("CARD_DECLINED", `The card holds $${balance}, and the flight costs $${args.price_usd}. Top up the card, then run this again.`);
  return { kind: "charged", charge: { key, ticket: ticketOf(key), price_usd: args.price_usd, args, at: now } };
}

/**
 * @param {RefusalCode} code
 * @param {string} message
 * @returns {Ruling}
 */
const refused = (code, message) => ({ kind: "refused", code, message: `${message} Nothing was charged.` });

/** @param {string} key */
const ticketOf = (key) => `HA-${key.slice(0, 6).toUpperCase()}`;

/**
 * @param {BookArgs} a
 * @param {BookArgs} b
 */
const same = (a, b) => /** @type {(keyof BookArgs)[]} */ (Object.keys({ ...a, ...b })).every((name) => a[name] === b[name]);
