// A compiled graph: its entry points, each in its own file, over what they share.

import { Approvals } from "./approvals.js";
import { cancel, continueRun, resume } from "./answer.js";
import { invoke, stream } from "./call.js";
import { missingCheckpointer } from "./config.js";
import { assertEntryAllowed } from "./current.js";
import { fromEngine } from "./errors.js";
import { Events } from "./events.js";
import { owed } from "./guard.js";
import { Host } from "./host.js";
import { getState, pending, threads } from "./inspect.js";
import { wasm } from "./load.js";
import { oneOf, onlyKnown } from "./options.js";
import { Runs } from "./runs.js";
import { moveIn, storeOf } from "./savers.js";

/**
 * @import { Decision, Ref, Verdict } from "../dialects/index.js"
 * @import { GivenConfig } from "./call.js"
 * @import { Lowered } from "./lower.js"
 * @import { GraphEvent } from "./types/app.js"
 * @import { Config } from "./types/calls.js"
 * @import { Engine, GraphSpec, Store } from "./types/engine.js"
 * @import { CompileOptions } from "./types/graph.js"
 * @import { Warn } from "./warn.js"
 */

/**
 * What the entry points of one compiled graph share.
 * @typedef {object} Shared
 * @property {Lowered} graph
 * @property {Approvals} approvals
 * @property {Runs} runs
 * @property {Events} events
 * @property {Engine} engine
 */

const COMPILE_OPTIONS = Object.freeze(["checkpointer", "name", "version", "approvals", "onInterruptDrift", "onWarning"]);

/** A graph that runs. Made by `StateGraph.compile`. */
export class CompiledStateGraph {
  #shared;
  #checkpointer;

  /**
   * @param {Lowered} graph
   * @param {CompileOptions} options
   * @param {Warn} warn
   */
  constructor(graph, options, warn) {
    onlyKnown("compile options", options, COMPILE_OPTIONS);
    this.#checkpointer = options.checkpointer || undefined;
    this.#shared = share(graph, options, warn);
  }

  /** The owner of this graph's threads in the store. */
  get name() {
    return this.#shared.engine.name;
  }

  get checkpointer() {
    return this.#checkpointer;
  }

  /** @param {unknown} input @param {GivenConfig} [config] */
  invoke(input, config) {
    return invoke(this.#enter(), input, config);
  }

  /** @param {unknown} input @param {GivenConfig} [config] */
  stream(input, config) {
    return stream(this.#enter(), input, config);
  }

  /** @param {Config} config */
  getState(config) {
    return this.#kept((shared) => getState(shared, config));
  }

  /** @param {{ thread?: string, node?: string }} [filter] */
  pending(filter) {
    return this.#kept((shared) => pending(shared, filter));
  }

  /** @param {{ status?: string | readonly string[], graph?: string }} [filter] */
  threads(filter) {
    return this.#kept((shared) => threads(shared, filter));
  }

  /** @param {Ref} ref @param {Decision | Verdict} decision @param {{}} [options] */
  resume(ref, decision, options) {
    return this.#kept((shared) => resume(shared, ref, decision, options));
  }

  /** @param {Ref | string} refOrThread @param {{ takeOver?: boolean }} [options] */
  continue(refOrThread, options) {
    return this.#kept((shared) => continueRun(shared, refOrThread, options));
  }

  /** @param {Ref | string} refOrThread @param {{ reason?: string }} [options] */
  cancel(refOrThread, options) {
    return this.#kept((shared) => cancel(shared, refOrThread, options));
  }

  /** Opens the store, applies deadlines and starts to follow other tabs. */
  attach() {
    return this.#kept(({ engine }) => owed(() => engine.attach()));
  }

  /**
   * Tells what becomes of questions and runs, also in other tabs (S-STR-56).
   * @param {(event: GraphEvent) => void} listener
   * @param {{ thread?: string, type?: string | readonly string[] }} [filter]
   * @returns {() => void} ends it
   */
  subscribe(listener, filter) {
    const { events, runs, engine } = this.#enter();
    if (!runs.checkpointed) throw missingCheckpointer();
    return events.subscribe(engine, listener, filter);
  }

  /** Refuses a call from a pure function at once: it would not wait for a promise. */
  #enter() {
    assertEntryAllowed();
    return this.#shared;
  }

  /**
   * An entry point that only makes sense where threads are kept.
   * @template T
   * @param {(shared: Shared) => Promise<T>} entry
   * @returns {Promise<T>}
   */
  #kept(entry) {
    const shared = this.#enter();
    return shared.runs.checkpointed ? entry(shared) : Promise.reject(missingCheckpointer());
  }
}

/**
 * @param {Lowered} graph
 * @param {CompileOptions} options
 * @param {Warn} warn
 * @returns {Shared}
 */
function share(graph, options, warn) {
  const drift = oneOf("onInterruptDrift", options.onInterruptDrift, ["ask-again", "error", "ignore"]);
  const approvals = new Approvals(graph.nodes, warn, options.approvals);
  const runs = new Runs(storeOf(options.checkpointer), drift ?? "ask-again");
  const events = new Events(warn);
  const host = new Host(graph, runs, approvals, events, warn);
  const engine = makeEngine(graph.spec, host, runs.store);
  if (runs.store !== undefined) moveIn(runs.store, engine.digest, options.name);
  runs.engine = engine;
  return { graph, approvals, runs, events, engine };
}

/**
 * @param {GraphSpec} spec
 * @param {Host} host
 * @param {Store | undefined} store
 * @returns {Engine}
 */
function makeEngine(spec, host, store) {
  const { Engine } = wasm();
  try {
    return new Engine(spec, host, store?.share());
  } catch (error) {
    throw fromEngine(error);
  }
}
