// The marketing demo's page: the agent, the mail service, and the words around them.

import { IndexedDBSaver } from "../../haltgraph.js";
import { h } from "../../elements/dom.js";
import { askView } from "../../desk/ask.js";
import { ledgerView } from "../../desk/ledger.js";
import { demoPage } from "../../desk/page.js";
import { receipt, said } from "../../desk/results.js";
import { Runs } from "../../desk/runs.js";
import { Service } from "../../desk/service.js";
import { Settings, upTo } from "../../desk/settings.js";
import { draft, EXAMPLES } from "./copywriter.js";
import { marketingAgent } from "./graph.js";
import { INTRO, lineOf, noteOf, STATES, statusOf, titleOf } from "./words.js";

/**
 * @param {HTMLElement} root
 * @param {import("../../desk/place.js").Place} place
 * @returns {Promise<void>}
 */
export function mount(root, place) {
  const settings = new Settings("marketing", { delaySeconds: 1 }, { delaySeconds: upTo(60) });
  const mail = new Service({ name: "halt-mail", delay: () => settings.values.delaySeconds * 1000 });
  const app = marketingAgent({ draft, send: (email, options) => mail.perform(email, options), checkpointer: new IndexedDBSaver("marketing") });
  return demoPage(root, place, {
    app, runs: new Runs(app, { prefix: "mail", statusOf }), intro: INTRO, states: STATES,
    words: {
      one: "campaign", many: "Campaigns",
      none: "No campaigns yet. Each appears here, and stays when the tab is closed.",
      empty: "Ask for a campaign, and it is shown here: the draft, the question, and what was sent.",
    },
    titleOf, lineOf, quoteOf: ({ state }) => state.request ?? "", resultOf: resultView,
    noteOf: (mailing) => noteOf(mailing, settings.values.delaySeconds), follows: [settings],
    ask: (start) => askView({
      title: "Ask for a campaign", label: "What to write, and to whom?", submit: "Draft it", examples: EXAMPLES,
      start: (request) => start({ request }),
    }),
    books: ledgerView({
      service: mail, settings, name: "mail service", effects: "Emails sent", effect: "email", done: "Sent",
      help: "The mail service is a service of its own, with its own database. Each email comes with a key. It may arrive more than once; under one key it is sent once.",
      what: ({ to, subject }) => `${to}: ${subject}`,
    }),
    reset: { what: "All campaigns, the outbox and the settings of this demo", forget: async () => [settings.reset(), await mail.clear()] },
  });
}

/**
 * @param {import("./graph.js").Mailing} mailing
 * @returns {Node[]}
 */
function resultView({ phase, state: { outcome, campaign } }) {
  if (phase !== "done" || !outcome) return [];
  if (outcome.kind === "unclear") return [said(outcome.text)];
  if (outcome.kind === "cancelled") return [said("You said no. No email was sent.")];
  return [
    receipt([["Subject", campaign?.subject ?? ""], ["Sent", String(outcome.count)], ["List", campaign?.list ?? ""]]),
    h("details", { class: "letter" }, h("summary", null, "The first email"), h("pre", null, campaign?.emails[0].body ?? "")),
  ];
}
