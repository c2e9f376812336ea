// The airports that the airline flies to, by which words people call them, and how far they are apart. Data; no prices.

/**
 * @typedef {object} Airport
 * @property {string} code
 * @property {string} city
 * @property {readonly string[]} names what people say, in lower case
 * @property {number} lat degrees
 * @property {number} lon degrees
 */

/** @type {readonly Airport[]} */
export const AIRPORTS = Object.freeze([
  { code: "AMS", city: "Amsterdam", names: ["amsterdam"], lat: 52.31, lon: 4.76 },
  { code: "BER", city: "Berlin", names: ["berlin"], lat: 52.37, lon: 13.5 },
  { code: "BOS", city: "Boston", names: ["boston"], lat: 42.36, lon: -71.01 },
  { code: "CDG", city: "Paris", names: ["paris"], lat: 49.01, lon: 2.55 },
  { code: "DXB", city: "Dubai", names: ["dubai"], lat: 25.25, lon: 55.36 },
  { code: "GRU", city: "São Paulo", names: ["são paulo", "sao paulo"], lat: -23.43, lon: -46.47 },
  { code: "HND", city: "Tokyo", names: ["tokyo"], lat: 35.55, lon: 139.78 },
  { code: "JFK", city: "New York", names: ["new york", "nyc"], lat: 40.64, lon: -73.78 },
  { code: "LAX", city: "Los Angeles", names: ["los angeles", "la"], lat: 33.94, lon: -118.41 },
  { code: "LHR", city: "London", names: ["london"], lat: 51.47, lon: -0.45 },
  { code: "MAD", city: "Madrid", names: ["madrid"], lat: 40.47, lon: -3.57 },
  { code: "MEX", city: "Mexico City", names: ["mexico city"], lat: 19.44, lon: -99.07 },
  { code: "MIA", city: "Miami", names: ["miami"], lat: 25.8, lon: -80.29 },
  { code: "ORD", city: "Chicago", names: ["chicago"], lat: 41.98, lon: -87.9 },
  { code: "SEA", city: "Seattle", names: ["seattle"], lat: 47.45, lon: -122.31 },
  { code: "SFO", city: "San Francisco", names: ["san francisco"], lat: 37.62, lon: -122.38 },
  { code: "SIN", city: "Singapore", names: ["singapore"], lat: 1.36, lon: 103.99 },
  { code: "SYD", city: "Sydney", names: ["sydney"], lat: -33.95, lon: 151.18 },
]);

const EARTH_KM = 6371;

/**
 * @param {unknown} code
 * @returns {Airport | undefined}
 */
export const airport = (code) => AIRPORTS.find((one) => one.code === code);

/**
 * The way between two airports along the globe, in kilometres.
 * @param {Airport} from
 * @param {Airport} to
 */
export function distance(from, to) {
  const [lat1, lat2, dLat, dLon] = [from.lat, to.lat, to.lat - from.lat, to.lon - from.lon].map((degrees) => (degrees * Math.PI) / 180);
  const a = Math.sin(dLat / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(a));
}
