// Waiting in tests: for a condition, up to a deadline. Never for a length of time.

import { setTimeout as pause } from "node:timers/promises";

/** Milliseconds between two looks. */
const INTERVAL = 20;

/**
 * Calls `look` until it answers with something true, and returns that. A look that throws counts as "not yet".
 *
 * @template T
 * @param {string} what for the error: what was waited for
 * @param {() => T | Promise<T>} look
 * @param {{ timeout?: number }} [options] milliseconds
 * @returns {Promise<Exclude<Awaited<T>, false | null | undefined | 0 | "">>}
 */
export async function until(what, look, { timeout = 20_000 } = {}) {
  const deadline = Date.now() + timeout;
  for (;;) {
    /** @type {unknown} */
    let problem;
    try {
      const seen = await look();
      if (seen) {
        return /** @type {any} */ (seen);
      }
      problem = `last seen: ${String(seen)}`;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`waited ${timeout} ms in vain until ${what}; ${String(problem)}`, { cause: problem });
    }
    await pause(INTERVAL);
  }
}
