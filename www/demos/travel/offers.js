// What can be booked where: flights, hotels and activities, each at one price. Data, and the ways to look something up in it.

/** @typedef {{ number: string, departs: string, price_usd: number }} Flight `departs`: local time, HH:MM; the price is for both ways */
/** @typedef {{ name: string, price_usd: number }} Hotel the price is for one night */
/** @typedef {{ name: string, about: readonly string[], price_usd: number }} Activity `about`: words of requests that it answers */

/**
 * @typedef {object} Destination
 * @property {string} city
 * @property {readonly string[]} names what people say, in lower case
 * @property {readonly Flight[]} flights cheapest first
 * @property {readonly Hotel[]} hotels cheapest first
 * @property {readonly Activity[]} activities
 */

/** @type {readonly Destination[]} */
export const DESTINATIONS = Object.freeze([
  {
    city: "Lisbon",
    names: ["lisbon", "lisboa", "portugal"],
    flights: [{ number: "HA 204", departs: "13:25", price_usd: 188 }, { number: "HA 202", departs: "08:10", price_usd: 236 }],
    hotels: [{ name: "Pensão do Sol", price_usd: 74 }, { name: "Casa do Rio", price_usd: 138 }, { name: "Palácio da Graça", price_usd: 295 }],
    activities: [
      { name: "Food walk in Alfama", about: ["food", "eat", "wine"], price_usd: 65 },
      { name: "Tile museum", about: ["art", "museum", "culture"], price_usd: 12 },
      { name: "Surf lesson", about: ["surf", "beach", "sport"], price_usd: 48 },
      { name: "Fado evening", about: ["music", "fado"], price_usd: 39 },
    ],
  },
  {
    city: "Kyoto",
    names: ["kyoto", "japan"],
    flights: [{ number: "HA 871", departs: "21:50", price_usd: 842 }, { number: "HA 873", departs: "11:35", price_usd: 918 }],
    hotels: [{ name: "Capsule Sanjō", price_usd: 42 }, { name: "Machiya Gion", price_usd: 164 }, { name: "Ryokan Arashi", price_usd: 410 }],
    activities: [
      { name: "Temple walk at dawn", about: ["temple", "culture", "walk"], price_usd: 30 },
      { name: "Tea ceremony", about: ["tea", "culture", "food"], price_usd: 55 },
      { name: "Kaiseki dinner", about: ["food", "eat", "dinner"], price_usd: 160 },
      { name: "Bicycle day", about: ["bike", "bicycle", "sport"], price_usd: 24 },
    ],
  },
  {
    city: "Reykjavík",
    names: ["reykjavík", "reykjavik", "iceland"],
    flights: [{ number: "HA 530", departs: "14:05", price_usd: 264 }, { number: "HA 532", departs: "06:45", price_usd: 311 }],
    hotels: [{ name: "Harbour Hostel", price_usd: 68 }, { name: "Hotel Tjörn", price_usd: 189 }],
    activities: [
      { name: "Northern lights tour", about: ["lights", "aurora"], price_usd: 96 },
      { name: "Hot spring", about: ["spring", "spa", "bath"], price_usd: 72 },
      { name: "Glacier walk", about: ["glacier", "ice", "walk", "sport"], price_usd: 148 },
    ],
  },
]);

/** @param {unknown} city */
export const destination = (city) => DESTINATIONS.find((one) => one.city === city);
