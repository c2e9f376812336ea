// The tools of the agent, as data: what they are called with, which of them destroy something, and what a person may change
// before one runs. What they do is machines.js; who calls them is the graph.

/** @import { JsonSchema, Risk } from "../../dialects/index.js" */

/** A call that a model proposes, as it stands in a message. @typedef {{ id: string, name: string, args: Record<string, any> }} ToolCall */

/**
 * @typedef {object} Tool
 * @property {boolean} asks whether a person decides about each call
 * @property {boolean} [edits] whether a person may change its arguments
 * @property {Risk} [risk]
 * @property {boolean} [reversible]
 * @property {(args: any) => string} title
 * @property {(args: any) => string} consequence
 * @property {(args: any) => Record<string, JsonSchema>} rules of the arguments, by name
 */

export const MOST_REPLICAS = 20;

/** @param {string} value @param {string} title */
const fixed = (value, title) => ({ const: value, title });

/** @type {Readonly<Record<string, Tool>>} */
export const TOOLS = Object.freeze({
  describe_cluster: { asks: false, title: () => "Look at the cluster", consequence: () => "Reads, and changes nothing.", rules: () => ({}) },
  scale_deployment: {
    asks: true,
    edits: true,
    reversible: true,
    title: ({ deployment, replicas }) => `Scale ${deployment} to ${replicas}?`,
    consequence: ({ deployment, replicas }) => `${deployment} runs with ${replicas} ${replicas === 1 ? "replica" : "replicas"}.`,
    rules: ({ deployment }) => ({
      deployment: fixed(deployment, "Deployment"),
      replicas: { type: "integer", minimum: 0, maximum: MOST_REPLICAS, title: "Replicas" },
    }),
  },
  delete_deployment: {
    asks: true,
    risk: "high",
    reversible: false,
    title: ({ deployment }) => `Delete ${deployment}?`,
    consequence: ({ deployment }) => `${deployment} and all its replicas are gone.`,
    rules: ({ deployment }) => ({ deployment: fixed(deployment, "Deployment") }),
  },
  drain_node: {
    asks: true,
    reversible: false,
    title: ({ node }) => `Drain ${node}?`,
    consequence: ({ node }) => `Everything that runs on ${node} is moved away, and the machine is switched off.`,
    rules: ({ node }) => ({ node: fixed(node, "Node") }),
  },
  cordon_node: {
    asks: true,
    risk: "low",
    reversible: true,
    title: ({ node }) => `Cordon ${node}?`,
    consequence: ({ node }) => `What runs on ${node} stays; nothing new is put there.`,
    rules: ({ node }) => ({ node: fixed(node, "Node") }),
  },
});

/**
 * Whether a person decides about a call. A tool that is not known is asked about.
 * @param {ToolCall} call
 */
export const asks = ({ name }) => (Object.hasOwn(TOOLS, name) ? TOOLS[name].asks : true);

/**
 * The question about one call.
 * @param {ToolCall} call
 * @param {string} why the model's words
 */
export function questionAbout({ id, name, args }, why) {
  const tool = Object.hasOwn(TOOLS, name) ? TOOLS[name] : undefined;
  return {
    halt: 1,
    kind: "tool_call",
    title: tool ? tool.title(args) : `Run ${name}?`,
    ...(why !== "" && { why }),
    ...(tool && { consequences: [tool.consequence(args)], reversible: tool.reversible ?? false }),
    ...(tool?.risk && { risk: tool.risk }),
    ...(!tool?.edits && { decisions: ["approve", "reject"] }),
    action: { id, name, args, ...(tool && { schema: schemaOf(tool.rules(args)) }) },
  };
}

/** @param {Record<string, JsonSchema>} properties @returns {JsonSchema} */
const schemaOf = (properties) => ({ type: "object", properties, required: Object.keys(properties), additionalProperties: false });
