// What the cluster demo shows of a conversation: every call with what became of it.

import assert from "node:assert/strict";
import test from "node:test";

import { conversation } from "../../www/demos/cluster/conversation.js";

const call = (id) => ({ id, name: "drain_node", args: { node: id } });
const told = (tool_call_id, status, decision) => ({ type: "tool", tool_call_id, content: `about ${tool_call_id}`, status, ...(decision && { artifact: { decision } }) });
const question = (id, more) => ({ interrupt: `i-${id}`, payload: { action: { id } }, ...more });

/** The fates of the calls of one model message, by id. */
const fates = (messages, questions = []) => Object.fromEntries(conversation({ state: { messages }, questions }).at(-1).calls.map(({ id, fate }) => [id, fate]));

test("every call has its fate: asked, running, answered, denied, refused by the cluster", () => {
  const calls = { type: "ai", content: "", tool_calls: ["a", "b", "c", "d", "e", "f"].map(call) };
  const messages = [calls, told("b", "success", { verb: "approve" }), told("c", "error", { verb: "reject" }), told("d", "error", { verb: "approve" })];
  assert.deepEqual(fates(messages, [question("a"), question("e", { claimed: true })]),
    { a: "waiting", b: "ran", c: "denied", d: "impossible", e: "unknown", f: "running" });
});

test("tool messages stand at their calls, everything else in its order", () => {
  const messages = [{ type: "human", content: "hi" }, { type: "ai", content: "look", tool_calls: [call("a")] }, told("a", "success"), { type: "ai", content: "done" }];
  const entries = conversation({ state: { messages }, questions: [] });
  assert.deepEqual(entries.map(({ who, text, calls }) => [who, text, calls.length]), [["human", "hi", 0], ["ai", "look", 1], ["ai", "done", 0]]);
  assert.equal(entries[1].calls[0].answer, "about a");
});

test("nothing is shown before anything is said", () => assert.deepEqual(conversation({ state: {}, questions: [] }), []));
