// Where the parts of the API begin that a first question does not need: they are loaded together and once, on first use, or
// in the background after a first question: who answers it may have no network by then.

import { HaltError } from "./errors.js";

/**
 * @returns {Promise<typeof import("./parts.js")>}
 * @throws {HaltError} E_NOT_LOADED
 */
export async function parts() {
  try {
    return await import("./parts.js");
  } catch (cause) {
    throw notLoaded(cause);
  }
}

/**
 * Fetches now what would be fetched on first use: for pages that go on without a network.
 * @returns {Promise<void>}
 * @throws {HaltError} E_NOT_LOADED
 */
export async function preload() {
  await parts();
}

let expected = false;

/** A question was asked: what it takes to look at it and to answer it is fetched when the page has time. */
export function expectParts() {
  if (expected) return;
  expected = true;
  const idle = globalThis.requestIdleCallback ?? globalThis.setTimeout;
  // Whoever needs them tries again, and is told.
  idle(() => void parts().catch(() => {}));
}

/**
 * @param {unknown} cause why a part could not be loaded
 * @returns {HaltError}
 */
export function notLoaded(cause) {
  return new HaltError("A part of Haltgraph could not be loaded\n\nNothing was done: call again when the network is back, or load the page again.", {
    code: "E_NOT_LOADED",
    cause,
  });
}
