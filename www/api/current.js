// Which user function is being executed right now. Known for its synchronous part only: browsers cannot tell which task
// goes on after an `await` (S-INT-02).

import { HaltError } from "./errors.js";

/**
 * A call into user code. `node`, `ask` and `answer` are Attempts.
 * @typedef {{ readonly kind: "node" | "ask" | "answer" | "path function" | "reducer" | "codec" }} Place
 */

/** @type {Place | undefined} */
let current;

/** State values are read (getters, proxies) while they are encoded. @type {Place} */
export const CODEC = Object.freeze({ kind: "codec" });
/** @type {Place} */
export const REDUCER = Object.freeze({ kind: "reducer" });

/** The place in user code that this is called from, if it is called from any. */
export function here() {
  return current;
}

/**
 * Marks the beginning of a call into user code. What it returns goes to `leave` when the call has returned.
 * @param {Place} place
 */
export function enter(place) {
  const outer = current;
  current = place;
  return outer;
}

/** @param {Place | undefined} outer */
export function leave(outer) {
  current = outer;
}

/**
 * Calls a pure user function.
 * @template T
 * @param {Place} place
 * @param {() => T} call
 * @returns {T}
 */
export function within(place, call) {
  const outer = enter(place);
  try {
    return call();
  } finally {
    leave(outer);
  }
}

/**
 * Refuses entry points inside of pure functions (S-STP-85).
 * @throws {HaltError} E_REENTRANT
 */
export function assertEntryAllowed() {
  const kind = current?.kind;
  if (kind !== "path function" && kind !== "reducer" && kind !== "codec") return;
  throw new HaltError(
    `A ${kind} called a graph\n\nReducers, path functions and codecs are pure: do such work in a node.`,
    { code: "E_REENTRANT" },
  );
}
