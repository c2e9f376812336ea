// The flight demo's page: the agent, the airline, and the words around them.

import { IndexedDBSaver } from "../../haltgraph.js";
import { demoPage } from "../../desk/page.js";
import { Runs } from "../../desk/runs.js";
import { Airline } from "./airline.js";
import { flightAgent } from "./graph.js";
import { INTRO } from "./intro.js";
import { ledgerView } from "./ledger_view.js";
import { askModel } from "./model.js";
import { planner } from "./planner.js";
import { readRequest } from "./read_request.js";
import { requestView } from "./request_view.js";
import { lineOf, noteOf, resultView } from "./result_view.js";
import { FlightSettings } from "./settings.js";
import { settingsView } from "./settings_view.js";
import { STATES, statusOf, titleOf } from "./words.js";

/**
 * @param {HTMLElement} root
 * @param {import("../../desk/place.js").Place} place
 * @returns {Promise<void>}
 */
export function mount(root, place) {
  const settings = new FlightSettings();
  const airline = new Airline({ delay: () => settings.values.delaySeconds * 1000 });
  const app = flightAgent({ plan: planner(reader(settings)), airline, checkpointer: new IndexedDBSaver("flights") });
  const dialog = settingsView(settings);
  return demoPage(root, place, {
    app, runs: new Runs(app, { prefix: "flight", statusOf }), intro: INTRO, states: STATES,
    words: {
      one: "booking", many: "Bookings",
      none: "No bookings yet. Each trip that you ask for appears here, and stays when the tab is closed.",
      empty: "Ask for a trip, and it is shown here: the plan, the question if there is one, and how it ended.",
    },
    titleOf, lineOf, quoteOf: ({ state }) => state.request ?? "",
    noteOf: (booking) => noteOf(booking, settings.values.delaySeconds), resultOf: resultView, follows: [settings],
    ask: (start) => requestView({ settings, ask: (request) => start({ request, limit: settings.values.limit }), openSettings: () => dialog.showModal() }),
    books: ledgerView({ airline, settings }),
    reset: { what: "All bookings, the airline's books and the settings of this demo", forget: async () => [settings.reset(), await airline.clear()] },
    extras: [dialog],
  });
}

/**
 * How requests are read, by the settings at the time.
 * @param {FlightSettings} settings
 * @returns {Parameters<typeof planner>[0]}
 */
function reader(settings) {
  return (request, options) => {
    const { planner: who, endpoint, model } = settings.values;
    return who === "model" ? askModel(request, options, { endpoint, model, apiKey: settings.apiKey }) : readRequest(request, options.today);
  };
}
