// The cluster demo's scripted model and its tools, without a graph: what it proposes, how it takes a "no", what a call does.

import assert from "node:assert/strict";
import test from "node:test";

import { effectOf, firstState } from "../../www/demos/cluster/machines.js";
import { nextMessage } from "../../www/demos/cluster/model.js";
import { TOOLS, asks, questionAbout } from "../../www/demos/cluster/tools.js";

/** A conversation up to the model's proposal. */
function proposed(request, state = firstState()) {
  const messages = [{ type: "human", content: request }];
  messages.push(nextMessage(messages));
  answer(messages, () => ({ status: "success", content: JSON.stringify(state), name: "describe_cluster" }));
  messages.push(nextMessage(messages));
  return messages;
}

/** Answers every call of the last message, and gives what the model says to it. */
function answer(messages, by) {
  const { tool_calls } = messages.at(-1);
  messages.push(...tool_calls.map((call) => ({ type: "tool", tool_call_id: call.id, ...by(call) })));
  return messages;
}

const deny = () => ({ status: "error", content: "Denied by a person." });
const calls = (messages) => messages.at(-1).tool_calls.map(({ name, args }) => [name, ...Object.values(args)]);

test("it looks before it proposes, and proposes the same for the same words", () => {
  const [, look] = proposed("Cut our costs");
  assert.deepEqual(look.tool_calls.map(({ name }) => name), ["describe_cluster"]);
  assert.deepEqual(proposed("Cut our costs"), proposed("Cut our costs"));
});

test("what is asked for becomes calls, each with an id of its own", () => {
  const cases = {
    "Cut our costs this weekend": [["scale_deployment", "reports", 2], ["delete_deployment", "staging-demo"], ["drain_node", "node-4"]],
    "Scale checkout to 8": [["scale_deployment", "checkout", 8]],
    "Scale search and reports down": [["scale_deployment", "reports", 3], ["scale_deployment", "search", 1]],
    "Delete staging-demo and drain node-2": [["delete_deployment", "staging-demo"], ["drain_node", "node-2"]],
    "double search": [["scale_deployment", "search", 6]],
    "Make me a coffee": [],
  };
  for (const [request, wanted] of Object.entries(cases)) {
    const messages = proposed(request);
    assert.deepEqual(calls(messages), wanted, request);
    const ids = messages.flatMap(({ tool_calls = [] }) => tool_calls.map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length);
  }
});

test("a denied call is followed by a milder one; a second no about the same thing ends it", () => {
  const messages = answer(proposed("Cut our costs"), deny);
  messages.push(nextMessage(messages));
  assert.deepEqual(calls(messages), [["scale_deployment", "reports", 4], ["scale_deployment", "staging-demo", 0], ["cordon_node", "node-4"]]);
  answer(messages, deny);
  const end = nextMessage(messages);
  assert.deepEqual([end.tool_calls, end.content], [[], "I understand: 3 calls did not run. I leave that as it is, and stop here."]);
});

test("only what was denied is reacted to", () => {
  const messages = answer(proposed("Delete staging-demo and drain node-2"), ({ name }) => (name === "drain_node" ? deny() : { status: "success", content: "ok" }));
  messages.push(nextMessage(messages));
  assert.deepEqual(calls(messages), [["cordon_node", "node-2"]]);
});

test("approved calls need no further ones", () => {
  const messages = answer(proposed("Cut our costs"), () => ({ status: "success", content: "ok" }));
  assert.deepEqual([nextMessage(messages).tool_calls, nextMessage(messages).content], [[], "Done. Nothing else is needed."]);
});

test("a call changes what it names and nothing else; what is not there changes nothing", () => {
  const state = firstState();
  const scaled = effectOf(state, { name: "scale_deployment", args: { deployment: "reports", replicas: 2 } });
  assert.deepEqual(scaled.after.deployments.map(({ replicas }) => replicas), [4, 2, 3, 2]);
  assert.deepEqual(state, firstState());
  const gone = effectOf(state, { name: "delete_deployment", args: { deployment: "search" } });
  assert.deepEqual(gone.after.deployments.map(({ name }) => name), ["checkout", "reports", "staging-demo"]);
  for (const name of ["scale_deployment", "delete_deployment", "drain_node", "cordon_node", "rm"]) {
    const { ok, after } = effectOf(state, { name, args: { deployment: "nope", node: "nope", replicas: 1 } });
    assert.deepEqual([ok, after], [false, state], name);
  }
});

test("what changes something is asked about, also a tool that is not known; the question lets only replicas be changed", () => {
  assert.deepEqual(Object.keys(TOOLS).filter((name) => !asks({ name })), ["describe_cluster"]);
  assert.equal(asks({ name: "format_disk" }), true);
  const { action } = questionAbout({ id: "c", name: "scale_deployment", args: { deployment: "search", replicas: 1 } }, "why");
  assert.deepEqual(Object.keys(action.schema.properties).filter((key) => !("const" in action.schema.properties[key])), ["replicas"]);
  assert.deepEqual(questionAbout({ id: "c", name: "drain_node", args: { node: "node-1" } }, "").decisions, ["approve", "reject"]);
  assert.equal(questionAbout({ id: "c", name: "format_disk", args: { disk: 1 } }, "").title, "Run format_disk?");
});
