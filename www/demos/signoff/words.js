// The words and signs of the sign-off demo's page. No DOM.

import { person } from "./people.js";

/**
 * @import { Pending } from "../../haltgraph.js"
 * @import { State } from "../../desk/words.js"
 * @import { Round } from "./graph.js"
 */

/** The states that other demos do not have. @type {Readonly<Record<string, State>>} */
export const STATES = Object.freeze({
  drafting: { name: "Drafting", tone: "busy", sign: "clock" },
  others: { name: "Waiting for others", tone: "plain", sign: "clock" },
  paying: { name: "Paying", tone: "busy", sign: "clock" },
  paid: { name: "Paid", tone: "ok", sign: "check" },
  refused: { name: "Refused", tone: "plain", sign: "cross" },
  unclear: { name: "Not understood", tone: "plain", sign: "info" },
});

/** What the forms say otherwise: here a person signs. */
export const MESSAGES = Object.freeze({
  "approve.tool": "Sign this payment",
  "reject": "Refuse",
  "reject.reason.label": "Reason",
  "done.approve": "Signed at {time}.",
  "done.reject": "Refused. Nothing is paid.",
  "done.again": "",
  "verb.approve": "signed",
  "verb.reject": "refused",
});

/**
 * Whose answer a question wants.
 * @param {Pending} question
 * @returns {string | undefined}
 */
export const signerOf = ({ payload }) => Object(payload).deciders?.any_of?.[0];

/**
 * Whether a question is for somebody.
 * @param {Pending} question
 * @param {string} id
 */
export const isFor = (question, id) => (signerOf(question) ?? id) === id;

/**
 * Who has refused, by id.
 * @param {Pick<Round, "state">} round
 */
export const refusersOf = ({ state: { votes = [] } }) => votes.filter(({ verb }) => verb === "reject").map(({ by }) => by);

/**
 * The demo's word for where a round is, as one person sees it.
 * @param {Round} round
 * @param {string} you
 */
export function statusOf({ phase, questions, state: { payment, votes = [], outcome } }, you) {
  if ((phase === "waiting" || phase === "stopped") && votes.some(({ verb }) => verb === "reject")) return "refused";
  if (phase === "waiting") return questions.some((question) => isFor(question, you)) ? "waiting" : "others";
  if (phase === "running") return payment ? "paying" : "drafting";
  return phase === "done" ? outcome?.kind : undefined;
}

/** @param {number} amount in dollars */
export const dollars = (amount) => `$${amount.toLocaleString("en")}`;

/** @param {Round} round */
export const titleOf = ({ state: { payment, request } }) => (payment ? `${dollars(payment.amount_usd)} to ${payment.payee}` : request ?? "");

/** @param {Round} round */
export const lineOf = ({ state: { payment, requester } }) => (payment ? `${nameOf(requester)} · ${payment.reference}` : "");

/** @param {string | undefined} id */
export const nameOf = (id) => person(id)?.name ?? id ?? "Somebody";

/**
 * What a first-time visitor wants to know about where a round is.
 * @param {Round} round
 * @param {string} you
 */
export function noteOf({ status, questions, ours, state }, you) {
  const { requester } = state;
  const open = questions.map((question) => nameOf(signerOf(question)));
  if (status === "refused") return `${refusersOf({ state }).map(nameOf).join(" and ")} refused, so nothing is paid, and nobody else need answer.`;
  if (status === "waiting") return `${nameOf(requester)} asked for this, and you are asked to sign. It is paid when two people have signed, and not before. Your answer is recorded as ${nameOf(you)}'s.`;
  if (status === "others") return `Nothing is paid yet. ${open.join(" and ")} ${open.length === 1 ? "has" : "have"} to answer${requester === you ? ", because whoever asks does not sign" : ""}.`;
  if (status === "paying" && ours) return "Both have signed, and the bank is at it. If you close this tab now, it can be finished later, and is paid once all the same.";
  return undefined;
}
