// `StateGraph`: collects nodes and edges, in any order, without the engine; `compile` hands them over. Checks that need
// the whole graph are made by the engine, at compile.

import { CompiledStateGraph, share } from "./compiled.js";
import { GraphValidationError } from "./errors.js";
import { EXPIRY_OPTIONS, expiryText } from "./expiry.js";
import { lower } from "./lower.js";
import { END, START } from "./names.js";
import { badArgument, onlyKnown } from "./options.js";
import { ROOT, addChannels, schemasOf } from "./schema.js";
import { warner } from "./warn.js";

/**
 * @import { CompileOptions } from "./types/graph.js"
 * @import { GateOptions, NodeOptions } from "./types/nodes.js"
 * @import { Channel } from "./annotation.js"
 * @import { Branch, GraphNode, Parts } from "./lower.js"
 */

/** @typedef {(...args: any[]) => unknown} Action */

const NODE_OPTIONS = Object.freeze(["ends", "dialect", "input"]);
const GATE_OPTIONS = Object.freeze([...NODE_OPTIONS, ...EXPIRY_OPTIONS]);
const GENERATORS = Object.freeze(["GeneratorFunction", "AsyncGeneratorFunction"]);

/** A graph being built. */
export class StateGraph {
  /** @type {Map<string, Channel>} */
  #channels = new Map();
  /** @type {Map<string, GraphNode>} */
  #nodes = new Map();
  /** @type {[string, string][]} */
  #edges = [];
  /** @type {{ from: string[], to: string }[]} */
  #joins = [];
  /** @type {Branch[]} */
  #branches = [];
  /** What calls take and give. @type {Pick<Parts, "inputs" | "outputs" | "root" | "context" | "interrupt">} */
  #surface;
  /** Set by `compile`. @type {import("./warn.js").Warn | undefined} */
  #warn;

  /**
   * @param {unknown} schema of the state: `Annotation.Root({...})`, a StateSchema, a Zod object, a map of channels; or
   *   all schemas in one object, `{ state, input, output, context }` (S-BLD-01)
   * @param {unknown} [more] a context schema, or `{ input, output, context }` (S-BLD-03)
   */
  constructor(schema, more) {
    const { state, input, output, context, interrupt } = schemasOf(schema, more);
    addChannels(this.#channels, state);
    const root = this.#channels.has(ROOT) ? ROOT : undefined;
    const inputs = input === undefined ? root : addChannels(this.#channels, input);
    const outputs = output === undefined ? root : addChannels(this.#channels, output);
    this.#surface = { inputs, outputs, root, context, interrupt: typeof interrupt === "function" ? /** @type {Action} */ (interrupt) : undefined };
  }

  /**
   * Adds one node, or several by a map or a list (S-BLD-10).
   * @param {unknown} nodes
   * @param {Action} [action]
   * @param {NodeOptions} [options]
   */
  addNode(nodes, action, options) {
    if (typeof nodes === "string") return this.#addNode(nodes, action, options);
    const list = listOf(nodes);
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
    const { expiresAt, ttlMs, onExpire, input, ...common } = options ?? {};
    const reads = input === undefined ? undefined : addChannels(this.#channels, input);
    return this.#add({ ...nodeOf(name, common), kind: "gate", reads, ask, action: answer, expiry: expiryText({ expiresAt, ttlMs, onExpire }) });
  }

  /**
   * `to` runs after `from` (S-BLD-20); after a list, once all of the list have run (S-BLD-23).
   * @param {string | readonly string[]} from
   * @param {string} to
   */
  addEdge(from, to) {
    const sources = Array.isArray(from) ? from : [from];
    if ([...sources, to].some((name) => typeof name !== "string")) throw badArgument("addEdge takes names of nodes: addEdge(from, to), or addEdge([a, b], to)");
    if (sources.includes(END)) throw new GraphValidationError("END cannot be a start node");
    if (Array.isArray(from)) return this.#addJoin(sources, to);
    if (to === START) throw new GraphValidationError("START cannot be an end node");
    this.#warnWhenCompiled("addEdge");
    this.#edges.push([sources[0], to]);
    return this;
  }

  /**
   * Adds nodes that run one after another (S-BLD-40), by a map or a list.
   * @param {unknown} nodes
   */
  addSequence(nodes) {
    const list = listOf(nodes);
    if (list.length === 0) throw new GraphValidationError("Sequence requires at least one node.");
    let before;
    for (const [name, action, options] of list) {
      if (this.#nodes.has(name)) throw new GraphValidationError(`Node names must be unique: node with the name "${name}" already exists.`);
      this.addNode(name, action, options);
      if (before !== undefined) this.addEdge(before, name);
      before = name;
    }
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
    const parts = {
      channels: this.#channels, nodes: this.#nodes, edges: this.#edges, joins: this.#joins, branches: this.#branches, ...this.#surface,
    };
    const compiled = new CompiledStateGraph(share(lower(parts, options), options, warn), this);
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
    const reads = options?.input === undefined ? undefined : addChannels(this.#channels, options.input);
    return this.#add({ ...nodeOf(name, options), kind: "plain", action: actionOf(name, action), reads });
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
   * @param {string[]} from
   * @param {string} to
   */
  #addJoin(from, to) {
    if (from.length === 0) throw badArgument("addEdge([...], to) needs at least one node to wait for");
    for (const name of from) this.#assertNode(name);
    if (to === END) throw new GraphValidationError("END cannot be an end node");
    this.#assertNode(to);
    this.#warnWhenCompiled("addEdge");
    this.#joins.push({ from: [...from], to });
    return this;
  }

  /** @param {string} name */
  #assertNode(name) {
    if (!this.#nodes.has(name)) throw new GraphValidationError(`Need to add a node named "${name}" first`);
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
 * Nodes by a map or a list.
 * @param {unknown} nodes
 * @returns {[name: string, action?: any, options?: NodeOptions][]}
 */
function listOf(nodes) {
  return Array.isArray(nodes) ? nodes : Object.entries(Object(nodes));
}

/**
 * A node's function; of a runnable, its `invoke` (S-BLD-11).
 * @param {string} name
 * @param {unknown} action
 * @returns {Action}
 */
function actionOf(name, action) {
  if (action instanceof CompiledStateGraph) throw badArgument(`node "${name}" is a compiled graph: subgraphs are not available in this version`);
  const runnable = /** @type {{ invoke?: Action } | undefined} */ (action);
  if (typeof action === "object" && typeof runnable?.invoke === "function") return (state, runtime) => runnable.invoke?.(state, runtime);
  checkAction(name, "action", action);
  return /** @type {Action} */ (action);
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
