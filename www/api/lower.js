// A built graph as data and tables: the spec that crosses into the engine, and the functions that stay here, both by the
// same numbers.

/**
 * @import { Channel } from "./annotation.js"
 * @import { ChannelIndex } from "./result.js"
 * @import { GraphSpec } from "./types/engine.js"
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
 * A graph as a compiled one keeps it: later changes of the builder do not reach it (S-BLD-13).
 * @typedef {object} Lowered
 * @property {readonly GraphNode[]} nodes
 * @property {readonly Branch[]} branches
 * @property {readonly Channel[]} channels
 * @property {ChannelIndex} index
 * @property {GraphSpec} spec
 */

/**
 * @param {ReadonlyMap<string, Channel>} channels
 * @param {ReadonlyMap<string, GraphNode>} nodes
 * @param {readonly [string, string][]} edges
 * @param {readonly Branch[]} branches
 * @param {{ name?: string, version?: string }} identity
 * @returns {Lowered}
 */
export function lower(channels, nodes, edges, branches, { name, version }) {
  const names = [...channels.keys()];
  return {
    nodes: [...nodes.values()],
    branches: [...branches],
    channels: [...channels.values()],
    index: { names, numbers: new Map(names.map((channel, number) => [channel, number])) },
    spec: {
      ...(name !== undefined && { name }),
      ...(version !== undefined && { version }),
      channels: [...channels].map(([channel, { kind, initial }]) => ({ name: channel, kind, initial: initial !== undefined })),
      nodes: [...nodes.values()].map((node) => ({ name: node.name, kind: node.kind, ends: [...node.ends] })),
      edges: edges.map(([from, to]) => [from, to]),
      branches: branches.map(({ source, map }) => ({ source, ends: map ? [...new Set(map.values())] : null })),
    },
  };
}
