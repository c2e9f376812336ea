// The people that campaigns go to, and which lists they are on. Data.

/**
 * @typedef {object} Contact
 * @property {string} name
 * @property {string} email
 * @property {readonly string[]} lists
 * @property {true} [unsubscribed] gets nothing any more
 */

/** Each list, and the words that people use for it. @type {Readonly<Record<string, readonly string[]>>} */
export const LISTS = Object.freeze({
  newsletter: ["newsletter readers", "newsletter", "readers", "subscribers"],
  trial: ["trial users", "trials", "trial accounts", "people on trial"],
  customer: ["customers", "clients", "paying customers"],
});

/** @type {readonly Contact[]} */
export const CONTACTS = Object.freeze([
  { name: "Ada Dubois", email: "ada@dubois.example", lists: ["newsletter", "customer"] },
  { name: "Bruno Ito", email: "bruno.ito@example.org", lists: ["newsletter"] },
  { name: "Chiara Alvarez", email: "chiara@alvarez.example", lists: ["customer"] },
  { name: "Deniz Fischer", email: "deniz@fischer.example", lists: ["newsletter", "trial"] },
  { name: "Elif Kowalski", email: "elif.kowalski@example.com", lists: ["trial"] },
  { name: "Farid Costa", email: "farid@costa.example", lists: ["newsletter"], unsubscribed: true },
  { name: "Grace Haddad", email: "grace.haddad@example.net", lists: ["newsletter", "customer"] },
  { name: "Hugo Moreau", email: "hugo@moreau.example", lists: ["newsletter"] },
  { name: "Ines Grant", email: "ines.grant@example.org", lists: ["trial", "newsletter"] },
  { name: "Jonas Lindqvist", email: "jonas@lindqvist.example", lists: ["customer"] },
  { name: "Kofi Bauer", email: "kofi.bauer@example.com", lists: ["trial"], unsubscribed: true },
  { name: "Lena Jansen", email: "lena@jansen.example", lists: ["newsletter", "customer"] },
  { name: "Mei Eriksen", email: "mei.eriksen@example.net", lists: ["newsletter"] },
]);

/**
 * Who a list reaches.
 * @param {string} list
 * @returns {{ recipients: Contact[], leftOut: number }} `leftOut`: people on it who have unsubscribed
 */
export function reached(list) {
  const on = CONTACTS.filter(({ lists }) => lists.includes(list));
  const recipients = on.filter(({ unsubscribed }) => !unsubscribed);
  return { recipients, leftOut: on.length - recipients.length };
}
