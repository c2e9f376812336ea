// The host that the engine calls, its part that runs the functions of a graph. It decides nothing. Its methods throw
// nothing that user code threw; the error of a dead engine passes, so that the wasm frames below are left too.

import { Attempt } from "./attempt.js";
import { missingCheckpointer } from "./config.js";
import { enter, leave } from "./current.js";
import { NodeThrewError, isError } from "./errors.js";
import { AskAgain } from "./gate.js";
import { unlessDead } from "./guard.js";
import { pick } from "./keys.js";
import { targetsOf } from "./path.js";
import { randomId } from "./random.js";
import { ReportHost } from "./report_host.js";
import { SentArgs, outcomeOf } from "./result.js";
import { AskRuntime, GateRuntime, PathRuntime, Runtime } from "./runtime.js";
import { parsePayload, payloadText } from "./values.js";

/**
 * @import { AnswerRow } from "./types/engine.js"
 */

/** Calls user functions, by the numbers of the spec. */
export class Host extends ReportHost {
  /**
   * Starts a node.
   * @param {number} run
   * @param {number} task
   * @param {number} node
   * @param {Record<string, unknown> | SentArgs} input state, or what a Send brings
   * @param {AnswerRow[] | undefined} answers
   */
  node(run, task, node, input, answers) {
    const attempt = new Attempt(this.runs.of(run), task, this.graph.nodes[node], "node", answers);
    attempt.interruptInstead = this.graph.interrupt;
    const { action } = attempt.node;
    this.#execute(attempt, () => action(seenBy(attempt.node, input), new Runtime(attempt)), (result) => this.#returned(attempt, result));
  }

  /**
   * Lets a gate make its question.
   * @param {number} run
   * @param {number} task
   * @param {number} node
   * @param {Record<string, unknown> | SentArgs} input
   */
  ask(run, task, node, input) {
    const attempt = new Attempt(this.runs.of(run), task, this.graph.nodes[node], "ask");
    const { ask } = attempt.node;
    this.#execute(attempt, () => ask?.(seenBy(attempt.node, input), new AskRuntime(attempt)), (payload) => this.#asked(attempt, payload));
  }

  /**
   * Hands a gate its answer.
   * @param {number} run
   * @param {number} task
   * @param {number} node
   * @param {Record<string, unknown> | SentArgs} input
   * @param {AnswerRow} answer
   * @param {AnswerRow[] | undefined} answers of questions that `answer` asked itself
   * @param {string} rounds JSON
   */
  answer(run, task, node, input, answer, answers, rounds) {
    const attempt = new Attempt(this.runs.of(run), task, this.graph.nodes[node], "answer", answers, 1);
    attempt.answered = answer;
    attempt.rounds = rounds;
    const { action } = attempt.node;
    this.#execute(
      attempt,
      () => action(seenBy(attempt.node, input), parsePayload(answer[2]), new GateRuntime(attempt)),
      (result) => (result instanceof AskAgain ? this.#asked(attempt, result.payload) : this.#returned(attempt, result)),
    );
  }

  /**
   * Asks a path function.
   * @param {number} run
   * @param {number} task none for START's
   * @param {number} number
   * @param {Record<string, unknown>} state
   */
  route(run, task, number, state) {
    const branch = this.graph.branches[number];
    const node = { name: branch.source, kind: /** @type {const} */ ("plain"), action: branch.path, ends: [] };
    const attempt = new Attempt(this.runs.of(run), task, node, "path function");
    const { path } = branch;
    this.#execute(attempt, () => path(pick(state, this.graph.root), new PathRuntime(attempt)), (result) => {
      attempt.ended = true;
      const targets = this.#guarded(attempt, () => targetsOf(branch, result));
      if (targets !== undefined) attempt.run.engine.routed(run, task, targets);
    });
  }

  /**
   * Calls a user function. A synchronous one is done when this returns; no promise is made for it.
   * @param {Attempt} attempt
   * @param {() => unknown} call
   * @param {(result: any) => void} finish
   */
  #execute(attempt, call, finish) {
    // A graph that its program has dropped ends like a page that was closed: what is claimed stays claimed.
    if (attempt.run.engine === undefined) return;
    let result;
    let threw = false;
    let pending = false;
    const outer = enter(attempt);
    try {
      result = call();
      pending = isThenable(result);
    } catch (thrown) {
      threw = true;
      result = thrown;
    } finally {
      leave(outer);
    }
    if (threw) this.#threw(attempt, result);
    else if (pending) this.#await(attempt, result, finish);
    else finish(result);
  }

  /**
   * @param {Attempt} attempt
   * @param {unknown} promise
   * @param {(result: any) => void} finish
   */
  #await(attempt, promise, finish) {
    const fulfilled = (/** @type {unknown} */ result) => unlessDead(() => finish(result));
    const rejected = (/** @type {unknown} */ thrown) => unlessDead(() => this.#threw(attempt, thrown));
    try {
      Promise.resolve(promise).then(fulfilled, rejected);
    } catch (thrown) {
      // A promise with members of its own.
      rejected(thrown);
    }
  }

  /**
   * A node, or a gate's `answer`, returned.
   * @param {Attempt} attempt
   * @param {unknown} result
   */
  #returned(attempt, result) {
    attempt.ended = true;
    if (attempt.pause !== undefined) return this.#swallowed(attempt);
    const outcome = this.#guarded(attempt, () => outcomeOf(result, this.graph, attempt.node.name));
    if (outcome === undefined) return;
    const { writes, gotos } = outcome;
    attempt.run.engine.taskDone(attempt.run.id, attempt.task, writes, gotos.length > 0 ? gotos : undefined);
  }

  /**
   * A gate has its question, or none.
   * @param {Attempt} attempt
   * @param {unknown} payload
   */
  #asked(attempt, payload) {
    attempt.ended = true;
    if (attempt.pause !== undefined) return this.#swallowed(attempt);
    if (payload === undefined) return attempt.run.engine.taskDone(attempt.run.id, attempt.task, []);
    const text = this.#guarded(attempt, () => {
      if (!attempt.run.checkpointed) throw missingCheckpointer(attempt.node.name);
      return payloadText(payload);
    });
    if (text !== undefined) attempt.run.engine.taskPaused(attempt.run.id, attempt.task, 0, text, randomId(), attempt.node.expiry);
  }

  /**
   * A user function threw, or its promise was rejected.
   * @param {Attempt} attempt
   * @param {unknown} thrown
   */
  #threw(attempt, thrown) {
    attempt.ended = true;
    if (attempt.isOwnPause(thrown)) this.#paused(attempt);
    else if (attempt.asksBy(thrown)) this.#askedByThrow(attempt, thrown);
    else this.#failed(attempt, thrown);
  }

  /** A node asked by a throw of its own (S-INT-12). @param {Attempt} attempt @param {import("./control_flow.js").GraphInterrupt} thrown */
  #askedByThrow(attempt, thrown) {
    const text = this.#guarded(attempt, () => {
      if (!attempt.run.checkpointed) throw missingCheckpointer(attempt.node.name);
      return payloadText(thrown.interrupts?.[0]?.value);
    });
    if (text !== undefined) attempt.run.engine.taskPaused(attempt.run.id, attempt.task, attempt.next, text, randomId(), undefined);
  }

  /** The pause stands, whatever the node made of it (S-INT-13). @param {Attempt} attempt */
  #swallowed(attempt) {
    this.warn(
      "INTERRUPT_SWALLOWED",
      "the node caught its own interrupt and went on; it is paused all the same and what it returned is dropped. Let the error pass, or throw it again.",
      attempt.node.name,
    );
    this.#paused(attempt);
  }

  /** @param {Attempt} attempt */
  #paused({ run, task, pause }) {
    if (pause !== undefined) run.engine.taskPaused(run.id, task, pause.index, pause.text, pause.id, pause.expiry);
  }

  /**
   * @param {Attempt} attempt
   * @param {unknown} thrown
   */
  #failed({ run, task, node }, thrown) {
    const { error, name, message, code } = described(thrown, node.name);
    run.engine.taskFailed(run.id, task, error, name, message, code);
  }

  /**
   * Reads what user code gave: its getters may throw, and its shape may be wrong. Then the task has failed.
   * @template T
   * @param {Attempt} attempt
   * @param {() => T} read
   * @returns {T | undefined}
   */
  #guarded(attempt, read) {
    try {
      return read();
    } catch (thrown) {
      this.#failed(attempt, thrown);
      return undefined;
    }
  }
}

/**
 * A task's input as its node sees it (S-STA-41, S-STA-43).
 * @param {import("./lower.js").GraphNode} node
 * @param {Record<string, unknown> | SentArgs} input
 */
function seenBy({ reads }, input) {
  return input instanceof SentArgs ? input.args : pick(input, reads);
}

/** @param {unknown} value @returns {value is PromiseLike<unknown>} */
function isThenable(value) {
  return typeof value === "object" && value !== null && typeof (/** @type {{ then?: unknown }} */ (value).then) === "function";
}

/**
 * What the engine keeps of something thrown (S-ERR-50, S-ERR-56).
 * @param {unknown} thrown
 * @param {string} node
 * @returns {{ error: Error, name: string, message: string, code: string | undefined }}
 */
function described(thrown, node) {
  try {
    const error = isError(thrown) ? thrown : new NodeThrewError(thrown, { node });
    const { code } = /** @type {{ code?: unknown }} */ (error);
    return { error, name: String(error.name), message: String(error.message), code: typeof code === "string" ? code : undefined };
  } catch {
    // An Error whose getters throw.
    return described(new NodeThrewError(thrown, { node }), node);
  }
}
