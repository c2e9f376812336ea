// The state of a thread for questions that ask by it (approvals.md A.6, `state-approval`). A paused thread's state does not
// change, so what was read when the question was listed is what is decided about.

import { readsState } from "../dialects/registry.js";

/**
 * @import { Context, Json, Ref } from "../dialects/index.js"
 * @import { Engine } from "./types/engine.js"
 */

/** States kept of questions that were answered without having been listed: the same answer again is told the first outcome. */
const MOST_UNLISTED = 64;

/** What this page knows of the states of questions. */
export class AskedStates {
  /** States by question; undefined for one that does not ask by its state. @type {Map<string, Record<string, unknown> | undefined>} */
  #states = new Map();
  /** Questions that were never listed, oldest first. @type {Set<string>} */
  #unlisted = new Set();

  /** @param {string} interrupt */
  of(interrupt) {
    return this.#states.get(interrupt);
  }

  /** Whether a question was listed, or read for an answer. @param {string} interrupt */
  has(interrupt) {
    return this.#states.has(interrupt);
  }

  /**
   * Reads the states of the questions that ask by one, and forgets those of questions that are gone.
   * @param {readonly { ref: Ref, payload: Json, context: Pick<Context, "binding"> }[]} questions all that wait
   * @param {Engine} engine
   */
  async read(questions, engine) {
    /** @type {Map<string, Record<string, unknown> | undefined>} */
    const states = new Map();
    const missing = questions.filter(({ ref: { interrupt }, payload, context }) => {
      const known = this.#states.get(interrupt);
      states.set(interrupt, known);
      return known === undefined && readsState(payload, context);
    });
    await Promise.all(missing.map(async ({ ref }) => states.set(ref.interrupt, await stateOf(ref.thread, engine))));
    this.#states = states;
    this.#unlisted.clear();
  }

  /**
   * Reads the state of a question that is answered without having been listed.
   * @param {Ref} ref
   * @param {Engine} engine
   */
  async readOne({ thread, interrupt }, engine) {
    if (this.#states.has(interrupt)) return;
    this.#states.set(interrupt, await stateOf(thread, engine));
    this.#unlisted.add(interrupt);
    if (this.#unlisted.size > MOST_UNLISTED) this.#forgetOldest();
  }

  #forgetOldest() {
    const [oldest] = this.#unlisted;
    this.#unlisted.delete(oldest);
    this.#states.delete(oldest);
  }
}

/**
 * A thread's state; undefined where it cannot be read. The question is then shown as one that cannot be read, the others as ever.
 * @param {string} thread
 * @param {Engine} engine
 */
async function stateOf(thread, engine) {
  try {
    return (await engine.getState(thread, undefined))?.[0];
  } catch {
    return undefined;
  }
}
