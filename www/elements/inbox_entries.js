// The requests of an inbox as data: what a row tells, what a search finds, in which order they stand. No DOM.
/** @import { HaltApp, Pending } from "../elements.js" */
/** @import { FormModel, Messages, Piece } from "../dialects/index.js" */
import "../dialects/later.js";
import { modelOf } from "../dialects/form_model.js";
import { bringDialects, isReadable } from "../dialects/registry.js";

const SOON_MS = 60 * 60 * 1000;
const RISKS = ["critical", "high", "medium", "low"];

/** One waiting request and the app that asks.
 * @typedef {object} Entry
 * @property {HaltApp} app
 * @property {Pending} question
 * @property {FormModel} model
 * @property {string} key of the question and its version
 * @property {number | undefined} expiresAt
 * @property {string} haystack what a search looks at
 */

/**
 * @param {HaltApp} app
 * @param {Pending} question
 * @param {Messages | undefined} messages
 * @returns {Entry}
 */
export function entryOf(app, question, messages) {
  const { ctx, ref } = question;
  const model = modelOf(question.payload, { ...ctx, ref, now: Date.now(), messages: { ...ctx.messages, ...messages } });
  const times = [model.expiresAt, question.expires_at].filter((time) => time !== undefined);
  return { app, question, model, key: keyOf(question), expiresAt: times.length > 0 ? Math.min(...times) : undefined, haystack: haystackOf(question, model) };
}

/**
 * Loads the dialects that may read some questions. One that cannot be read without them is listed as such, the others as ever.
 * @param {readonly { question: Pending }[]} asked
 */
export async function withDialects(asked) {
  if (asked.some(({ question: { payload, ctx } }) => !isReadable(payload, ctx))) await bringDialects().catch(() => undefined);
}

/** @param {Pending} question */
export const keyOf = ({ interrupt, revision, claimed }) => `${interrupt} ${revision} ${claimed === true}`;

/**
 * @param {Pending} question
 * @param {FormModel} model
 */
function haystackOf({ thread, node }, { actions }) {
  const words = actions.flatMap(({ name, rows }) => [name, ...rows.flatMap(({ key, value }) => [plain(key), plain(value)])]);
  return [thread, node, ...words].join("\n").toLowerCase();
}

/**
 * The text of some pieces, without its marks.
 * @param {readonly Piece[]} pieces
 */
export const plain = (pieces) => pieces.map((piece) => ("text" in piece ? piece.text : "mixed" in piece ? piece.mixed : "")).join("");

/**
 * Whether an entry holds every word of a search.
 * @param {Entry} entry
 * @param {string} search
 */
export const matches = ({ haystack }, search) => search.toLowerCase().split(/\s+/).every((word) => haystack.includes(word));

/**
 * Entries in their order: those that expire within the hour, then by risk, then the oldest. `held` keeps the order of those
 * already shown and puts new ones last, for a list that somebody points at.
 * @param {readonly Entry[]} entries
 * @param {readonly string[]} held interrupt ids in the order shown
 * @returns {Entry[]}
 */
export function arranged(entries, held) {
  const now = Date.now();
  const rank = (/** @type {Entry} */ { question, model, expiresAt }) => [
    held.includes(question.interrupt) ? held.indexOf(question.interrupt) : held.length,
    expiresAt !== undefined && expiresAt - now < SOON_MS ? expiresAt : Infinity, RISKS.indexOf(model.risk), question.created_at,
  ];
  return entries.toSorted((a, b) => compare(rank(a), rank(b)));
}

/**
 * @param {readonly number[]} a
 * @param {readonly number[]} b
 */
function compare(a, b) {
  const i = a.findIndex((value, at) => value !== b[at]);
  return i < 0 ? 0 : a[i] < b[i] ? -1 : 1;
}
