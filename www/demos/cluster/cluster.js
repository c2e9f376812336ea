// The cluster, as a page sees a remote one: nodes and deployments as real rows, a slow line, and one effect for each key. What a
// call does to the rows is written in one transaction with its effect. What it does is machines.js.

import { once, Service } from "../../desk/service.js";
import { effectOf, firstState } from "./machines.js";
import { asks } from "./tools.js";

/**
 * @import { Store } from "../../desk/books.js"
 * @import { ClusterState } from "./machines.js"
 * @import { ToolCall } from "./tools.js"
 */

const KINDS = /** @type {const} */ (["nodes", "deployments"]);

export class Cluster {
  /** @param {{ delay: () => number }} options `delay`: how long an answer takes, in milliseconds: half of it before the change */
  constructor({ delay }) {
    this.service = new Service({
      name: "halt-cluster", delay, stores: KINDS,
      create: (db) => {
        const first = firstState();
        for (const kind of KINDS) {
          const store = db.createObjectStore(kind, { keyPath: "name" });
          for (const row of first[kind]) store.put(row);
        }
      },
      rule: async (order, books) => {
        const ruling = once(order, books);
        if (ruling.kind !== "done" || !("effect" in ruling)) return ruling;
        const before = await readRows(books.stores);
        const { ok, text, after } = effectOf(before, /** @type {ToolCall} */ (order));
        if (ok) await writeRows(books.stores, after);
        return { kind: ok ? "done" : "impossible", effect: { ...ruling.effect, ok, text } };
      },
    });
  }

  /**
   * Runs a call. One that changes something is carried out once for its key; the same call under it gets the same answer.
   * @param {ToolCall} call
   * @param {{ key: string, signal?: AbortSignal }} options
   * @returns {Promise<{ ok: boolean, text: string }>}
   * @throws {import("../../desk/service.js").ServiceError} KEY_REUSED
   */
  async run(call, options) {
    const { name, args } = call;
    const { ok, text } = asks(call) ? await this.service.perform({ name, args }, options) : effectOf(await this.state(), call);
    return { ok, text };
  }

  /** Everything that there is, by name. @returns {Promise<ClusterState>} */
  state() {
    return this.service.books.run(KINDS, "readonly", readRows);
  }

  /** Puts everything back, and empties the books. */
  restore() {
    return this.service.clear((stores) => putRows(stores, firstState()));
  }
}

/** @param {Record<string, Store>} stores @returns {Promise<ClusterState>} */
async function readRows({ nodes, deployments }) {
  const rows = await Promise.all([nodes.getAll(), deployments.getAll()]);
  return { nodes: rows[0], deployments: rows[1] };
}

/**
 * @param {Record<string, Store>} stores
 * @param {ClusterState} state
 */
async function writeRows(stores, state) {
  await Promise.all(KINDS.map((kind) => stores[kind].clear()));
  await putRows(stores, state);
}

/**
 * @param {Record<string, Store>} stores
 * @param {ClusterState} state
 */
const putRows = (stores, state) => Promise.all(KINDS.flatMap((kind) => state[kind].map((row) => stores[kind].put(row))));
