// The SQL demo's page: the agent, the database, and the words around them.

import { IndexedDBSaver } from "../../haltgraph.js";
import { askView } from "../../desk/ask.js";
import { demoPage } from "../../desk/page.js";
import { Runs } from "../../desk/runs.js";
import { Settings, upTo } from "../../desk/settings.js";
import { Database } from "./database.js";
import { sqlAgent } from "./graph.js";
import { booksView, resultView } from "./views.js";
import { INTRO, lineOf, noteOf, STATES, statusOf, titleOf } from "./words.js";
import { EXAMPLES, writeSql } from "./writer.js";

/**
 * @param {HTMLElement} root
 * @param {import("../../desk/place.js").Place} place
 * @returns {Promise<void>}
 */
export async function mount(root, place) {
  const settings = new Settings("sql", { delaySeconds: 2 }, { delaySeconds: upTo(60) });
  const database = await Database.open({ delay: () => settings.values.delaySeconds * 1000 });
  const app = sqlAgent({ write: writeSql, database, checkpointer: new IndexedDBSaver("sql") });
  await demoPage(root, place, {
    app, runs: new Runs(app, { prefix: "sql", statusOf }), intro: INTRO, states: STATES,
    words: {
      one: "statement", many: "Statements",
      none: "No statements yet. Each appears here, and stays when the tab is closed.",
      empty: "Ask for something, and it is shown here: the statement, the question if it is more than a read, and what came of it.",
    },
    titleOf, lineOf, noteOf: (work) => noteOf(work, settings.values.delaySeconds), resultOf: resultView, follows: [settings],
    ask: (start) => askView({
      title: "Ask the database", label: "A request, or SQL", submit: "Run it", long: true, examples: EXAMPLES,
      start: (request) => start({ request }),
    }),
    books: booksView(database, settings),
    reset: { what: "All statements, the database with its books, and the settings of this demo", forget: async () => [settings.reset(), await database.clear()] },
  });
}
