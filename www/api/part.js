// Parts of the API that a first question does not need. Each is loaded on its first use, and once.

import { HaltError } from "./errors.js";

/**
 * @template T
 * @param {() => Promise<T>} load the `import()`, written out where it is meant, so that bundlers see it
 * @returns {Promise<T>}
 * @throws {HaltError} E_NOT_LOADED
 */
async function part(load) {
  try {
    return await load();
  } catch (cause) {
    throw new HaltError("A part of Haltgraph could not be loaded\n\nNothing was done: call again when the network is back, or load the page again.", {
      code: "E_NOT_LOADED",
      cause,
    });
  }
}

/** What questions mean: dialects, and what they make of decisions. */
export const approvals = () => part(() => import("./approvals.js"));

/** Threads as they are stored. */
export const history = () => part(() => import("./history.js"));

/** Savers of a program's own. */
export const customSaver = () => part(() => import("./custom_saver.js"));
