// The calls under way: which number stands for which call, what its tasks may read of it, and how it ends.

import { AbortError, fromEngine } from "./errors.js";
import { onDeath, unlessDead } from "./guard.js";
import { pick } from "./keys.js";
import { isPlainObject } from "./options.js";
import { parsePayload } from "./values.js";

/**
 * @import { CallConfig } from "./config.js"
 * @import { StreamMode } from "./types/calls.js"
 * @import { Engine, InterruptRow, Store } from "./types/engine.js"
 * @import { ExecutionInfo } from "./types/nodes.js"
 */

/** The config of a run that nobody called for. @type {CallConfig} */
const UNATTENDED = Object.freeze({ configurable: Object.freeze({}), limit: 0, onBusy: "error" });

/** The calls of one compiled graph. */
export class Runs {
  /** @type {Map<number, Run>} */
  #open = new Map();
  #next = 1;
  /** @type {WeakRef<Engine> | undefined} */
  #engine;

  /**
   * @param {Store | undefined} store where threads are kept
   * @param {"ask-again" | "error" | "ignore"} onInterruptDrift
   * @param {string | readonly string[]} [outputs] keys of results, where not all
   */
  constructor(store, onInterruptDrift, outputs) {
    this.store = store;
    this.onInterruptDrift = onInterruptDrift;
    this.outputs = outputs;
  }

  /**
   * The engine of this graph. Held weakly: the engine holds the host, which holds this, and what a program drops must be
   * collected. An open call holds it.
   * @returns {Engine}
   */
  get engine() {
    return /** @type {Engine} */ (this.#engine?.deref());
  }

  set engine(engine) {
    this.#engine = new WeakRef(engine);
  }

  /** Whether questions can be asked: a thread is kept somewhere. */
  get checkpointed() {
    return this.store !== undefined;
  }

  /**
   * Registers a call, before the engine hears of it.
   * @param {CallConfig} config
   * @returns {Run}
   */
  open(config) {
    const run = new Run(this, this.#next, config);
    this.#open.set(run.id, run);
    this.#next += 1;
    return run;
  }

  /**
   * The call that a task belongs to. An answer from elsewhere, or a deadline, sets going runs that nobody called for.
   * @param {number} id
   * @returns {Run}
   */
  of(id) {
    const known = this.#open.get(id);
    if (known !== undefined) return known;
    const run = new Run(this, id, UNATTENDED);
    // How it ended, subscribers are told (S-STR-56).
    run.done.catch(() => {});
    this.#open.set(id, run);
    return run;
  }

  /**
   * @param {number} id
   * @returns {Run | undefined} undefined when the call has ended
   */
  get(id) {
    return this.#open.get(id);
  }

  /** @param {Run} run */
  close(run) {
    this.#open.delete(run.id);
  }
}

/** One call. */
export class Run {
  #runs;
  #callerSignal;
  /** @type {AbortController | undefined} */
  #controller;
  #stopped = false;
  /** @type {(result: unknown) => void} */
  #resolve = () => {};
  /** @type {(error: unknown) => void} */
  #reject = () => {};
  /** The state last told, where only some keys are. @type {Record<string, unknown>} */
  #told = {};

  /**
   * @param {Runs} runs
   * @param {number} id
   * @param {CallConfig} config
   */
  constructor(runs, id, config) {
    this.#runs = runs;
    this.engine = runs.engine;
    this.id = id;
    this.thread = config.thread;
    this.configurable = config.configurable;
    this.context = config.context;
    /** The only keys of its results and chunks; one name: the bare value. */
    this.outputs = "outputs" in config ? config.outputs : runs.outputs;
    /** Takes stream events, where the call streams. @type {((mode: StreamMode, payload: unknown) => void) | undefined} */
    this.emit = undefined;
    /** What the call gives. @type {Promise<any>} */
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#callerSignal = config.signal;
    this.#callerSignal?.addEventListener("abort", this.abort);
    this.forgetDeath = onDeath((error) => {
      this.stop();
      this.fail([error]);
    });
  }

  get store() {
    return this.#runs.store;
  }

  get checkpointed() {
    return this.#runs.checkpointed;
  }

  get onInterruptDrift() {
    return this.#runs.onInterruptDrift;
  }

  /** Fires when the call is aborted or one of its tasks failed. Made when first read. */
  get signal() {
    this.#controller ??= new AbortController();
    if (this.#stopped && !this.#controller.signal.aborted) this.#controller.abort(this.#callerSignal?.reason);
    return this.#controller.signal;
  }

  /**
   * What is known of a task. A number that the engine knows it by never gets out.
   * @param {number} task
   * @returns {ExecutionInfo}
   */
  executionInfo(task) {
    const info = JSON.parse(this.engine.taskInfo(this.id, task));
    return { ...info, ...(this.thread !== undefined && { threadId: this.thread }), nodeAttempt: 1 };
  }

  /**
   * @param {number} task
   * @param {string | undefined} question
   * @param {string | undefined} name
   */
  key(task, question, name) {
    return this.engine.key(this.id, task, question, name);
  }

  /** Asks the engine to end the call; the rejection comes when it has. */
  abort = () => {
    if (this.#runs.get(this.id) === this) unlessDead(() => this.engine.abort(this.id));
  };

  /** Tells the call's tasks to stop. */
  stop() {
    this.#stopped = true;
    if (this.#controller !== undefined) void this.signal;
  }

  /**
   * Tells the `values` stream, unless only some keys are asked for and none of them changed (S-STR-10).
   * @param {Record<string, unknown>} state
   */
  tellValues(state) {
    if (this.emit === undefined) return;
    const { outputs } = this;
    if (typeof outputs === "string" ? !Object.hasOwn(state, outputs) : outputs?.every((key) => state[key] === this.#told[key])) return;
    this.#told = state;
    this.emit("values", pick(state, outputs));
  }

  /**
   * Ends the call with state, with questions, or both (S-INT-30, S-INT-31).
   * @param {Record<string, unknown> | undefined} state
   * @param {InterruptRow[] | undefined} interrupts none: a static breakpoint
   */
  settle(state, interrupts) {
    this.#close();
    const bare = typeof this.outputs === "string";
    const output = state === undefined ? (bare ? undefined : {}) : pick(state, this.outputs);
    this.#resolve(interrupts === undefined ? output : paused(output, questions(interrupts)));
  }

  /**
   * Ends the call with what its tasks threw, or the engine refused (S-ERR-50, S-ERR-52).
   * @param {unknown[]} thrown
   * @param {number} [step]
   */
  fail(thrown, step) {
    this.#close();
    this.#reject(thrown.length === 1 ? this.#explain(fromEngine(thrown[0])) : severalErrors(thrown.map(fromEngine), step));
  }

  /** Forgets a call that the engine never took up. */
  drop() {
    this.#close();
  }

  #close() {
    this.#runs.close(this);
    this.#callerSignal?.removeEventListener("abort", this.abort);
    this.forgetDeath();
  }

  /** Says why the caller aborted. @param {Error} error */
  #explain(error) {
    if (this.#callerSignal?.aborted && error instanceof AbortError) error.cause = this.#callerSignal.reason;
    return error;
  }
}

/**
 * A result with what is asked beside it; a bare value stands under a key of its own (S-INT-31).
 * @param {unknown} output
 * @param {{ id: string, value: unknown }[]} asked
 */
function paused(output, asked) {
  if (output === undefined) return { __interrupt__: asked };
  return isPlainObject(output) ? { ...output, __interrupt__: asked } : { __root__: output, __interrupt__: asked };
}

/**
 * Questions as callers see them (S-INT-20).
 * @param {InterruptRow[]} rows
 */
export function questions(rows) {
  return rows.map(([id, text]) => ({ id, value: parsePayload(text) }));
}

/**
 * @param {Error[]} errors
 * @param {number} [step]
 */
function severalErrors(errors, step) {
  const error = new AggregateError(
    errors,
    `Multiple errors occurred during superstep ${step}. See the "errors" field of this exception for more details.`,
  );
  return Object.assign(error, { code: "AGGREGATE" });
}
