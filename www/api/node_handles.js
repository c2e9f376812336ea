// `app.nodes`: nodes outside of any run (S-BLD-60).

import { Attempt } from "./attempt.js";
import { within } from "./current.js";
import { Runtime } from "./runtime.js";

/**
 * @import { GraphNode, Lowered } from "./lower.js"
 * @import { Run } from "./runs.js"
 * @import { Config } from "./types/calls.js"
 * @import { NodeHandle } from "./types/app.js"
 */

/**
 * @param {Lowered} graph
 * @returns {Record<string, NodeHandle>}
 */
export function nodeHandles({ nodes }) {
  return Object.fromEntries(nodes.map((node) => [node.name, Object.freeze({ name: node.name, invoke: invoker(node) })]));
}

/**
 * A call of the node's function alone; of a gate's, of its `ask`. Nothing is kept, so nothing can be asked in it.
 * @param {GraphNode} node
 * @returns {(input: unknown, config?: Config) => Promise<any>}
 */
function invoker(node) {
  return async (input, { configurable = {}, context, signal = new AbortController().signal } = {}) => {
    const run = /** @type {Run} */ (/** @type {unknown} */ ({
      checkpointed: false, configurable, context, signal, executionInfo: () => ({ nodeAttempt: 1 }), key: (/** @type {unknown[]} */ ...about) => about.slice(1).join(),
    }));
    const attempt = new Attempt(run, 0, node, "node");
    return within(attempt, () => (node.ask ?? node.action)(input, new Runtime(attempt)));
  };
}
