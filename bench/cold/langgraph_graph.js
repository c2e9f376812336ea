// The graph of the pages of LangGraph.js, and how they ask.

import "../contestants/langgraph/policy.js";

import { Annotation, END, START, StateGraph, interrupt, isInterrupted } from "@langchain/langgraph";

import { enablePausing } from "../contestants/langgraph/context.js";
import { question } from "../workloads/payload.js";
import { asked } from "./asked.js";

/**
 * Asks, in a thread of this saver.
 *
 * @param {import("@langchain/langgraph").BaseCheckpointSaver} checkpointer
 */
export async function ask(checkpointer) {
  enablePausing();
  const app = new StateGraph(Annotation.Root({ answer: Annotation() }))
    .addNode("ask", () => ({ answer: interrupt(question(0)) }))
    .addEdge(START, "ask")
    .addEdge("ask", END)
    .compile({ checkpointer });
  const state = await app.invoke({}, { configurable: { thread_id: "thread" } });
  asked(isInterrupted(state) && state.__interrupt__[0]?.value);
}
