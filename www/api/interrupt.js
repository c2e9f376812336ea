// The global `interrupt`, and how a caller sees that a run waits.

import { here } from "./current.js";
import { InterruptPlacementError, NoActiveTaskError } from "./errors.js";

/**
 * @import { Attempt } from "./attempt.js"
 * @import { Expiry } from "./types/nodes.js"
 */

/**
 * Asks a person: gives the recorded answer, or leaves the node until there is one. Works in the part of a node that runs
 * before its first `await`; after that `runtime.interrupt` does (S-INT-02).
 * @param {unknown} value JSON
 * @param {Expiry} [options]
 * @returns {any}
 * @throws {NoActiveTaskError | InterruptPlacementError}
 */
export function interrupt(value, options) {
  const place = here();
  if (place === undefined) {
    throw new NoActiveTaskError(
      "Called interrupt() outside the context of a graph.\n\n"
        + "In a node, after its first await, use runtime.interrupt(value): runtime is the second argument of the node. "
        + "Browsers cannot tell which task goes on after an await.",
    );
  }
  if (place.kind === "node" || place.kind === "answer") return /** @type {Attempt} */ (place).interrupt(value, options);
  throw new InterruptPlacementError(
    `Called interrupt() inside ${place.kind === "ask" ? "a gate's ask" : `a ${place.kind}`}\n\nAsk in a node, or return the payload from a gate's ask.`,
  );
}

/**
 * Whether a result says that the run waits for a person (S-INT-32).
 * @param {unknown} result
 * @returns {result is { __interrupt__: { id: string, value: any }[] }}
 */
export function isInterrupted(result) {
  return typeof result === "object" && result !== null && Array.isArray(/** @type {{ __interrupt__?: unknown }} */ (result).__interrupt__);
}
