// A built graph as data and tables: the spec that crosses into the engine, and the functions that stay here, both by the
// same numbers.

/**
 * @import { Channel } from "./annotation.js"
 * @import { ChannelIndex } from "./result.js"
 * @import { GraphSpec } from "./types/engine.js"
 * @import { CompileOptions } from "./types/graph.js"
 */

/**
 * A node of the builder.
 * @typedef {object} GraphNode
 * @property {string} name
 * @property {"plain" | "gate"} kind
 * @property {(...args: any[]) => unknown} action of a plain node: the node; of a gate: its `answer`
 * @property {(...args: any[]) => unknown} [ask] of a gate
 * @property {string} [expiry] of a gate: expiry options as JSON text
 * @property {readonly string[]} ends
 * @property {string} [dialect]
 * @property {string | readonly string[]} [reads] the only keys of state it gets; one name: the bare value
 */

/**
 * A conditional edge of the builder.
 * @typedef {object} Branch
 * @property {string} source
 * @property {string} name of its path function; one name once per source
 * @property {(...args: any[]) => unknown} path
 * @property {ReadonlyMap<string, string>} [map] label to node name
 */

/**
 * What a builder has collected.
 * @typedef {object} Parts
 * @property {ReadonlyMap<string, Channel>} channels
 * @property {ReadonlyMap<string, GraphNode>} nodes
 * @property {readonly [from: string, to: string][]} edges
 * @property {readonly { from: readonly string[], to: string }[]} joins
 * @property {readonly Branch[]} branches
 * @property {string | readonly string[]} [inputs] the only keys of input; one name: the input is its value
 * @property {string | readonly string[]} [outputs] the only keys of results; one name: the result is its value
 * @property {string} [root] the key of a state that is one bare value
 * @property {(context: unknown) => any} [context] checks what a call gives as context
 * @property {(...args: any[]) => unknown} [interrupt] what stands at `runtime.interrupt` instead
 */

/**
 * A graph as a compiled one keeps it: later changes of the builder do not reach it (S-BLD-13).
 * @typedef {object} Lowered
 * @property {readonly GraphNode[]} nodes
 * @property {readonly Branch[]} branches
 * @property {readonly Channel[]} channels
 * @property {ChannelIndex} index
 * @property {GraphSpec} spec
 * @property {Parts["inputs"]} inputs
 * @property {Parts["outputs"]} outputs
 * @property {string | undefined} root
 * @property {Parts["context"]} context
 * @property {Parts["interrupt"]} interrupt
 * @property {boolean} debug whether written values are frozen (S-STA-14)
 */

/**
 * @param {Parts} parts
 * @param {CompileOptions} options
 * @returns {Lowered}
 */
export function lower(parts, options) {
  const { inputs, outputs, root, context, interrupt } = parts;
  const names = [...parts.channels.keys()];
  const nodes = [...parts.nodes.values()].map((node) => (node.reads === undefined && root !== undefined ? { ...node, reads: root } : node));
  return {
    nodes,
    branches: [...parts.branches],
    channels: [...parts.channels.values()],
    index: { names, numbers: new Map(names.map((channel, number) => [channel, number])) },
    spec: specOf(parts, options),
    inputs, outputs, root, context, interrupt,
    debug: options.debug === true,
  };
}

/**
 * @param {Parts} parts
 * @param {CompileOptions} options
 * @returns {GraphSpec}
 */
function specOf({ channels, nodes, edges, joins, branches }, { name, version, interruptBefore, interruptAfter }) {
  return {
    ...(name !== undefined && { name }),
    ...(version !== undefined && { version }),
    channels: [...channels].map(([channel, { kind, initial, guard }]) => {
      return { name: channel, kind, initial: initial !== undefined, ...(kind === "untracked" && { guard }) };
    }),
    nodes: [...nodes.values()].map((node) => ({ name: node.name, kind: node.kind, ends: [...node.ends] })),
    edges: edges.map(([from, to]) => [from, to]),
    branches: branches.map(({ source, map }) => ({ source, ends: map ? [...new Set(map.values())] : null })),
    ...(joins.length > 0 && { joins: joins.map(({ from, to }) => ({ from: [...from], to })) }),
    ...(interruptBefore !== undefined && { interruptBefore }),
    ...(interruptAfter !== undefined && { interruptAfter }),
  };
}
