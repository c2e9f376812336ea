// What `compile({ approvals })` says, checked at once; what it is said for is loaded on first use.

import { badArgument, oneOf, onlyKnown } from "./options.js";
import { parts } from "./on_first_use.js";

/**
 * @import { Binding } from "../dialects/index.js"
 * @import { Approvals } from "./approvals.js"
 * @import { GraphNode } from "./lower.js"
 * @import { ApprovalOptions } from "./types/graph.js"
 * @import { Warn } from "./warn.js"
 */

/** The way to what answers the questions of one graph. */
export class Answering {
  #nodes;
  #warn;
  #options;
  /** @type {Approvals | undefined} */
  #approvals;

  /**
   * @param {readonly GraphNode[]} nodes
   * @param {Warn} warn
   * @param {ApprovalOptions} [options]
   */
  constructor(nodes, warn, options = {}) {
    checkOptions(options, nodes);
    this.#nodes = nodes;
    this.#warn = warn;
    this.#options = options;
  }

  /**
   * What answers this graph's questions.
   * @returns {Promise<Approvals>}
   */
  async loaded() {
    const part = await parts();
    this.#approvals ??= new part.Approvals(this.#nodes, this.#warn, this.#options);
    return this.#approvals;
  }

  /** The same; there once `loaded` has given it, for which every answer waits. */
  get approvals() {
    return /** @type {Approvals} */ (this.#approvals);
  }
}

/**
 * @param {ApprovalOptions} options
 * @param {readonly GraphNode[]} nodes
 */
function checkOptions(options, nodes) {
  onlyKnown("compile({ approvals })", options, ["actor", "native", "nodes", "trustShapes"]);
  if (options.actor !== undefined && typeof options.actor !== "function") throw badArgument("approvals.actor must be a function that says who decides");
  for (const [name, binding] of Object.entries(options.nodes ?? {})) {
    checkBinding(`approvals.nodes["${name}"]`, binding);
    // A binding that misses its node would leave that node's questions to guessing.
    if (!nodes.some((node) => node.name === name)) throw badArgument(`approvals.nodes names "${name}", which is no node`);
  }
}

/**
 * @param {string} what
 * @param {unknown} binding
 */
function checkBinding(what, binding) {
  if (typeof binding === "string") return;
  onlyKnown(what, binding, ["dialect", "editRuns", "form"]);
  const { dialect, editRuns, form } = /** @type {Partial<Binding>} */ (Object(binding));
  if (typeof dialect !== "string") throw badArgument(`${what} must be the name of a dialect, or { dialect: "..." }`);
  if (editRuns !== undefined && typeof editRuns !== "boolean") throw badArgument(`${what}.editRuns must be true or false`);
  oneOf(`${what}.form`, form, ["object", "text"]);
}
