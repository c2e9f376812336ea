// The marketing agent: it drafts a campaign, asks a plain question, and sends on `true`. Each email goes out under a key of its own,
// so that a run which is cut off in the middle sends the rest, and nothing twice.

import { Annotation, END, interrupt, START, StateGraph } from "../../haltgraph.js";

/** How a run ended. @typedef {{ kind: "sent", count: number } | { kind: "cancelled" } | { kind: "unclear", text: string }} Outcome */
/** @typedef {{ request?: string, campaign?: import("./copywriter.js").Campaign, approved?: boolean, outcome?: Outcome }} MailingState */
/** A run of this graph as the page shows it. @typedef {import("../../desk/runs.js").Run<MailingState>} Mailing */

const Mailing = Annotation.Root({
  /** What the person asked for. */
  request: Annotation(),
  /** The drafted emails. */
  campaign: Annotation(),
  /** The person's answer. */
  approved: Annotation(),
  /** How it ended: sent, cancelled, or unclear. */
  outcome: Annotation(),
});

/**
 * @param {object} parts
 * @param {(request: string) => import("./copywriter.js").Draft} parts.draft
 * @param {(email: import("./copywriter.js").Email, options: { key: string, signal: AbortSignal }) => Promise<unknown>} parts.send
 * @param {import("../../haltgraph.js").BaseSaver} parts.checkpointer
 */
export function marketingAgent({ draft, send, checkpointer }) {
  return new StateGraph(Mailing)
    .addNode("propose", ({ request }) => draft(request))
    .addNode("human_review", ({ campaign: { emails, subject } }) => ({
      approved: interrupt({
        question: `Send ${emails.length} emails?`,
        proposed_action: { send: emails.length, subject, to: emails.map((/** @type {{ to: string }} */ { to }) => to), body: emails[0].body },
      }),
    }), { dialect: "question-bool" })
    .addNode("execute", async ({ approved, campaign: { emails } }, { key, signal }) => {
      if (approved !== true) return { outcome: { kind: "cancelled" } };
      for (const email of emails) await send(email, { key: key(`send to ${email.to}`), signal });
      return { outcome: { kind: "sent", count: emails.length } };
    })
    .addEdge(START, "propose")
    .addConditionalEdges("propose", ({ campaign }) => (campaign ? "human_review" : END), ["human_review", END])
    .addEdge("human_review", "execute")
    .addEdge("execute", END)
    .compile({ checkpointer, name: "marketing" });
}
