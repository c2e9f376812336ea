// The agent's model, by a script: from the messages so far to the next one, the same for the same messages, offline. It looks
// first, proposes what was asked for, takes a "no" as one and tries something milder, once per call. It runs nothing.

import { MOST_REPLICAS } from "./tools.js";

/**
 * @import { ClusterState } from "./machines.js"
 * @import { ToolCall } from "./tools.js"
 */

/** A message, as far as this model reads and writes them. @typedef {{ type: "human" | "ai" | "tool", content: string, tool_calls?: ToolCall[], tool_call_id?: string, name?: string, status?: "success" | "error" }} Message */

/** A call without its id. @typedef {{ name: string, args: Record<string, any> }} Wish */

/**
 * The model's next message.
 * @param {readonly any[]} messages the conversation, oldest first
 * @returns {Message}
 */
export function nextMessage(messages) {
  const last = messages.at(-1);
  if (last?.type === "human") return say("I look at the cluster first.", [{ name: "describe_cluster", args: {} }], messages);
  const answered = latestAnswers(messages);
  const [first] = answered;
  if (first?.call.name === "describe_cluster") return propose(JSON.parse(first.answer.content), messages);
  return react(answered, messages);
}

/**
 * What was asked for, as calls.
 * @param {ClusterState} state
 * @param {readonly any[]} messages
 */
function propose(state, messages) {
  const request = String(messages.findLast(({ type }) => type === "human")?.content ?? "");
  const wishes = wishesIn(request.toLowerCase(), state);
  if (wishes.length === 0) return say(`I see nothing to do there. I can scale and delete deployments (${state.deployments.map(({ name }) => name).join(", ")}), and drain nodes (${state.nodes.map(({ name }) => name).join(", ")}).`);
  const words = wishes.length === 1 ? "This would do it." : `These ${wishes.length} calls would do it. Each of them is yours to decide.`;
  return say(words, wishes, messages);
}

/**
 * @param {string} text
 * @param {ClusterState} state
 * @returns {Wish[]}
 */
function wishesIn(text, state) {
  if (/\b(cost|costs|save|saving|cheaper|spend)\b/.test(text)) return savings(state);
  const [, count] = /\bto (\d{1,2})\b/.exec(text) ?? [];
  const deployments = state.deployments.filter(({ name }) => text.includes(name));
  const nodes = state.nodes.filter(({ name, status }) => text.includes(name) && status !== "off");
  const deletes = /\b(delete|remove|drop)\b/.test(text);
  return [
    ...deployments.map((row) => (deletes && count === undefined ? deletion(row.name) : scaling(row.name, wantedReplicas(text, row.replicas, count)))),
    ...nodes.map(({ name }) => ({ name: "drain_node", args: { node: name } })),
  ];
}

/**
 * @param {string} text
 * @param {number} replicas
 * @param {string | undefined} count
 */
function wantedReplicas(text, replicas, count) {
  if (count !== undefined) return Math.min(MOST_REPLICAS, Number(count));
  return /\b(up|out|double|more)\b/.test(text) ? Math.min(MOST_REPLICAS, Math.max(1, replicas * 2)) : Math.floor(replicas / 2);
}

/** What is not needed. @param {ClusterState} state @returns {Wish[]} */
function savings({ nodes, deployments }) {
  const unused = deployments.filter(({ use, replicas }) => use.startsWith("not used") && replicas > 0);
  const idle = deployments.filter(({ use, replicas }) => use.includes("idle") && replicas > 2);
  const spare = nodes.filter(({ status }) => status === "ready").slice(3);
  return [
    ...idle.map(({ name }) => scaling(name, 2)),
    ...unused.map(({ name }) => deletion(name)),
    ...spare.map(({ name }) => ({ name: "drain_node", args: { node: name } })),
  ];
}

/** @param {string} deployment @param {number} replicas @returns {Wish} */
const scaling = (deployment, replicas) => ({ name: "scale_deployment", args: { deployment, replicas } });

/** @param {string} deployment @returns {Wish} */
const deletion = (deployment) => ({ name: "delete_deployment", args: { deployment } });

/**
 * After answers: something milder for what was denied, or an end.
 * @param {{ call: ToolCall, answer: any }[]} answered
 * @param {readonly any[]} messages
 */
function react(answered, messages) {
  const denied = answered.filter(({ answer }) => answer.status === "error");
  const milder = denied.flatMap(({ call }) => milderThan(call, messages) ?? []);
  if (milder.length > 0) return say(`${deniedText(denied.length)} Would something milder do?`, milder, messages);
  return say(denied.length > 0 ? `${deniedText(denied.length)} I leave that as it is, and stop here.` : "Done. Nothing else is needed.");
}

/** @param {number} count */
const deniedText = (count) => `I understand: ${count === 1 ? "one call" : `${count} calls`} did not run.`;

/**
 * What does less than a call that was denied; undefined where nothing does, and after a second "no" about the same thing.
 * @param {ToolCall} call
 * @param {readonly any[]} messages
 * @returns {Wish | undefined}
 */
function milderThan({ name, args }, messages) {
  if (denials(args, messages) > 1) return undefined;
  if (name === "delete_deployment") return scaling(args.deployment, 0);
  if (name === "drain_node") return { name: "cordon_node", args };
  const now = lastSeen(messages)?.deployments.find((row) => row.name === args.deployment)?.replicas ?? 0;
  const between = Math.ceil((now + args.replicas) / 2);
  return name === "scale_deployment" && between < now ? scaling(args.deployment, between) : undefined;
}

/**
 * How often the person has said no about one deployment or node, in answer to the last request.
 * @param {Record<string, any>} about arguments of a call
 * @param {readonly any[]} messages
 */
function denials({ deployment, node }, messages) {
  const recent = messages.slice(messages.findLastIndex(({ type }) => type === "human"));
  const denied = new Set(recent.filter(({ type, status }) => type === "tool" && status === "error").map(({ tool_call_id }) => tool_call_id));
  const calls = recent.flatMap(({ type, tool_calls }) => (type === "ai" ? tool_calls ?? [] : []));
  return calls.filter(({ id, args }) => denied.has(id) && args.deployment === deployment && args.node === node).length;
}

/** @param {readonly any[]} messages @returns {ClusterState | undefined} */
function lastSeen(messages) {
  const found = messages.findLast(({ type, name }) => type === "tool" && name === "describe_cluster");
  return found && JSON.parse(found.content);
}

/**
 * The calls of the model's last message, each with its answer.
 * @param {readonly any[]} messages
 * @returns {{ call: ToolCall, answer: any }[]}
 */
function latestAnswers(messages) {
  const calls = messages.findLast(({ type }) => type === "ai")?.tool_calls ?? [];
  return calls.map((/** @type {ToolCall} */ call) => ({ call, answer: messages.findLast(({ tool_call_id }) => tool_call_id === call.id) }));
}

/**
 * @param {string} content
 * @param {readonly Wish[]} wishes
 * @param {readonly any[]} messages
 * @returns {Message}
 */
function say(content, wishes = [], messages = []) {
  return { type: "ai", content, tool_calls: wishes.map((wish, i) => ({ id: `call_${messages.length}_${i + 1}`, ...wish })) };
}
