// What the tests of the JS API share: the state of the golden traces, small graphs over it, and ways to look at outcomes.

import assert from "node:assert/strict";

import { Annotation, END, MemorySaver, START, StateGraph } from "../../www/haltgraph.js";

/** `log` appends, `v` keeps the last value. */
export const State = Annotation.Root({
  log: Annotation({ reducer: (left, right) => left.concat(right), default: () => [] }),
  v: Annotation(),
});

/** @param {string} thread_id */
export const on = (thread_id) => ({ configurable: { thread_id } });

/**
 * A graph whose nodes run one after another.
 * @param {Record<string, Function>} nodes
 */
export function chain(nodes) {
  const graph = new StateGraph(State).addNode(nodes);
  let before = START;
  for (const name of Object.keys(nodes)) {
    graph.addEdge(before, name);
    before = name;
  }
  return graph;
}

/**
 * A graph whose nodes all start at once.
 * @param {Record<string, Function>} nodes
 */
export function abreast(nodes) {
  const graph = new StateGraph(State).addNode(nodes);
  for (const name of Object.keys(nodes)) graph.addEdge(START, name);
  return graph;
}

/** Compiled with a saver of its own; warnings are kept in `app.warnings`. */
export function keep(graph, options = {}) {
  const warnings = [];
  const app = graph.compile({ checkpointer: new MemorySaver(), onWarning: (warning) => warnings.push(warning), ...options });
  return Object.assign(app, { warnings });
}

/** All chunks of a stream. */
export async function chunks(stream) {
  const list = [];
  for await (const chunk of await stream) list.push(chunk);
  return list;
}

/** The error of a promise that must be rejected, checked by name and code. */
export async function refusal(promise, name, code) {
  const error = await promise.then(() => assert.fail(`expected ${name} ${code}`), (reason) => reason);
  assert.equal(error.name, name, error.stack);
  assert.equal(error.code, code);
  return error;
}

/** The first line of a message: what LangGraph programs compare (S-ERR-70). */
export const firstLine = (error) => error.message.split("\n", 1)[0];

/** The questions of a result, without ids. */
export const asked = (result) => result.__interrupt__?.map(({ value }) => value);

/** A promise with its functions. */
export function deferred() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}

/** A tool call that a model proposes. */
export const MAIL = { name: "send_email", args: { to: "dana@example.org", subject: "Offer" } };
/** A `halt` payload about it. */
export const halt = (more) => ({ halt: 1, kind: "mail.send", title: "Send the offer", action: { id: "a1", ...MAIL }, ...more });

/** START → before → gate → after. */
export function gated(ask, answer, options) {
  return new StateGraph(State)
    .addNode("before", () => ({ log: ["before"] }))
    .addGate("gate", ask, answer, options)
    .addNode("after", () => ({ log: ["after"] }))
    .addEdge(START, "before").addEdge("before", "gate").addEdge("gate", "after").addEdge("after", END);
}

/** Runs a thread up to its question. */
export async function question(app, thread = "t") {
  await app.invoke({}, on(thread));
  const [pending] = await app.pending({ thread });
  return pending;
}
