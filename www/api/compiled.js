// A compiled graph: its entry points, each in its own file, over what they share.

import { cancel, continueRun, resume } from "./answer.js";
import { Answering } from "./answering.js";
import { invoke, stream } from "./call.js";
import { missingCheckpointer, threadOf } from "./config.js";
import { assertEntryAllowed } from "./current.js";
import { drawable } from "./draw.js";
import { fromEngine } from "./errors.js";
import { Events } from "./events.js";
import { owed } from "./guard.js";
import { Host } from "./host.js";
import { pending, threads } from "./inspect.js";
import { isInterrupted } from "./interrupt.js";
import { wasm } from "./load.js";
import { nodeHandles } from "./node_handles.js";
import { badArgument, oneOf, onlyKnown, stopsOf } from "./options.js";
import { parts } from "./on_first_use.js";
import { Runs } from "./runs.js";
import { moveIn, storeOf, warnOfCustom } from "./savers.js";
import { bulkUpdateState } from "./update.js";

/**
 * @import { Decision, Ref, Verdict } from "../dialects/index.js"
 * @import { GivenConfig } from "./config.js"
 * @import { Lowered } from "./lower.js"
 * @import { GraphEvent } from "./types/app.js"
 * @import { Config } from "./types/calls.js"
 * @import { Engine, GraphSpec, Store } from "./types/engine.js"
 * @import { CompileOptions } from "./types/graph.js"
 * @import { BulkUpdate, HistoryOptions } from "./types/history.js"
 * @import { StateGraph } from "./state_graph.js"
 * @import { Warn } from "./warn.js"
 */

/**
 * What the entry points of one compiled graph share.
 * @typedef {object} Shared
 * @property {Lowered} graph
 * @property {Answering} answering
 * @property {Runs} runs
 * @property {Events} events
 * @property {Engine} engine
 * @property {CompileOptions} options
 */

const COMPILE_OPTIONS = Object.freeze([
  "checkpointer", "name", "version", "approvals", "interruptBefore", "interruptAfter", "debug", "description", "onInterruptDrift", "onWarning",
]);

/** A graph that runs. Made by `StateGraph.compile`. */
export class CompiledStateGraph {
  #shared;
  #defaults;

  /**
   * @param {Shared} shared
   * @param {StateGraph} builder
   * @param {Config} [defaults] for calls that do not say otherwise
   */
  constructor(shared, builder, defaults) {
    this.#shared = shared;
    this.#defaults = defaults;
    /** The graph it was compiled from. */
    this.builder = builder;
  }

  /** The owner of this graph's threads in the store. */
  get name() {
    return this.#shared.engine.name;
  }

  get checkpointer() {
    return this.#shared.options.checkpointer || undefined;
  }

  /** Nodes by name: each can be invoked alone (S-BLD-60). */
  get nodes() {
    return nodeHandles(this.#shared.graph);
  }

  /** Channels by state key. */
  get channels() {
    const { index, channels } = this.#shared.graph;
    return Object.fromEntries(index.names.map((name, number) => [name, channels[number]]));
  }

  /**
   * The same graph with other defaults for its calls (S-BLD-59).
   * @param {Config} config
   */
  withConfig(config) {
    return new CompiledStateGraph(this.#shared, this.builder, merged(this.#defaults, config));
  }

  /** @param {unknown} input @param {GivenConfig} [config] */
  invoke(input, config) {
    return invoke(this.#enter(), input, merged(this.#defaults, config));
  }

  /** @param {unknown} input @param {GivenConfig} [config] */
  stream(input, config) {
    return stream(this.#enter(), input, merged(this.#defaults, config));
  }

  /**
   * Runs several inputs at once.
   * @param {readonly unknown[]} inputs
   * @param {GivenConfig | readonly GivenConfig[]} [config] one for all, or one for each
   * @returns {Promise<unknown[]>}
   */
  batch(inputs, config) {
    return Promise.all(inputs.map((input, at) => this.invoke(input, Array.isArray(config) ? config[at] : config)));
  }

  /** @param {unknown} result */
  isInterrupted(result) {
    return isInterrupted(result);
  }

  /** @param {Config} config */
  getState(config) {
    return this.#kept(async (shared) => {
      const given = merged(this.#defaults, config);
      // Before anything is awaited: the caller may use its config for another thread next.
      const place = threadOf(given);
      return (await parts()).getState(shared, given, place);
    });
  }

  /**
   * Snapshots of a thread's checkpoints, newest first (S-GET-40).
   * @param {Config} config
   * @param {HistoryOptions} [options]
   */
  getStateHistory(config, options) {
    const shared = this.#enter();
    if (!shared.runs.checkpointed) throw missingCheckpointer();
    return snapshots(shared, merged(this.#defaults, config), options);
  }

  /**
   * Writes to a thread's state as if a node had (S-UPD-01).
   * @param {Config} config
   * @param {unknown} values
   * @param {string} [asNode]
   */
  updateState(config, values, asNode) {
    return this.bulkUpdateState(config, [{ updates: [{ values, asNode }] }]);
  }

  /**
   * Several updates: those of one superstep together, one superstep after another (S-UPD-20).
   * @param {Config} config
   * @param {readonly BulkUpdate[]} supersteps
   */
  bulkUpdateState(config, supersteps) {
    return this.#kept((shared) => bulkUpdateState(shared, merged(this.#defaults, config), supersteps));
  }

  /**
   * The graph as nodes and edges, to draw (S-BLD-80).
   * @param {{ xray?: boolean | number }} [options] accepted: there are no graphs inside this one
   */
  getGraph(options) {
    onlyKnown("getGraph options", options, ["xray"]);
    return drawable(this.#shared.graph, this.#shared.options);
  }

  /** @param {{ xray?: boolean | number }} [options] */
  async getGraphAsync(options) {
    return this.getGraph(options);
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
 * @param {Shared} shared
 * @param {Config} config
 * @param {HistoryOptions} [options]
 */
async function* snapshots(shared, config, options) {
  yield* (await parts()).history(shared, config, options);
}

/**
 * One config over another; members of `configurable` and `metadata` one by one, tags together.
 * @param {GivenConfig} defaults
 * @param {GivenConfig} config
 * @returns {any}
 */
function merged(defaults, config) {
  if (defaults === undefined || typeof config !== "object" || config === null) return config ?? defaults;
  const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
  const both = (/** @type {"configurable" | "metadata"} */ part) => defaults[part] && config[part] && { [part]: { ...defaults[part], ...config[part] } };
  const tags = defaults.tags && config.tags && { tags: [...defaults.tags, ...config.tags] };
  return { ...defaults, ...given, ...both("configurable"), ...both("metadata"), ...tags };
}

/**
 * @param {Lowered} graph
 * @param {CompileOptions} options
 * @param {Warn} warn
 * @returns {Shared}
 */
export function share(graph, options, warn) {
  onlyKnown("compile options", options, COMPILE_OPTIONS);
  if (/** @type {unknown} */ (options.checkpointer) === true) throw badArgument("checkpointer: true cannot be used for root graphs.");
  stopsOf("interruptBefore", options.interruptBefore);
  stopsOf("interruptAfter", options.interruptAfter);
  const drift = oneOf("onInterruptDrift", options.onInterruptDrift, ["ask-again", "error", "ignore"]);
  const answering = new Answering(graph.nodes, warn, options.approvals);
  const runs = new Runs(storeOf(options.checkpointer), drift ?? "ask-again", graph.outputs);
  warnOfCustom(options.checkpointer, warn);
  const events = new Events(warn);
  const host = new Host(graph, runs, answering, events, warn);
  const engine = makeEngine(graph.spec, host, runs.store);
  if (runs.store !== undefined) moveIn(runs.store, engine.digest, options.name);
  runs.engine = engine;
  return { graph, answering, runs, events, engine, options: { ...options } };
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
    return new Engine(JSON.stringify(spec), host, store?.share());
  } catch (error) {
    throw fromEngine(error);
  }
}
