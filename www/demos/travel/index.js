// The travel demo's page: the agent, the agency, and the words around them.

import { IndexedDBSaver } from "../../haltgraph.js";
import { askView } from "../../desk/ask.js";
import { ledgerView } from "../../desk/ledger.js";
import { demoPage } from "../../desk/page.js";
import { Runs } from "../../desk/runs.js";
import { Agency, numberOf } from "./agency.js";
import { travelAgent } from "./graph.js";
import { INTRO } from "./intro.js";
import { research } from "./research.js";
import { resultView } from "./result_view.js";
import { TravelSettings } from "./settings.js";
import { dollars, lineOf, MESSAGES, noteOf, STATES, statusOf, titleOf } from "./words.js";

const EXAMPLES = ["Three nights in Lisbon, with good food", "A weekend in Reykjavík, northern lights and a hot spring", "Kyoto for a week in April, temples and tea, the best hotel"];

/**
 * @param {HTMLElement} root
 * @param {import("../../desk/place.js").Place} place
 * @returns {Promise<void>}
 */
export function mount(root, place) {
  const settings = new TravelSettings();
  const agency = new Agency({ delay: () => settings.values.delaySeconds * 1000 });
  const app = travelAgent({ research, agency, checkpointer: new IndexedDBSaver("trips") });
  return demoPage(root, place, {
    app, runs: new Runs(app, { prefix: "trip", statusOf }), intro: INTRO, states: STATES, messages: MESSAGES,
    words: {
      one: "trip", many: "Trips",
      none: "No trips yet. Each one that you ask for appears here, and stays when the tab is closed.",
      empty: "Ask for a trip, and it is shown here: the plan, the question about it, and what was booked.",
    },
    titleOf, lineOf, noteOf, resultOf: resultView, quoteOf: ({ state }) => state.request ?? "",
    ask: (start) => askView({ title: "Ask for a trip", label: "Where to, for how long, what for?", submit: "Plan this trip", examples: EXAMPLES, start: (request) => start({ request }) }),
    books: ledgerView({
      service: agency.service, settings, name: "agency", effects: "Bookings", effect: "booking", done: "Booked", what: ({ what }) => what,
      help: "The agency is a service of its own, with its own database. Each part of a trip comes with a key. A part may reach it more than once; the same key is booked once.",
      result: ({ key, price_usd }) => `${numberOf(key)}, ${dollars(price_usd)}`,
    }),
    reset: { what: "All trips, the agency's books and the settings of this demo", forget: async () => [settings.reset(), await agency.service.clear()] },
  });
}
