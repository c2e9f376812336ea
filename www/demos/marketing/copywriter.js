// The agent's copywriter, in the place of a model: drafts a campaign from a request by rule. Nothing is sent here.

import { LISTS, reached } from "./contacts.js";

/**
 * One email, as it is sent.
 * @typedef {object} Email
 * @property {string} to address
 * @property {string} name
 * @property {string} subject
 * @property {string} body
 */

/**
 * A campaign: one email for each recipient.
 * @typedef {object} Campaign
 * @property {string} list
 * @property {string} subject
 * @property {number} leftOut people on the list who have unsubscribed
 * @property {Email[]} emails
 */

/** What a draft comes to. @typedef {{ campaign: Campaign } | { outcome: { kind: "unclear", text: string } }} Draft */

export const EXAMPLES = Object.freeze([
  "Announce the spring sale to newsletter readers",
  "Remind trial users that their trial ends on Friday",
  "Invite customers to the webinar on the 12th",
]);

/** What can be done, with the words that lead from the list to what it is about, and how the email says it. */
const KINDS = [
  { pattern: /^announce (?<topic>.+?) to (?:all |our |the |my )*(?<list>[\w ]+?)[.!]?$/i, lead: "We have news for you:" },
  { pattern: /^invite (?:all |our |the |my )*(?<list>[\w ]+?) to (?<topic>.+?)[.!]?$/i, lead: "We would like to see you at" },
  { pattern: /^(?:remind|tell) (?:all |our |the |my )*(?<list>[\w ]+?) (?:that|about|of) (?<topic>.+?)[.!]?$/i, lead: "A short note:" },
];

const UNCLEAR = `To whom, and about what? Write for example: ${EXAMPLES[0]}.`;

/**
 * @param {string} request
 * @returns {Draft}
 */
export function draft(request) {
  const text = request.trim().replaceAll(/\s+/g, " ");
  const kind = KINDS.find(({ pattern }) => pattern.test(text));
  const { topic = "", list: words = "" } = kind?.pattern.exec(text)?.groups ?? {};
  const list = Object.keys(LISTS).find((name) => LISTS[name].includes(words.toLowerCase()));
  if (!kind || !list) return { outcome: { kind: "unclear", text: UNCLEAR } };
  const { recipients, leftOut } = reached(list);
  const subject = topic[0].toUpperCase() + topic.slice(1);
  return { campaign: { list, subject, leftOut, emails: recipients.map(({ name, email }) => ({ to: email, name, subject, body: bodyFor(name, kind.lead, topic) })) } };
}

/**
 * @param {string} name
 * @param {string} lead
 * @param {string} topic
 */
const bodyFor = (name, lead, topic) => `Hello ${name.split(" ")[0]},\n\n${lead} ${topic}.\n\nThe Halt Company`;
