// `StateGraph`: collects nodes and edges, in any order, without the engine; `compile` hands them over. Checks that need
// the whole graph are made by the engine, at compile.

import { channelsOf } from "./annotation.js";
import { CompiledStateGraph } from "./compiled.js";
import { GraphValidationError } from "./errors.js";
import { EXPIRY_OPTIONS, expiryText } from "./expiry.js";
import { lower } from "./lower.js";
import { END, START } from "./names.js";
import { badArgument, onlyKnown } from "./options.js";
import { warner } from "./warn.js";

/**
 * @import { CompileOptions } from "./types/graph.js"
 * @import { GateOptions, NodeOptions } from "./types/nodes.js"
 * @import { Branch, GraphNode } from "./lower.js"
 */

/** @typedef {(...args: any[]) => unknown} Action */

const NODE_OPTIONS = Object.freeze(["ends", "dialect"]);
const GATE_OPTIONS = Object.freeze([...NODE_OPTIONS, ...EXPIRY_OPTIONS]);
const GENERATORS = Object.freeze(["GeneratorFunction", "AsyncGeneratorFunction"]);

/** A graph being built. */
export class StateGraph {
  #channels;
  /** @type {Map<string, GraphNode>} */
  #nodes = new Map();
  /** @type {[string, string][]} */
  #edges = [];
  /** @type {Branch[]} */
  #branches = [];
  /** Set by `compile`. @type {import("./warn.js").Warn | undefined} */
  #warn;

  /**
   * @param {unknown} schema `Annotation.Root({...})`, or a plain map of channels
   * @param {undefined} [more] what upstream takes besides; refused
   */
  constructor(schema, more) {
    if (more !== undefined) throw badArgument("StateGraph takes one schema in this version: no input, output or context schema");
    this.#channels = channelsOf(schema);
  }

  /**
   * Adds one node, or several by a map or a list (S-BLD-10).
   * @param {unknown} nodes
   * @param {Action} [action]
   * @param {NodeOptions} [options]
   */
  addNode(nodes, action, options) {
    if (typeof nodes === "string") return this.#addNode(nodes, action, options);
    const list = Array.isArray(nodes) ? nodes : Object.entries(Object(nodes));
    if (list.length === 0) throw new GraphValidationError("No nodes provided in `addNode`");
    for (const [name, each, its] of list) this.#addNode(name, each, its);
    return this;
  }

  /**
   * Adds a node that only asks (S-GATE-01).
   * @param {string} name
   * @param {Action} ask makes the payload of the question from the state; `undefined` asks nothing
   * @param {Action} answer gets the state and the answer, and returns what a node may return
   * @param {GateOptions} [options]
   */
  addGate(name, ask, answer, options) {
    onlyKnown(`options of gate "${name}"`, options, GATE_OPTIONS);
    checkAction(name, "ask", ask);
    checkAction(name, "answer", answer);
    const { expiresAt, ttlMs, onExpire, ...common } = options ?? {};
    return this.#add({ ...nodeOf(name, common), kind: "gate", ask, action: answer, expiry: expiryText({ expiresAt, ttlMs, onExpire }) });
  }

  /**
   * `to` runs after `from` (S-BLD-20).
   * @param {string} from
   * @param {string} to
   */
  addEdge(from, to) {
    if (typeof from !== "string" || typeof to !== "string") {
      throw badArgument("addEdge takes two node names in this version; for several sources call it once for each");
    }
    if (from === END) throw new GraphValidationError("END cannot be a start node");
    if (to === START) throw new GraphValidationError("START cannot be an end node");
    this.#warnWhenCompiled("addEdge");
    this.#edges.push([from, to]);
    return this;
  }

  /**
   * What `path` names runs after `source` (S-BLD-26).
   * @param {string | { source: string, path: Action, pathMap?: unknown }} source
   * @param {Action} [path]
   * @param {unknown} [pathMap] labels to node names, or a list of node names
   */
  addConditionalEdges(source, path, pathMap) {
    if (typeof source === "object" && source !== null) {
      onlyKnown("addConditionalEdges({...})", source, ["source", "path", "pathMap"]);
      return this.#addBranch(source.source, source.path, source.pathMap);
    }
    return this.#addBranch(source, path, pathMap);
  }

  /** @param {string} name of the node that runs first */
  setEntryPoint(name) {
    return this.addEdge(START, name);
  }

  /** @param {string} name of a node that ends its branch */
  setFinishPoint(name) {
    return this.addEdge(name, END);
  }

  /**
   * Validates the graph and makes it runnable (S-BLD-50). The builder may be compiled again.
   * @param {CompileOptions} [options]
   * @returns {CompiledStateGraph}
   * @throws {GraphValidationError | import("./errors.js").UnreachableNodeError | import("./errors.js").GraphValueError}
   */
  compile(options = {}) {
    const warn = warner(options?.onWarning);
    const graph = lower(this.#channels, this.#nodes, this.#edges, this.#branches, options);
    const compiled = new CompiledStateGraph(graph, options, warn);
    this.#warn = warn;
    return compiled;
  }

  /**
   * @param {string} name
   * @param {unknown} action
   * @param {NodeOptions} [options]
   */
  #addNode(name, action, options) {
    onlyKnown(`options of node "${name}"`, options, NODE_OPTIONS);
    checkAction(name, "action", action);
    return this.#add({ ...nodeOf(name, options), kind: "plain", action: /** @type {Action} */ (action) });
  }

  /** @param {GraphNode} node */
  #add(node) {
    const { name } = node;
    if (this.#channels.has(name)) {
      throw new GraphValidationError(`${name} is already being used as a state attribute (a.k.a. a channel), cannot also be used as a node name.`);
    }
    const reserved = ["|", ":"].find((character) => name.includes(character));
    if (reserved !== undefined) throw new GraphValidationError(`"${reserved}" is a reserved character and is not allowed in node names.`);
    if (this.#nodes.has(name)) throw new GraphValidationError(`Node \`${name}\` already present.`);
    if (name === END || name === START) throw new GraphValidationError(`Node \`${name}\` is reserved.`);
    this.#warnWhenCompiled("addNode");
    this.#nodes.set(name, node);
    return this;
  }

  /**
   * @param {string} source
   * @param {Action | undefined} path
   * @param {unknown} pathMap
   */
  #addBranch(source, path, pathMap) {
    if (typeof source !== "string") throw badArgument("addConditionalEdges needs the name of its source node");
    if (typeof path !== "function") throw badArgument("addConditionalEdges needs a path function: (state) => node name");
    const name = path.name || "condition";
    if (this.#branches.some((branch) => branch.source === source && branch.name === name)) {
      throw new GraphValidationError(`Condition \`${name}\` already present for node \`${source}\``);
    }
    this.#warnWhenCompiled("addConditionalEdges");
    this.#branches.push({ source, name, path, map: mapOf(pathMap) });
    return this;
  }

  /** @param {string} call */
  #warnWhenCompiled(call) {
    this.#warn?.("GRAPH_COMPILED", `${call} after compile() does not change what was compiled; compile again`);
  }
}

/**
 * @param {string} name
 * @param {NodeOptions} [options]
 * @returns {{ name: string, ends: readonly string[], dialect?: string }}
 */
function nodeOf(name, options) {
  if (typeof name !== "string" || name === "") throw badArgument("a node needs a name: a text that is not empty");
  const ends = options?.ends ?? [];
  if (!Array.isArray(ends) || ends.some((end) => typeof end !== "string")) throw badArgument(`ends of node "${name}" must be a list of node names`);
  if (options?.dialect !== undefined && typeof options.dialect !== "string") throw badArgument(`dialect of node "${name}" must be a text`);
  return { name, ends: [...ends], dialect: options?.dialect };
}

/**
 * @param {string} name
 * @param {string} part
 * @param {unknown} action
 */
function checkAction(name, part, action) {
  if (typeof action !== "function") throw badArgument(`${part} of node "${name}" must be a function`);
  // By name: a generator of another realm has another constructor.
  if (GENERATORS.includes(action.constructor?.name)) throw badArgument("Generator functions cannot be nodes");
}

/** @param {unknown} pathMap @returns {ReadonlyMap<string, string> | undefined} */
function mapOf(pathMap) {
  if (pathMap === undefined || pathMap === null) return undefined;
  if (typeof pathMap !== "object") throw badArgument("pathMap must be a list of node names, or a map of labels to node names");
  /** @type {[string, string][]} */
  const entries = Array.isArray(pathMap) ? pathMap.map((name) => [name, name]) : Object.entries(pathMap);
  if (entries.some(([, name]) => typeof name !== "string")) throw badArgument("pathMap must name nodes by text");
  return new Map(entries);
}
