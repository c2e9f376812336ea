// The users table as it is before anybody has worked on it. Data; the table itself is table.js.

import { plus } from "../../desk/dates.js";

/**
 * A row of the table.
 * @typedef {object} User
 * @property {string} email unique
 * @property {string} name
 * @property {string} last_login YYYY-MM-DD
 * @property {boolean} active whether the user may log in
 */

/** Name, and how many days ago the user was seen last. */
const PEOPLE = /** @type {const} */ ([
  ["Amara Okafor", 1], ["Bo Lindqvist", 3], ["Chiara Rossi", 9], ["Dmitri Volkov", 24], ["Elif Demir", 48], ["Farid Haddad", 77],
  ["Grace Mbeki", 121], ["Hana Sato", 163], ["Ivan Petrov", 197], ["Jonas Weber", 228], ["Keiko Mori", 301], ["Lucía Vega", 366],
  ["Marek Nowak", 412], ["Noor Aziz", 540],
]);

/**
 * @param {string} today YYYY-MM-DD
 * @returns {User[]}
 */
export const firstUsers = (today) => PEOPLE.map(([name, days]) => ({ email: emailOf(name), name, last_login: plus(today, -days), active: true }));

/** @param {string} name */
const emailOf = (name) => `${name.split(" ")[0].normalize("NFD").replace(/\P{ASCII}/gu, "").toLowerCase()}@example.org`;
