// Where the parts of the API begin that a first question does not need: they are loaded on first use, together and once.

import { HaltError } from "./errors.js";

/**
 * @returns {Promise<typeof import("./parts.js")>}
 * @throws {HaltError} E_NOT_LOADED
 */
export async function parts() {
  try {
    return await import("./parts.js");
  } catch (cause) {
    throw new HaltError("A part of Haltgraph could not be loaded\n\nNothing was done: call again when the network is back, or load the page again.", {
      code: "E_NOT_LOADED",
      cause,
    });
  }
}
