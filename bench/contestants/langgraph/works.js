// The workloads as LangGraph.js's documentation would have them written: a graph each, and the calls that a program makes.

import { Annotation, Command, END, START, Send, StateGraph, interrupt, isInterrupted } from "@langchain/langgraph";

/**
 * @import { CompiledStateGraph, LangGraphRunnableConfig } from "@langchain/langgraph"
 * @import { Clock } from "../../page/clock.js"
 * @import { AppendWork } from "../../workloads/append.js"
 * @import { AskWork } from "../../workloads/ask.js"
 * @import { ChainWork } from "../../workloads/chain.js"
 * @import { DocumentWork } from "../../workloads/document.js"
 * @import { ParallelWork } from "../../workloads/parallel.js"
 * @import { QuestionsWork } from "../../workloads/questions.js"
 * @import { SendsWork } from "../../workloads/sends.js"
 */

/** A graph that is compiled. @typedef {CompiledStateGraph<any, any, any>} App */

/** The clock of the call under way: nodes are made once, and calls follow one another. @typedef {{ clock?: Clock }} Current */

/** Of which thread a call is, and when it stores. @typedef {LangGraphRunnableConfig & { durability?: "sync" | "async" | undefined }} Config */

/**
 * A workload's graph, and one call of it.
 *
 * @typedef {object} Program
 * @property {StateGraph<any, any, any, any>} graph
 * @property {(app: App, config: Config, clock: Clock) => Promise<unknown>} run
 */

/** A channel that collects lists. */
const collected = () => Annotation({
  reducer: (/** @type {unknown[]} */ left, /** @type {unknown[]} */ right) => left.concat(right),
  default: () => [],
});

/**
 * The builder, whose types name every node: these are made in loops.
 *
 * @param {import("@langchain/langgraph").StateDefinition} channels
 * @returns {StateGraph<any, any, any, any>}
 */
const graphOf = (channels) => new StateGraph(Annotation.Root(channels));

/** The input counts as a step, and so does the look at whether there is another. */
const BESIDES = 2;

/**
 * @param {ChainWork} work
 * @param {Current} current
 * @returns {Program}
 */
export function chain({ nodes, steps }, current) {
  const graph = graphOf({ messages: collected() });
  nodes.forEach((name, step) => graph.addNode(name, () => {
    current.clock?.begin(step);
    return {};
  }));
  [START, ...nodes].forEach((name, at) => graph.addEdge(name, nodes[at] ?? END));
  return { graph, run: (app, config) => app.invoke({}, { ...config, recursionLimit: steps + BESIDES }) };
}

/**
 * @param {AppendWork} work
 * @param {Current} current
 * @returns {Program}
 */
export function append({ steps, message }, current) {
  const graph = graphOf({ messages: collected() })
    .addNode("append", ({ messages }) => {
      current.clock?.begin(messages.length);
      return { messages: [message(messages.length)] };
    })
    .addEdge(START, "append")
    .addConditionalEdges("append", ({ messages }) => (messages.length < steps ? "append" : END), ["append", END]);
  return { graph, run: (app, config) => app.invoke({}, { ...config, recursionLimit: steps + BESIDES }) };
}

/**
 * @param {DocumentWork} work
 * @param {Current} current
 * @returns {Program}
 */
export function document({ steps, document: held }, current) {
  const input = { document: held, count: 0 };
  const graph = graphOf({ document: Annotation(), count: Annotation() })
    .addNode("next", ({ count }) => {
      current.clock?.begin(count);
      return { count: count + 1 };
    })
    .addEdge(START, "next")
    .addConditionalEdges("next", ({ count }) => (count < steps ? "next" : END), ["next", END]);
  return { graph, run: (app, config) => app.invoke(input, { ...config, recursionLimit: steps + BESIDES }) };
}

/**
 * A graph of one node that counts.
 *
 * @param {number} runs how often it runs
 */
export const counting = (runs) =>
  graphOf({ count: Annotation() })
    .addNode("next", ({ count }) => ({ count: count + 1 }))
    .addEdge(START, "next")
    .addConditionalEdges("next", ({ count }) => (count < runs ? "next" : END), ["next", END]);

/**
 * @param {SendsWork} work
 * @returns {Program}
 */
export function sends({ tasks, check }) {
  const graph = graphOf({ results: collected() })
    .addNode("task", ({ item }) => ({ results: [item] }))
    .addNode("join", ({ results }) => {
      check(results);
      return {};
    })
    .addConditionalEdges(START, () => Array.from({ length: tasks }, (_, item) => new Send("task", { item })), ["task"])
    .addEdge("task", "join")
    .addEdge("join", END);
  return { graph, run: (app, config) => app.invoke({}, config) };
}

/**
 * @param {AskWork} work
 * @returns {Program}
 */
export function ask({ question, answer }) {
  let asked = 0;
  return {
    graph: asking(() => question(asked)),
    async run(app, config, clock) {
      await app.invoke({}, config);
      clock.lap("ask");
      await app.invoke(new Command({ resume: answer(asked) }), config);
      clock.lap("resume");
      asked += 1;
    },
  };
}

/**
 * A graph of one node that asks once.
 *
 * @param {() => object} question
 */
export const asking = (question) =>
  graphOf({ answer: Annotation() })
    .addNode("ask", () => ({ answer: interrupt(question()) }))
    .addEdge(START, "ask")
    .addEdge("ask", END);

/**
 * @param {QuestionsWork} work
 * @returns {Program}
 */
export function questions({ questions: count, question, answer, lap }) {
  const places = Array.from({ length: count }, (_, at) => at);
  const graph = graphOf({ answers: Annotation() })
    .addNode("ask", () => ({ answers: places.map((at) => interrupt(question(at))) }))
    .addEdge(START, "ask")
    .addEdge("ask", END);
  return {
    graph,
    async run(app, config, clock) {
      await app.invoke({}, config);
      clock.lap("ask");
      for (const at of places) {
        await app.invoke(new Command({ resume: answer(at) }), config);
        clock.lap(lap(at));
      }
    },
  };
}

/**
 * @param {ParallelWork} work
 * @returns {Program}
 */
export function parallel({ nodes, question, answer }) {
  const graph = graphOf({ answers: collected() });
  nodes.forEach((name, at) =>
    graph.addNode(name, () => ({ answers: [interrupt(question(at))] })).addEdge(START, name).addEdge(name, END));
  return {
    graph,
    async run(app, config, clock) {
      const asked = await app.invoke({}, config);
      clock.lap("ask");
      if (!isInterrupted(asked)) throw new Error("nobody asked");
      for (const [at, { id = "" }] of asked.__interrupt__.entries()) {
        await app.invoke(new Command({ resume: { [id]: answer(at) } }), config);
      }
      clock.lap("answers");
    },
  };
}
