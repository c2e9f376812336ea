// The cluster demo as a person uses it. What was done to the cluster is read from its own rows.

import { Demo, visitDemo } from "../demo/desk.js";
import { until } from "../harness/until.js";

/** A job that leads to three calls, each of which asks. */
export const COSTS = "Cut our costs this weekend";
export const CALLS = ["scale_deployment(reports, 2)", "delete_deployment(staging-demo)", "drain_node(node-4)"];

/**
 * A browser with a profile of its own, and the demo in its first tab. The cluster answers at once.
 *
 * @param {import("../harness/server.js").Owner} owner
 */
export const visit = (owner) => visitDemo(owner, Desk);

/** One tab with the demo in it. */
export class Desk extends Demo {
  /** @override */
  static id = "cluster";
  /** @override */
  static delayLabel = "The cluster takes";
  /** @override */
  static database = "halt-cluster";

  /** Gives a job. @param {string} [job] */
  async give(job = COSTS) {
    await this.type("What do you want of the cluster?", job);
    await this.press("Tell the agent");
  }

  /** Gives the job, and waits for its three questions. */
  async giveAndWait() {
    await this.give();
    await this.fated({ [CALLS[0]]: "Waiting for you", [CALLS[1]]: "Waiting for you", [CALLS[2]]: "Waiting for you" });
    return this;
  }

  /** What became of each call that asks, as the conversation shows it. @returns {Promise<Record<string, string>>} */
  async fates() {
    const all = await this.page.$$eval(".calls > li", (items) => items.map((item) => [item.querySelector(".call-name")?.textContent ?? "", item.querySelector(".state")?.textContent ?? ""]));
    return Object.fromEntries(all.filter(([name]) => name !== "describe_cluster()"));
  }

  /** Waits until calls came to this. @param {Record<string, string>} wanted */
  fated(wanted) {
    return until(`the calls came to ${JSON.stringify(wanted)}`, async () => {
      const fates = await this.fates();
      if (Object.entries(wanted).some(([call, fate]) => fates[call] !== fate)) throw new Error(JSON.stringify(fates));
      return true;
    });
  }

  /** What the cluster consists of, and what was done to it. */
  async cluster() {
    const [nodes, deployments, { attempts, effects }] = await Promise.all([this.stored("nodes"), this.stored("deployments"), this.served()]);
    return {
      off: nodes.filter(({ status }) => status === "off").map(({ name }) => name),
      replicas: Object.fromEntries(deployments.map(({ name, replicas }) => [name, replicas])),
      orders: attempts.length, changes: effects.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b)), keys: new Set(effects.map(({ key }) => key)).size,
    };
  }
}
