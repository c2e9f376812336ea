// What user functions get as their last argument (S-RUN-01): a view of one attempt, computed where it is read. Each kind
// of function has its own class, so that what may not be used there is not there (S-BLD-35, S-GATE-01).

import { recordedDecision } from "./decision.js";
import { parsePayload } from "./values.js";

/**
 * @import { Attempt } from "./attempt.js"
 * @import { Expiry } from "./types/nodes.js"
 */

/** @type {(runtime: PathRuntime) => Attempt} */
let attemptOf;

/** For path functions. */
export class PathRuntime {
  /** @type {Attempt} */
  #attempt;

  static {
    attemptOf = (runtime) => runtime.#attempt;
  }

  /** @param {Attempt} attempt */
  constructor(attempt) {
    this.#attempt = attempt;
  }

  get configurable() {
    return this.#attempt.run.configurable;
  }

  get context() {
    return this.#attempt.run.context;
  }

  get signal() {
    return this.#attempt.run.signal;
  }

  get executionInfo() {
    const { run, task } = this.#attempt;
    return run.executionInfo(task);
  }
}

/** For a gate's `ask`. */
export class AskRuntime extends PathRuntime {
  /** One key for all effects between two answers (S-HG-11). */
  get idempotencyKey() {
    return keyOf(attemptOf(this), undefined);
  }

  /** One key per named effect; a function, so that it may be taken off the runtime. */
  get key() {
    const attempt = attemptOf(this);
    return (/** @type {string} */ name) => keyOf(attempt, String(name));
  }
}

/** For nodes. */
export class Runtime extends AskRuntime {
  /** Asks a person; works anywhere in the node. */
  get interrupt() {
    const attempt = attemptOf(this);
    return attempt.interruptInstead ?? ((/** @type {unknown} */ value, /** @type {Expiry | undefined} */ options) => attempt.interrupt(value, options));
  }

  /** Writes to the `custom` stream. */
  get writer() {
    const attempt = attemptOf(this);
    return (/** @type {unknown} */ chunk) => attempt.write(chunk);
  }

  get isReplay() {
    return (attemptOf(this).answers?.length ?? 0) > 0;
  }

  /** The last answer of the task, for a node that asks by `NodeInterrupt`. */
  get resumeValue() {
    const last = attemptOf(this).answers?.at(-1);
    return last && parsePayload(last[2]);
  }

  get decision() {
    const row = attemptOf(this).answered;
    return row && recordedDecision(row[3]);
  }

  get interruptId() {
    return attemptOf(this).answered?.[0];
  }
}

/** For a gate's `answer`. */
export class GateRuntime extends Runtime {
  get rounds() {
    return JSON.parse(attemptOf(this).rounds ?? "[]");
  }
}

/**
 * @param {Attempt} attempt
 * @param {string | undefined} name
 * @returns {string}
 */
function keyOf(attempt, name) {
  attempt.assertLive(name === undefined ? "idempotencyKey" : "key");
  return attempt.run.key(attempt.task, attempt.answered?.[0], name);
}
