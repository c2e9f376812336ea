// Who works here. In place of a sign-in, the page lets the visitor say who they are.

/** @typedef {{ id: string, name: string, role: string }} Person */

/** @type {readonly Person[]} */
export const PEOPLE = Object.freeze([
  { id: "ana", name: "Ana", role: "Finance" },
  { id: "ben", name: "Ben", role: "Operations" },
  { id: "chika", name: "Chika", role: "Purchasing" },
]);

/** @param {unknown} id */
export const person = (id) => PEOPLE.find((one) => one.id === id);

/**
 * Who signs a payment that somebody asks for: two others.
 * @param {string} requester
 */
export const signersFor = (requester) => PEOPLE.filter(({ id }) => id !== requester).map(({ id }) => id).slice(0, 2);
