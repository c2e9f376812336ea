// The cluster and its books as a person may check them. What is drawn is what its own database holds.

import { h } from "../../elements/dom.js";
import { booksRow, booksTable, cameOf, delayView, figure, figures, following, ledgerCard } from "../../desk/ledger.js";
import { count } from "../../desk/words.js";

/**
 * @import { LedgerView } from "../../desk/ledger.js"
 * @import { Attempt, Ledger } from "../../desk/service.js"
 * @import { Cluster } from "./cluster.js"
 * @import { ClusterState, Deployment, Machine } from "./machines.js"
 * @import { ClusterSettings } from "./settings.js"
 */

/** @type {Readonly<Record<Machine["status"], { text: string, tone: string }>>} */
const STATUS = Object.freeze({ ready: { text: "Ready", tone: "ok" }, cordoned: { text: "Cordoned", tone: "warn" }, off: { text: "Switched off", tone: "bad" } });

/**
 * @param {object} parts
 * @param {Cluster} parts.cluster
 * @param {ClusterSettings} parts.settings
 * @returns {LedgerView}
 */
export function clusterView({ cluster, settings }) {
  const { service } = cluster;
  const [nodes, replicas, changes] = [figure("Nodes ready"), figure("Replicas"), figure("Changes")];
  const [deploymentTiles, nodeTiles] = [h("ul", { class: "tiles", "aria-label": "Deployments" }), h("ul", { class: "tiles", "aria-label": "Nodes" })];
  const attempts = booksTable("Orders that arrived", "attempts", ["Time", "Order", "Key", "What came of it"], "No order has reached the cluster.");
  const effects = booksTable("Changes", "effects", ["Time", "What", "Key", "Result"], "Nothing was ever changed.");
  const draw = (/** @type {[ClusterState, Ledger]} */ [state, ledger]) => {
    nodes.tell(state.nodes.filter(({ status }) => status === "ready").length);
    replicas.tell(state.deployments.reduce((sum, one) => sum + one.replicas, 0));
    changes.tell(ledger.effects.filter(({ ok }) => ok).length);
    deploymentTiles.replaceChildren(...state.deployments.map(deploymentTile));
    nodeTiles.replaceChildren(...state.nodes.map(nodeTile));
    attempts.tell(ledger.attempts.map((attempt) => attemptRow(attempt, ledger)));
    effects.tell(ledger.effects.map((effect) => booksRow(effect, orderText(effect), { text: effect.text, tone: effect.ok ? "ok" : "warn" })));
  };
  const { problem, read } = following("cluster's", service, () => Promise.all([cluster.state(), service.ledger()]), draw);
  const element = h("div", { class: "stage" },
    h("section", { class: "card cluster", "aria-labelledby": "cluster-title" }, h("h2", { id: "cluster-title" }, "The cluster"),
      h("h3", null, "Deployments"), deploymentTiles, h("h3", null, "Nodes"), nodeTiles),
    ledgerCard("The cluster's books",
      "The cluster is a service of its own. Each order comes with a key. An order may reach it more than once; the same key changes the cluster once.",
      problem, attempts.element, effects.element, h("div", { class: "desk-tools" }, delayView(settings, "The cluster takes", "change"))));
  return { element, strip: figures("The cluster in short", nodes, replicas, changes), read };
}

/** @param {Deployment} deployment */
const deploymentTile = ({ name, replicas, use }) => h("li", { class: "tile" },
  h("p", { class: "tile-name" }, name), h("p", { class: "tile-what" }, count(replicas, "replica")),
  h("p", { class: "dots", "aria-hidden": "true" }, ...Array.from({ length: replicas }, () => h("span", { class: "dot" }))), h("p", { class: "help" }, use));

/** @param {Machine} machine */
const nodeTile = ({ name, zone, status }) => h("li", { class: `tile is-${status}` },
  h("p", { class: "tile-name" }, name), h("p", { class: `tile-what is-${STATUS[status].tone}` }, STATUS[status].text), h("p", { class: "help" }, `Zone ${zone}`));

/** @param {import("../../desk/service.js").Order} order */
const orderText = ({ name, args }) => `${name}: ${Object.values(args).join(", ")}`;

/**
 * @param {Attempt} attempt
 * @param {Ledger} ledger
 */
const attemptRow = (attempt, { underWay }) => booksRow(attempt, orderText(attempt),
  cameOf(attempt, { underWay: underWay.has(attempt.id), done: attempt.state === "impossible" ? "Not possible" : "Done", effect: "change", repeated: "Known key: not done again" }));
