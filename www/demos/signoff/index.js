// The sign-off demo's page: the graph, the bank, who you are, and the words around them.

import { IndexedDBSaver } from "../../haltgraph.js";
import { askView } from "../../desk/ask.js";
import { ledgerView } from "../../desk/ledger.js";
import { demoPage } from "../../desk/page.js";
import { Runs } from "../../desk/runs.js";
import { h } from "../../elements/dom.js";
import { closeRefused } from "./close_refused.js";
import { signOff } from "./graph.js";
import { INTRO } from "./intro.js";
import { numberOf, PaymentLedger } from "./ledger.js";
import { signersFor } from "./people.js";
import { resultView } from "./result_view.js";
import { SignOffSettings } from "./settings.js";
import { dollars, isFor, lineOf, MESSAGES, noteOf, STATES, statusOf, titleOf } from "./words.js";
import { You } from "./you.js";
import { youView } from "./you_view.js";

const EXAMPLES = ["Pay Northwind Paper $1,840 for invoice 1177", "Pay Halt Air $12,500 for the spring offsite", "Pay Café Rosa $96 for Friday's lunch"];

/**
 * @param {HTMLElement} root
 * @param {import("../../desk/place.js").Place} place
 * @returns {Promise<void>}
 */
export function mount(root, place) {
  const settings = new SignOffSettings();
  const you = new You();
  const ledger = new PaymentLedger({ delay: () => settings.values.delaySeconds * 1000 });
  const app = signOff({ ledger, checkpointer: new IndexedDBSaver("sign-offs"), actor: () => you.actor });
  const runs = new Runs(app, { prefix: "payment", statusOf: (round) => statusOf(round, you.person.id) });
  you.subscribe(() => void runs.refresh());
  closeRefused(app, runs, you);
  return demoPage(root, place, {
    app, runs, intro: INTRO, states: STATES, messages: MESSAGES,
    words: {
      one: "payment", many: "Payments",
      none: "No payments yet. Each one that somebody asks for appears here, and stays when the tab is closed.",
      empty: "Ask for a payment, and it is shown here: who has to sign, who has signed, and whether it was paid.",
    },
    titleOf, lineOf, isMine: (question) => isFor(question, you.person.id), follows: [you], quoteOf: ({ state }) => state.request ?? "",
    noteOf: (round) => noteOf(round, you.person.id), resultOf: (round) => resultView(round, you),
    ask: (start) => h("div", { class: "side" }, youView(you), askView({
      title: "Ask for a payment", label: "Whom, how much, what for?", submit: "Ask for signatures", examples: EXAMPLES,
      start: (request) => start({ request, requester: you.person.id, signers: signersFor(you.person.id) }),
    })),
    books: ledgerView({
      service: ledger.service, settings, name: "bank", effects: "Payments", effect: "payment", done: "Paid",
      what: ({ payee, reference }) => `${payee}, ${reference}`, result: ({ key, amount_usd }) => `${numberOf(key)}, ${dollars(amount_usd)}`,
      help: "The bank is a service of its own, with its own database. Each payment comes with a key. An order may reach it more than once; the same key is paid once.",
    }),
    reset: { what: "All payments, the bank's books and the settings of this demo", forget: async () => [you.reset(), settings.reset(), await ledger.service.clear()] },
  });
}
