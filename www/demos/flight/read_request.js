// The scripted planner's ear: reads a request such as "Cheap flight LAX to JFK next Friday" without any model, so that the
// demo works offline. What it cannot read it says; it never guesses a place.

import { AIRPORTS, airport } from "./airports.js";
import { readDay } from "../../desk/dates.js";

/**
 * What a request asks for. `date` is missing where none was named.
 * @typedef {object} Wish
 * @property {string} origin airport code
 * @property {string} destination airport code
 * @property {string} [date] YYYY-MM-DD
 * @property {"morning" | "afternoon" | "evening"} [time]
 */

/** @typedef {Wish | { unclear: string }} Reading `unclear`: what to ask the person, in words */

const WORDS = new Map(AIRPORTS.flatMap(({ code, names }) => [code.toLowerCase(), ...names].map((word) => [word, code])));
const LONGEST_FIRST = [...WORDS.keys()].toSorted((a, b) => b.length - a.length);
const PLACE = new RegExp(`(?:\\b(from|to|for|into)\\s+)?(?<![\\p{L}\\d])(${LONGEST_FIRST.join("|")})(?![\\p{L}\\d])(?=(\\s+to\\b)?)`, "giu");
/** @type {Record<string, "from" | "to" | undefined>} */
const ROLES = { from: "from", to: "to", for: "to", into: "to" };
const EXAMPLE = "Write for example: LAX to JFK next Friday.";

/**
 * @param {string} request
 * @param {string} today YYYY-MM-DD
 * @returns {Reading}
 */
export function readRequest(request, today) {
  const places = placesOf(request);
  const to = places.findLast(({ role }) => role === "to") ?? (places.length > 1 ? places.findLast(({ role }) => role === undefined) : undefined);
  const from = places.find(({ role }) => role === "from") ?? places.find((place) => place.role === undefined && place !== to);
  if (!from || !to) return { unclear: `${missing(from, to)} ${EXAMPLE} The airline flies between ${AIRPORTS.map(({ code }) => code).join(", ")}.` };
  if (from.code === to.code) return { unclear: `The trip begins and ends in ${airport(to.code)?.city}. ${EXAMPLE}` };
  const date = readDay(request, today);
  const [time] = /\b(morning|afternoon|evening)\b/i.exec(request) ?? [];
  return {
    origin: from.code, destination: to.code,
    ...(date !== undefined && { date }),
    ...(time !== undefined && { time: /** @type {Wish["time"]} */ (time.toLowerCase()) }),
  };
}

/**
 * The places that a request names, and which end of the trip its words make them.
 * @param {string} request
 * @returns {{ code: string, role: "from" | "to" | undefined }[]}
 */
function placesOf(request) {
  const places = [];
  for (const [, preposition, word, leads] of request.matchAll(PLACE)) {
    const code = /** @type {string} */ (WORDS.get(word.toLowerCase()));
    // A code in small letters may be an English word ("sin", "sea"): only "from" or "to" beside it makes it a place.
    const isWord = word.length === 3 && word !== word.toUpperCase();
    if (isWord && preposition === undefined && leads === undefined) continue;
    places.push({ code, role: ROLES[preposition?.toLowerCase()] });
  }
  return places;
}

/**
 * @param {object | undefined} from
 * @param {object | undefined} to
 */
function missing(from, to) {
  if (!from && !to) return "Which airports?";
  return from ? "Where to?" : "Where from?";
}
