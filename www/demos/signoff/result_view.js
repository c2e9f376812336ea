// How a round ended, and who has answered what so far. Who is still asked can be become from here.

import { button, h } from "../../elements/dom.js";
import { receipt, said } from "../../desk/results.js";
import { badge } from "../../desk/run_list.js";
import { time } from "../../desk/words.js";
import { numberOf } from "./ledger.js";
import { person } from "./people.js";
import { dollars, nameOf, signerOf } from "./words.js";

/**
 * @import { State } from "../../desk/words.js"
 * @import { Round } from "./graph.js"
 * @import { Vote } from "./rule.js"
 * @import { You } from "./you.js"
 */

/** @type {Readonly<Record<string, State>>} */
const ANSWERS = Object.freeze({
  approve: { name: "Signed", tone: "ok", sign: "check" },
  reject: { name: "Refused", tone: "bad", sign: "cross" },
  open: { name: "Asked", tone: "plain", sign: "clock" },
  closed: { name: "Not needed", tone: "plain", sign: "info" },
});

/**
 * @param {Round} round
 * @param {You} you
 * @returns {Node[]}
 */
export function resultView(round, you) {
  const { outcome, signers = [], payment } = round.state;
  if (outcome?.kind === "unclear") return [said(outcome.text)];
  if (!payment) return [];
  const ended = outcome?.kind === "paid" ? [paidView(outcome.entry)] : outcome?.kind === "refused" ? [said("Nothing was paid.")] : [];
  return [...ended, h("ul", { class: "signers", "aria-label": "Signatures" }, ...signers.map((signer) => signerView(signer, round, you)))];
}

/** @param {import("./ledger.js").Entry} entry */
const paidView = ({ payee, amount_usd, reference, key, at }) => receipt([
  ["Paid", dollars(amount_usd)], ["To", payee], ["For", reference], ["At", time(at)], ["Number", numberOf(key)],
]);

/**
 * One signer, and what they answered.
 * @param {string} signer
 * @param {Round} round
 * @param {You} you
 */
function signerView(signer, { status, questions, state: { votes = [] } }, you) {
  const vote = votes.find(({ asked }) => asked === signer);
  const asked = questions.some((question) => signerOf(question) === signer);
  return h("li", null,
    h("div", { class: "signer-top" }, h("span", { class: "name" }, nameOf(signer)), h("span", { class: "role" }, person(signer)?.role ?? ""), badge(ANSWERS[vote?.verb ?? (status === "refused" ? "closed" : "open")])),
    vote && h("p", { class: "answer" }, voteText(vote), vote.reason !== undefined && h("bdi", null, ` Reason: ${vote.reason}`)),
    asked && status !== "refused" && you.person.id !== signer && button(`Be ${nameOf(signer)} and answer`, () => you.become(signer), { class: "quiet" }));
}

/** @param {Vote} vote */
const voteText = ({ by, verb, at }) => `${nameOf(by)} ${verb === "approve" ? "signed" : "refused"} at ${time(Date.parse(at))}.`;
