// Messages as state: semantics.md 2.6.

import assert from "node:assert/strict";
import test from "node:test";

import {
  Annotation, END, MemorySaver, MessagesAnnotation, REMOVE_ALL_MESSAGES, RemoveMessage, START, StateGraph, addMessages, messagesStateReducer,
} from "../../www/haltgraph.js";
import { keep, on, refusal } from "./graphs.js";

const human = (id, content) => ({ type: "human", id, content });
const ids = (list) => list.map(({ id }) => id);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Makes the platform's random source count. */
function seeded(t) {
  let next = 0;
  t.mock.method(crypto, "getRandomValues", (bytes) => bytes.fill(next++));
}

test("S-STA-60 MessagesAnnotation is a list with the messages reducer; its spec spreads", async () => {
  assert.equal(addMessages, messagesStateReducer);
  const State = Annotation.Root({ ...MessagesAnnotation.spec, topic: Annotation() });
  const app = new StateGraph(State).addNode("a", ({ messages }) => ({ messages: `got ${messages.length}`, topic: "t" })).addEdge(START, "a").compile();
  const { messages, topic } = await app.invoke({ messages: "hello" });
  assert.deepEqual([messages.map(({ content }) => content), topic], [["hello", "got 1"], "t"]);
  assert.deepEqual((await app.invoke({})).messages.map(({ content }) => content), ["got 0"]);
});

test("S-STA-61 S-STA-68 every way to write a message gives the plain form", (t) => {
  seeded(t);
  class AIMessage {
    constructor(fields) {
      Object.assign(this, fields, { lc_serializable: true });
    }

    getType() {
      return "ai";
    }
  }
  const forms = [
    "hi", ["user", "hi"], { role: "user", content: "hi" }, { type: "human", content: "hi" },
    { lc: 1, type: "constructor", id: ["langchain_core", "messages", "HumanMessage"], kwargs: { content: "hi" } },
  ];
  for (const form of forms) {
    const [message] = messagesStateReducer([], [form]);
    assert.match(message.id, UUID);
    assert.deepEqual({ ...message, id: 0 }, { type: "human", content: "hi", id: 0 });
    assert.equal(Object.getPrototypeOf(message), Object.prototype);
  }
  const [answer] = messagesStateReducer([], new AIMessage({ id: "m1", content: "ok", tool_calls: [{ name: "t", args: {}, id: "c" }], secret: 1 }));
  assert.deepEqual(answer, { type: "ai", id: "m1", content: "ok", tool_calls: [{ name: "t", args: {}, id: "c" }] });
  const roles = [["assistant", "ai"], ["developer", "system"], ["system", "system"], ["tool", "tool"]];
  for (const [role, type] of roles) assert.equal(messagesStateReducer([], { role, content: "", tool_call_id: "c" })[0].type, type);
  const [called] = messagesStateReducer([], { role: "assistant", content: "", tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: '{"a":1}' } }] });
  assert.deepEqual(called.tool_calls, [{ id: "c", name: "f", args: { a: 1 }, type: "tool_call" }]);
});

test("S-STA-61 what is no message is refused by its own code", async () => {
  for (const wrong of [5, {}, { role: "robot", content: "" }, ["one", "two", "three"], { type: "other" }, null]) {
    assert.throws(() => messagesStateReducer([], [wrong]), { name: "MessageCoercionError", code: "MESSAGE_COERCION_FAILURE", lc_error_code: "MESSAGE_COERCION_FAILURE" });
  }
  const badArguments = { role: "assistant", content: "", tool_calls: [{ function: { name: "f", arguments: "{" } }] };
  assert.throws(() => messagesStateReducer([], badArguments), { code: "MESSAGE_COERCION_FAILURE" });
  const app = new StateGraph(MessagesAnnotation).addNode("a", () => ({ messages: [5] })).addEdge(START, "a").compile();
  await refusal(app.invoke({ messages: [] }), "MessageCoercionError", "MESSAGE_COERCION_FAILURE");
});

test("S-STA-62 S-CHO-36 ids come from the platform's random source, are given at the write, and stay", async (t) => {
  seeded(t);
  const [message] = messagesStateReducer([{ type: "human", content: "left" }], []);
  assert.equal(message.id, "00000000-0000-4000-8000-000000000000");
  t.mock.restoreAll();

  const app = keep(new StateGraph(MessagesAnnotation)
    .addNode("a", () => ({ messages: "one" })).addNode("b", (_state, runtime) => ({ messages: runtime.interrupt("?") }))
    .addEdge(START, "a").addEdge(START, "b"));
  const paused = await app.invoke({ messages: "zero" }, on("t"));
  assert.deepEqual(paused.messages.map(({ content }) => content), ["zero", "one"]);
  // The sibling's write is pending: what is shown now is what will be applied.
  assert.deepEqual(ids((await app.getState(on("t"))).values.messages), ids(paused.messages));
  const again = new StateGraph(MessagesAnnotation)
    .addNode("a", () => assert.fail("not again")).addNode("b", () => assert.fail("not asked")).addEdge(START, "a").addEdge(START, "b")
    .compile({ checkpointer: app.checkpointer });
  assert.deepEqual(ids((await again.getState(on("t"))).values.messages), ids(paused.messages));
});

test("S-STA-63 S-STA-66 a known id is replaced in place, a new one appended, also inside one batch", () => {
  const [a, b] = [human("1", "a"), human("2", "b")];
  const merged = messagesStateReducer([a, b], [human("1", "A"), human("3", "c"), human("3", "C")]);
  assert.deepEqual(merged.map(({ content }) => content), ["A", "b", "C"]);
  assert.equal(merged[1], b);
  const appended = messagesStateReducer([a, b], human("3", "c"));
  assert.ok(appended[0] === a && appended[1] === b);
});

test("S-STA-64 RemoveMessage removes an id; a later replacement keeps it; an unknown id is an error", () => {
  const list = [human("1", "a"), human("2", "b")];
  assert.deepEqual(ids(messagesStateReducer(list, new RemoveMessage({ id: "1" }))), ["2"]);
  assert.deepEqual(messagesStateReducer(list, [new RemoveMessage({ id: "1" }), human("1", "A")]).map(({ content }) => content), ["A", "b"]);
  assert.throws(() => messagesStateReducer(list, new RemoveMessage({ id: "9" })), {
    name: "InvalidUpdateError", code: "UNKNOWN_MESSAGE", message: /^Attempting to delete a message with an ID that doesn't exist \('9'\)/,
  });
});

test("S-STA-64 S-STA-16 in a run the error names the channel and what was written, cut short", async () => {
  const id = "long".repeat(50);
  const app = new StateGraph(MessagesAnnotation).addNode("a", () => ({ messages: new RemoveMessage({ id }) })).addEdge(START, "a").compile();
  const error = await refusal(app.invoke({ messages: "hi" }), "InvalidUpdateError", "UNKNOWN_MESSAGE");
  assert.match(error.message, /^Invalid update for channel "messages" with values \[\[\{"type":"remove","id":"long[^:]{20,60}: Attempting to delete a message/);
});

test("S-STA-65 REMOVE_ALL_MESSAGES drops all before its last occurrence", () => {
  const all = () => new RemoveMessage({ id: REMOVE_ALL_MESSAGES });
  const list = [human("1", "a")];
  assert.deepEqual(messagesStateReducer(list, all()), []);
  assert.deepEqual(ids(messagesStateReducer(list, [human("2", "b"), all(), human("3", "c"), all(), human("4", "d")])), ["4"]);
});

test("S-STA-68 instances become plain data before they are stored, in a reducer of one's own too where they are plain", async () => {
  class HumanMessage {
    type = "human";
    content = "from a class";
    fn = () => {};
  }
  const app = keep(new StateGraph(MessagesAnnotation).addNode("a", () => ({ messages: [new HumanMessage(), new RemoveMessage({ id: "1" })] })).addEdge(START, "a"));
  await app.invoke({ messages: [human("1", "a")] }, on("t"));
  const other = new StateGraph(MessagesAnnotation).addNode("a", () => null).addEdge(START, "a").compile({ checkpointer: app.checkpointer });
  assert.deepEqual((await other.getState(on("t"))).values.messages.map(({ type, content }) => [type, content]), [["human", "from a class"]]);

  const own = Annotation.Root({ list: Annotation({ reducer: (left, right) => messagesStateReducer(left, right), default: () => [] }) });
  const mine = new StateGraph(own).addNode("a", () => ({ list: [new RemoveMessage({ id: "1" }), "new"] })).addEdge(START, "a").addEdge("a", END)
    .compile({ checkpointer: new MemorySaver() });
  assert.deepEqual((await mine.invoke({ list: [human("1", "a")] }, on("t"))).list.map(({ content }) => content), ["new"]);
});
