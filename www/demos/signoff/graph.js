// The sign-off of a payment: two people are asked at the same time, each by a question of their own; a join looks at both
// answers; the payment is made once, under a key, only when two different people have signed. One refusal stops it.
// The page looks at the graph from outside: no forms, lists or storage here.

import { Annotation, END, START, Send, StateGraph, askAgain } from "../../haltgraph.js";
import { person } from "./people.js";
import { readPayment } from "./read_payment.js";
import { counts, isSigned } from "./rule.js";

/** @type {(before: any[], more: any[]) => any[]} */
const append = (before, more) => [...before, ...more];

const SignOff = Annotation.Root({
  /** What somebody wants paid, in their words. */
  request: Annotation(),
  /** What is to be paid: payee, amount and reference. */
  payment: Annotation(),
  /** Who asked for it. */
  requester: Annotation(),
  /** Whose signatures are wanted. */
  signers: Annotation(),
  /** What they answered. */
  votes: Annotation({ reducer: append, default: () => [] }),
  /** How it ended: paid, refused, or unclear. */
  outcome: Annotation(),
});

/** How a run ended. @typedef {{ kind: "paid", entry: import("./ledger.js").Entry } | { kind: "refused" } | { kind: "unclear", text: string }} Outcome */
/** @typedef {{ request?: string, payment?: import("./ledger.js").Payment, requester?: string, signers?: string[], votes?: import("./rule.js").Vote[], outcome?: Outcome }} SignOffState */
/** A run of this graph as the page shows it. @typedef {import("../../desk/runs.js").Run<SignOffState>} Round */

/**
 * @param {object} parts
 * @param {Pick<import("./ledger.js").PaymentLedger, "pay">} parts.ledger
 * @param {import("../../haltgraph.js").BaseSaver} parts.checkpointer
 * @param {() => import("../../dialects/index.js").Actor} parts.actor who sits in front of the page
 */
export function signOff({ ledger, checkpointer, actor }) {
  return new StateGraph(SignOff)
    .addNode("draft", ({ request }) => readPayment(request))
    .addGate("signature", ask, (/** @type {any} */ { payment, requester, signer }, { verb, by, at, reason }) => {
      const vote = { asked: signer, by: by.id, verb, at, ...(reason !== undefined && { reason }) };
      // Somebody else's answer is nobody's: the question stays the signer's.
      return counts(vote, { requester }) ? { votes: [vote] } : askAgain(ask({ payment, requester, signer }));
    })
    .addNode("settle", async ({ payment, requester, signers, votes }, { key, signal }) => {
      if (!isSigned(votes, { requester, signers })) return { outcome: { kind: "refused" } };
      return { outcome: { kind: "paid", entry: await ledger.pay(payment, { key: key("pay"), signal }) } };
    })
    .addEdge(START, "draft")
    .addConditionalEdges("draft", eachSigner, ["signature", END])
    .addEdge("signature", "settle")
    .addEdge("settle", END)
    .compile({ checkpointer, name: "signoff", approvals: { actor } });
}

/** @param {typeof SignOff.State} state */
function eachSigner({ payment, requester, signers }) {
  return payment ? signers.map((/** @type {string} */ signer) => new Send("signature", { payment, requester, signer })) : END;
}

/**
 * One signer's question, from what its Send carries.
 * @param {any} send
 */
function ask({ payment, requester, signer }) {
  const amount = `$${payment.amount_usd.toLocaleString("en")}`;
  return {
    halt: 1,
    kind: "sign_payment",
    title: `Pay ${amount} to ${payment.payee}?`,
    why: `${person(requester)?.name ?? requester} asked for it. It is paid when two people have signed.`,
    consequences: [`Pays ${amount} to ${payment.payee}, once both have signed.`],
    action: { id: "payment", name: "pay", args: payment },
    decisions: ["approve", "reject"],
    deciders: { any_of: [signer], not_requester: true },
    reversible: false,
  };
}
