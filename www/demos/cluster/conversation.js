// The conversation of a run, as the page shows it: who said what, and what became of each call. From messages to entries; no DOM.

/**
 * @import { Message, Pending, ToolCall } from "../../haltgraph.js"
 * @import { HaltAnswer } from "../../api/types/nodes.js"
 * @import { Run } from "../../desk/runs.js"
 */

/** @typedef {Run<{ messages?: Message[] }>} Job */

/** What became of a call. @typedef {"waiting" | "running" | "unknown" | "ran" | "denied" | "impossible"} Fate */

/**
 * A call of the model, with what became of it.
 * @typedef {object} CallEntry
 * @property {string} id
 * @property {string} name
 * @property {Record<string, any>} args as the model proposed them
 * @property {Fate} fate
 * @property {string} [answer] what the model was told
 * @property {HaltAnswer} [decision]
 */

/** @typedef {{ who: "human" | "ai", text: string, calls: CallEntry[] }} Entry */

/**
 * The conversation so far. The state holds the answers of calls whose step is not over yet, too.
 * @param {Pick<Job, "state" | "questions">} job
 * @returns {Entry[]}
 */
export function conversation({ state: { messages = [] }, questions }) {
  const answers = new Map(messages.map((message) => [message.tool_call_id, message]));
  const asked = new Map(questions.map((question) => [callOf(question), question]));
  return messages.filter(({ type }) => type !== "tool").map(({ type, content, tool_calls = [] }) => ({
    who: type === "human" ? "human" : "ai", text: String(content),
    calls: tool_calls.map((call) => entryOf(call, answers.get(call.id), asked.get(call.id))),
  }));
}

/** The id of the call that a question is about. @param {Pending} question @returns {string | undefined} */
const callOf = ({ payload }) => Object(payload).action?.id;

/**
 * @param {ToolCall} call
 * @param {Message | undefined} answer
 * @param {Pending | undefined} question
 * @returns {CallEntry}
 */
function entryOf({ id, name, args }, answer, question) {
  const decision = /** @type {{ decision?: HaltAnswer } | undefined} */ (answer?.artifact)?.decision;
  return {
    id: id ?? "", name, args, fate: fateOf(answer, decision, question),
    ...(answer && { answer: String(answer.content) }), ...(decision && { decision }),
  };
}

/**
 * @param {Message | undefined} answer
 * @param {HaltAnswer | undefined} decision
 * @param {Pending | undefined} question
 * @returns {Fate}
 */
function fateOf(answer, decision, question) {
  if (answer) return answer.status !== "error" ? "ran" : decision?.verb === "reject" ? "denied" : "impossible";
  if (question) return question.claimed ? "unknown" : "waiting";
  return "running";
}
