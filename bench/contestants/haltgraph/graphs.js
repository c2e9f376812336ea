// The graphs, written as a user would write them. Nodes are made once and calls follow one another, so each graph comes
// with the place where its nodes find the clock of the call under way.

import { Annotation, END, START, Send, StateGraph, interrupt } from "../../../www/haltgraph.js";

/**
 * @import { Clock } from "../../page/clock.js"
 * @import { AppendWork } from "../../workloads/append.js"
 * @import { AskWork } from "../../workloads/ask.js"
 * @import { ChainWork } from "../../workloads/chain.js"
 * @import { DocumentWork } from "../../workloads/document.js"
 * @import { HistoryWork } from "../../workloads/history.js"
 * @import { ParallelWork } from "../../workloads/parallel.js"
 * @import { QuestionsWork } from "../../workloads/questions.js"
 * @import { SendsWork } from "../../workloads/sends.js"
 * @import { ThreadsWork } from "../../workloads/threads.js"
 */

/** The call under way. @typedef {{ clock?: Clock, number: number }} Current */

/** @type {import("../../../www/haltgraph.js").Reducer<any[]>} */
const concatenated = (left, right) => left.concat(right);

const list = () => Annotation({ reducer: concatenated, default: () => [] });

/** @param {ChainWork} work @param {Current} current */
export function chain({ nodes }, current) {
  /** @type {StateGraph<any, string>} */
  const graph = new StateGraph({ messages: list() });
  nodes.forEach((name, step) => graph.addNode(name, () => {
    current.clock?.begin(step);
    return {};
  }));
  nodes.forEach((name, step) => graph.addEdge(nodes[step - 1] ?? START, name));
  return graph.addEdge(nodes[nodes.length - 1] ?? START, END);
}

/** @param {AppendWork} work @param {Current} current */
export const append = ({ steps, message }, current) => new StateGraph({ messages: list() })
  .addNode("append", ({ messages }) => {
    current.clock?.begin(messages.length);
    return { messages: [message(messages.length)] };
  })
  .addEdge(START, "append")
  .addConditionalEdges("append", ({ messages }) => (messages.length < steps ? "append" : END));

/** @param {SendsWork} work */
export const sends = ({ tasks, check }) => new StateGraph({ results: list() })
  .addNode("work", (/** @type {any} */ { item }) => ({ results: [item] }))
  .addNode("join", ({ results }) => {
    check(results);
  })
  .addConditionalEdges(START, () => Array.from({ length: tasks }, (_, item) => new Send("work", { item })), ["work"])
  .addEdge("work", "join")
  .addEdge("join", END);

/** @param {Pick<AskWork | ThreadsWork, "question">} work @param {Current} current */
export const ask = ({ question }, current) => new StateGraph({ answer: Annotation() })
  .addNode("ask", () => ({ answer: interrupt(question(current.number)) }))
  .addEdge(START, "ask")
  .addEdge("ask", END);

/** @param {QuestionsWork} work */
export const questions = ({ questions: count, question }) => new StateGraph({ answers: Annotation() })
  .addNode("ask", () => ({ answers: Array.from({ length: count }, (_, at) => interrupt(question(at))) }))
  .addEdge(START, "ask")
  .addEdge("ask", END);

/** @param {ParallelWork} work */
export function parallel({ nodes, question }) {
  /** @type {StateGraph<any, string>} */
  const graph = new StateGraph({ answers: list() });
  nodes.forEach((name, at) => graph
    .addNode(name, () => ({ answers: [interrupt(question(at))] }))
    .addEdge(START, name)
    .addEdge(name, END));
  return graph;
}

/** @param {DocumentWork} work @param {Current} current */
export const document = ({ steps }, current) => new StateGraph({ document: Annotation(), count: Annotation() })
  .addNode("step", ({ count = 0 }) => {
    current.clock?.begin(count);
    return { count: count + 1 };
  })
  .addEdge(START, "step")
  .addConditionalEdges("step", ({ count }) => (count < steps ? "step" : END));

/** @param {HistoryWork} work */
export const history = ({ runs }) => new StateGraph({ count: Annotation() })
  .addNode("step", ({ count = 0 }) => ({ count: count + 1 }))
  .addEdge(START, "step")
  .addConditionalEdges("step", ({ count }) => (count < runs ? "step" : END));
