// The dialect that each node of a graph showed first (approvals.md 0.2), as this page saw it: a payload that a model wrote cannot
// choose how its answer is spelled. And what a developer is told of nodes that no dialect is bound to.

import { adviceFor } from "../dialects/core.js";
import { detect, registryVersion } from "../dialects/registry.js";

/**
 * @import { Context, Json } from "../dialects/index.js"
 * @import { Warn } from "./warn.js"
 */

/** What the nodes of one graph showed first. */
export class Pins {
  #warn;
  /** Dialects by node. @type {Map<string, string>} */
  #first = new Map();
  #version = registryVersion();
  /** Nodes that the developer was told about. @type {Set<string>} */
  #told = new Set();

  /** @param {Warn} warn */
  constructor(warn) {
    this.#warn = warn;
  }

  /**
   * A context with the dialect that its node showed first; this payload's, where it showed none before.
   * @param {Json} payload
   * @param {Context} context
   * @returns {Context}
   */
  pin(payload, context) {
    const { node, binding } = context;
    if (node === undefined || binding !== undefined) return context;
    this.#forgetOutdated();
    const found = detect(payload, context);
    const pinned = this.#first.get(node) ?? found.dialect;
    this.#first.set(node, pinned);
    this.#tell(found, context);
    return { ...context, pinned };
  }

  /** What was read without a dialect that has been registered since may be read by it now. */
  #forgetOutdated() {
    if (this.#version === registryVersion()) return;
    this.#first.clear();
    this.#version = registryVersion();
  }

  /**
   * Says what binds a node whose payload was only recognised, and which two dialects claim one payload.
   * @param {import("../dialects/index.js").Detection} found
   * @param {Context} context
   */
  #tell(found, context) {
    const { node = "" } = context;
    const advice = adviceFor(found, context);
    if (advice === undefined || this.#told.has(node)) return;
    this.#told.add(node);
    if (found.ambiguous) this.#warn("E_DIALECT_AMBIGUOUS", `${found.ambiguous.join(" and ")} both claim its payload, so it is read as a plain value. ${advice}`, node);
    else this.#warn("DIALECT_UNBOUND", `its payload was only recognised, as "${found.dialect}": refusing it may stop the run. ${advice}`, node);
  }
}
