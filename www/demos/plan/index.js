// The plan demo's page: the agent, the table, and the words around them.

import { IndexedDBSaver } from "../../haltgraph.js";
import { askView } from "../../desk/ask.js";
import { numberSetting } from "../../desk/number_setting.js";
import { demoPage } from "../../desk/page.js";
import { Runs } from "../../desk/runs.js";
import { today } from "../../desk/dates.js";
import { planAgent } from "./graph.js";
import { INTRO } from "./intro.js";
import { planFor } from "./planner.js";
import { resultView } from "./result_view.js";
import { PlanSettings, SECONDS } from "./settings.js";
import { UsersTable } from "./table.js";
import { tableView } from "./table_view.js";
import { lineOf, MESSAGES, noteOf, STATES, statusOf, titleOf } from "./words.js";

const EXAMPLES = ["Delete all users who have not logged in for 180 days", "Deactivate everybody who was away for a year", "Remove users not seen for 9 years"];

/**
 * @param {HTMLElement} root
 * @param {import("../../desk/place.js").Place} place
 * @returns {Promise<void>}
 */
export function mount(root, place) {
  const settings = new PlanSettings();
  const table = new UsersTable({ delay: () => settings.values.delaySeconds * 1000 });
  const plan = async (/** @type {string} */ goal) => planFor(goal, { rows: await table.rows(), today: today() });
  const app = planAgent({ plan, table, checkpointer: new IndexedDBSaver("plans") });
  return demoPage(root, place, {
    app, runs: new Runs(app, { prefix: "plan", statusOf }), intro: INTRO, states: STATES, messages: MESSAGES,
    words: {
      one: "plan", many: "Plans",
      none: "No plans yet. Each goal that you name appears here, and stays when the tab is closed.",
      empty: "Name a goal, and it is shown here: the plan, the question with its clock, and what was done.",
    },
    titleOf, lineOf, noteOf, resultOf: resultView, quoteOf: ({ state }) => state.request ?? "",
    ask: (start) => askView({
      title: "Name a goal", label: "What should be done?", submit: "Plan it", examples: EXAMPLES,
      start: (request) => start({ request, seconds: settings.values.seconds }),
      extras: [numberSetting({
        settings, name: "seconds", label: "Wait for me", unit: "seconds", ...SECONDS,
        help: "Without an answer by then, the agent goes on as if you had refused. It counts for the goals that you name next.",
      })],
    }),
    books: tableView({ table, settings }),
    reset: { what: "All plans, every change of the table, its journal and the settings of this demo", forget: async () => [settings.reset(), await table.restore()] },
  });
}
