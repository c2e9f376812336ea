// Haltgraph in memory: the same graph as in IndexedDB, without a store.

import { Annotation, END, MemorySaver, START, StateGraph, interrupt } from "../../www/haltgraph.js";
import { question } from "../workloads/payload.js";
import { asked } from "./asked.js";

const app = new StateGraph(Annotation.Root({ answer: Annotation() }))
  .addNode("ask", () => ({ answer: interrupt(question(1)) }))
  .addEdge(START, "ask")
  .addEdge("ask", END)
  .compile({ checkpointer: new MemorySaver() });

const { __interrupt__ } = await app.invoke({}, { configurable: { thread_id: "first" } });
asked(__interrupt__?.[0]?.value);
