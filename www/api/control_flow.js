// What unwinds a node without being a failure: the throw by which `interrupt()` leaves, and how to recognise it.

import { HaltError } from "./errors.js";

/** @import { ErrorDetails } from "./errors.js" */

/** The root of what unwinds a node without being a failure. Recognise by `isGraphBubbleUp`, not by `instanceof`. */
export class GraphBubbleUp extends HaltError {
  static unminifiable_name = "GraphBubbleUp";
  static code = "GRAPH_BUBBLE_UP";

  get is_bubble_up() {
    return true;
  }
}

/** What `interrupt()` throws to leave the node. Control flow: let it pass, or throw it again (S-INT-11). */
export class GraphInterrupt extends GraphBubbleUp {
  static unminifiable_name = "GraphInterrupt";
  static code = "GRAPH_INTERRUPT";

  /**
   * @param {{ id: string, value: unknown }[]} [interrupts]
   * @param {ErrorDetails} [details]
   */
  constructor(interrupts = [], details = {}) {
    const frames = stackFrames(0);
    super("The node waits for a person\n\nThis is how interrupt() leaves a node: do not catch it, or throw it again.", details);
    stackFrames(frames);
    /** @type {{ id: string, value: unknown }[]} */
    this.interrupts = interrupts;
  }
}

/**
 * Thrown by a node to pause it. Its answer is `runtime.resumeValue` when the node runs again, which must then not throw
 * it again (S-INT-12).
 * @deprecated use `interrupt`
 */
export class NodeInterrupt extends GraphInterrupt {
  static unminifiable_name = "NodeInterrupt";
  static code = "NODE_INTERRUPT";

  /** @param {unknown} value what is asked */
  constructor(value) {
    super([{ id: "", value }]);
  }
}

/**
 * Whether a thrown value is a pause, by its name.
 * @param {unknown} error
 * @returns {error is GraphInterrupt}
 */
export function isGraphInterrupt(error) {
  const name = /** @type {{ name?: unknown } | null | undefined} */ (error)?.name;
  return name === "GraphInterrupt" || name === "NodeInterrupt";
}

/**
 * Whether a thrown value unwinds a node without being a failure.
 * @param {unknown} error
 * @returns {error is GraphBubbleUp}
 */
export function isGraphBubbleUp(error) {
  return /** @type {{ is_bubble_up?: unknown } | null | undefined} */ (error)?.is_bubble_up === true;
}

/**
 * Sets how many frames the stacks of new errors get, where the platform lets one: those of a pause, which nobody reads, would
 * take longer than the rest of it.
 * @param {number | undefined} count
 * @returns {number | undefined} what it was before
 */
function stackFrames(count) {
  const { stackTraceLimit } = /** @type {{ stackTraceLimit?: number }} */ (Error);
  // Not by assignment, which throws where intrinsics are frozen.
  if (stackTraceLimit !== undefined) Reflect.set(Error, "stackTraceLimit", count);
  return stackTraceLimit;
}
