// The cluster demo's page: the agent, the cluster, and the words around them.

import { IndexedDBSaver } from "../../haltgraph.js";
import { askView } from "../../desk/ask.js";
import { demoPage } from "../../desk/page.js";
import { Runs } from "../../desk/runs.js";
import { Cluster } from "./cluster.js";
import { clusterView } from "./cluster_view.js";
import { conversationView } from "./conversation_view.js";
import { clusterAgent } from "./graph.js";
import { INTRO } from "./intro.js";
import { nextMessage } from "./model.js";
import { ClusterSettings } from "./settings.js";
import { lineOf, noteOf, STATES, statusOf, titleOf } from "./words.js";

const EXAMPLES = ["Cut our costs this weekend", "Scale checkout to 8", "Delete staging-demo and drain node-2"];

/**
 * @param {HTMLElement} root
 * @param {import("../../desk/place.js").Place} place
 * @returns {Promise<void>}
 */
export function mount(root, place) {
  const settings = new ClusterSettings();
  const cluster = new Cluster({ delay: () => settings.values.delaySeconds * 1000 });
  const app = clusterAgent({ model: nextMessage, cluster, checkpointer: new IndexedDBSaver("operations") });
  return demoPage(root, place, {
    app, runs: new Runs(app, { prefix: "job", statusOf }), intro: INTRO, states: STATES,
    words: {
      one: "job", many: "Jobs",
      none: "No jobs yet. Each one that you give appears here, and stays when the tab is closed.",
      empty: "Give the agent a job, and it is shown here: the conversation, a question for each call, and what came of it.",
    },
    titleOf, lineOf, noteOf, resultOf: conversationView,
    ask: (start) => askView({
      title: "Give a job", label: "What do you want of the cluster?", submit: "Tell the agent", examples: EXAMPLES,
      start: (request) => start({ messages: [{ type: "human", content: request }] }),
    }),
    books: clusterView({ cluster, settings }),
    reset: { what: "All jobs, every change of the cluster, its books and the settings of this demo", forget: async () => [settings.reset(), await cluster.restore()] },
  });
}
