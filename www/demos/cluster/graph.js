// The cluster operations agent: a model and its tools, in turns. What only reads runs at once; what changes something becomes
// a question, one for each call, and each call is answered by a message with its id, whether it ran or was denied.
// The page looks at the graph from outside: no forms, lists or storage here.

import { END, MessagesAnnotation, START, Send, StateGraph } from "../../haltgraph.js";
import { asks, questionAbout } from "./tools.js";

/**
 * @import { Message } from "../../haltgraph.js"
 * @import { HaltAnswer } from "../../api/types/nodes.js"
 * @import { ToolCall } from "./tools.js"
 */

/** What the node of one call gets. @typedef {{ call: ToolCall, why: string }} OneCall */

/**
 * @param {object} parts
 * @param {(messages: readonly any[]) => Message | Promise<Message>} parts.model
 * @param {Pick<import("./cluster.js").Cluster, "run">} parts.cluster
 * @param {import("../../haltgraph.js").BaseSaver} parts.checkpointer
 */
export function clusterAgent({ model, cluster, checkpointer }) {
  return new StateGraph(MessagesAnnotation)
    .addNode("agent", async ({ messages }) => ({ messages: [await model(messages)] }))
    .addNode("look", async (/** @type {any} */ { call }, { key, signal }) => ({
      messages: [answerTo(call, await cluster.run(call, { key: key("run"), signal }))],
    }))
    .addGate("approval", (/** @type {any} */ { call, why }) => questionAbout(call, why), async (/** @type {any} */ { call }, decision, { key, signal }) => {
      if (decision.verb === "reject") return { messages: [denial(call, decision)] };
      const approved = { ...call, args: decision.args ?? call.args };
      return { messages: [answerTo(call, await cluster.run(approved, { key: key("run"), signal }), decision)] };
    })
    .addEdge(START, "agent")
    .addConditionalEdges("agent", perCall, ["look", "approval", END])
    .addEdge("look", "agent")
    .addEdge("approval", "agent")
    .compile({ checkpointer, name: "cluster" });
}

/**
 * One task for each call of the model's last message.
 * @param {{ messages: any[] }} state
 */
function perCall({ messages }) {
  const { tool_calls = [], content } = messages.at(-1);
  if (tool_calls.length === 0) return END;
  return tool_calls.map((/** @type {ToolCall} */ call) => new Send(asks(call) ? "approval" : "look", { call, why: content }));
}

/**
 * @param {ToolCall} call
 * @param {{ ok: boolean, text: string }} result
 * @param {HaltAnswer} [decision]
 * @returns {Message}
 */
const answerTo = ({ id, name }, { ok, text }, decision) => ({
  type: "tool", tool_call_id: id, name, content: text, status: ok ? "success" : "error", ...(decision && { artifact: { decision } }),
});

/**
 * @param {ToolCall} call
 * @param {HaltAnswer} decision
 * @returns {Message}
 */
const denial = ({ id, name }, decision) => ({
  type: "tool", tool_call_id: id, name, status: "error", artifact: { decision },
  content: `Denied by a person. It did not run.${decision.reason === undefined ? "" : ` Reason: ${decision.reason}`}`,
});
