// One attempt of one task: which questions it has asked, which recorded answers it was given, whether it has ended. What
// a node sees of it is the runtime (runtime.js); what the engine hears of it, the host says (host.js).

import { missingCheckpointer } from "./config.js";
import { GraphInterrupt, isGraphInterrupt } from "./control_flow.js";
import { InterruptExpiredError, NonDeterministicInterruptError, TaskEndedError } from "./errors.js";
import { expiryText } from "./expiry.js";
import { wasm } from "./load.js";
import { randomId } from "./random.js";
import { isSame, parsePayload, payloadText } from "./values.js";

/**
 * @import { AnswerRow } from "./types/engine.js"
 * @import { Expiry } from "./types/nodes.js"
 * @import { GraphNode } from "./lower.js"
 * @import { Run } from "./runs.js"
 */

/**
 * The question an attempt stopped at.
 * @typedef {object} Pause
 * @property {number} index
 * @property {string} text the payload
 * @property {string} id 32 hex digits
 * @property {string | undefined} expiry
 * @property {GraphInterrupt} error what was thrown
 */

/** One attempt of one task. */
export class Attempt {
  /**
   * @param {Run} run
   * @param {number} task
   * @param {GraphNode} node
   * @param {"node" | "ask" | "answer" | "path function"} kind
   * @param {AnswerRow[]} [answers] recorded answers, in index order from `first`
   * @param {number} [first] index of the first question that this attempt can ask
   */
  constructor(run, task, node, kind, answers, first = 0) {
    this.run = run;
    this.task = task;
    this.node = node;
    this.kind = kind;
    this.answers = answers;
    this.first = first;
    this.index = first;
    this.ended = false;
    /** @type {Pause | undefined} */
    this.pause = undefined;
    /** The answer last used. @type {AnswerRow | undefined} */
    this.answered = undefined;
    /** Earlier rounds of a gate, as JSON. @type {string | undefined} */
    this.rounds = undefined;
    /** What stands at `runtime.interrupt`, where the graph says so (S-BLD-08). @type {((...args: any[]) => any) | undefined} */
    this.interruptInstead = undefined;
  }

  /** Index of the question behind those that were answered. */
  get next() {
    return this.first + (this.answers?.length ?? 0);
  }

  /**
   * Refuses what comes after the end (S-RUN-04).
   * @param {string} call
   */
  assertLive(call) {
    if (!this.ended) return;
    throw new TaskEndedError(
      `runtime.${call} was used after its node had ended\n\nAwait everything that a node starts before it returns.`,
      { thread: this.run.thread, node: this.node.name },
    );
  }

  /**
   * Hands a chunk to the caller's `custom` stream; after the end it is dropped (S-STR-30).
   * @param {unknown} chunk
   */
  write(chunk) {
    if (!this.ended) this.run.emit?.("custom", chunk);
  }

  /**
   * Gives the recorded answer of the next question, or leaves the node by a throw (S-INT-01, S-INT-06).
   * @param {unknown} value
   * @param {Expiry} [options]
   * @returns {any}
   */
  interrupt(value, options) {
    this.assertLive("interrupt");
    if (this.pause !== undefined) throw this.pause.error;
    if (!this.run.checkpointed) throw missingCheckpointer(this.node.name);
    const recorded = this.answers?.[this.index - this.first];
    const known = recorded !== undefined && isKnown(value, recorded);
    const text = known ? "" : payloadText(value);
    const expiry = expiryText(options);
    const index = this.index;
    this.index += 1;
    if (recorded !== undefined && (known || this.#isSameQuestion(recorded, text))) {
      this.answered = recorded;
      if (recorded[2] === "") throw this.#expired();
      return parsePayload(recorded[2]);
    }
    throw this.#pauseAt(index, text, expiry, value);
  }

  /** A question that was to fail at its deadline (S-HG-20). */
  #expired() {
    return new InterruptExpiredError(
      `The question of node "${this.node.name}" expired\n\nNobody answered in time, and it was asked with onExpire: "fail".`,
      { thread: this.run.thread, node: this.node.name },
    );
  }

  /**
   * @param {AnswerRow} recorded
   * @param {string} text
   */
  #isSameQuestion(recorded, text) {
    if (this.run.onInterruptDrift === "ignore") return true;
    if (wasm().digest(text) === recorded[1]) {
      recorded[4] = parsePayload(text);
      return true;
    }
    if (this.run.onInterruptDrift === "ask-again") return false;
    throw new NonDeterministicInterruptError(
      `Node "${this.node.name}" asked another question than the one that was answered\n\n`
        + "Let its questions depend on state alone, ask in a gate (addGate), or compile with onInterruptDrift: \"ask-again\".",
      { thread: this.run.thread, node: this.node.name },
    );
  }

  /**
   * @param {number} index
   * @param {string} text
   * @param {string | undefined} expiry
   * @param {unknown} value
   */
  #pauseAt(index, text, expiry, value) {
    const id = randomId();
    const error = new GraphInterrupt([{ id, value: value === undefined ? null : value }]);
    this.pause = { index, text, id, expiry, error };
    return error;
  }

  /**
   * Whether a thrown value is this attempt's own pause, as thrown or as the cause of something (S-INT-13).
   * @param {unknown} thrown
   */
  isOwnPause(thrown) {
    const own = this.pause?.error;
    return own !== undefined && isCausedBy(thrown, own);
  }

  /**
   * Whether a thrown value asks by itself (S-INT-12). Of a gate only what answers may.
   * @param {unknown} thrown
   * @returns {thrown is GraphInterrupt}
   */
  asksBy(thrown) {
    try {
      return (this.kind === "node" || this.kind === "answer") && isGraphInterrupt(thrown);
    } catch {
      // A getter of what was thrown throws in turn: no question.
      return false;
    }
  }
}

/**
 * Whether a question surely is the recorded one, as it was when that was looked at last.
 * @param {unknown} value
 * @param {AnswerRow} recorded
 */
function isKnown(value, recorded) {
  try {
    return recorded.length > 4 && isSame(value, recorded[4]);
  } catch {
    // A proxy whose traps throw.
    return false;
  }
}

/** Causes that are followed: more is a loop. */
const MAX_CAUSES = 32;

/**
 * @param {unknown} thrown
 * @param {Error} origin
 */
function isCausedBy(thrown, origin) {
  try {
    let error = /** @type {{ cause?: unknown } | null | undefined} */ (thrown);
    for (let depth = 0; depth < MAX_CAUSES && typeof error === "object" && error !== null; depth += 1) {
      if (error === origin) return true;
      error = /** @type {{ cause?: unknown }} */ (error.cause);
    }
  } catch {
    // A getter of what was thrown throws in turn: no pause of ours.
  }
  return false;
}
