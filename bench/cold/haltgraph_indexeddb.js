// Haltgraph with its store. The saver comes first, so that the database opens while the wasm compiles.

import { saver } from "./haltgraph_saver.js";

import { Annotation, END, START, StateGraph, interrupt } from "../../www/haltgraph.js";
import { question } from "../workloads/payload.js";
import { asked } from "./asked.js";

const app = new StateGraph(Annotation.Root({ answer: Annotation() }))
  .addNode("ask", () => ({ answer: interrupt(question(1)) }))
  .addEdge(START, "ask")
  .addEdge("ask", END)
  .compile({ checkpointer: saver });

const { __interrupt__ } = await app.invoke({}, { configurable: { thread_id: "first" } });
asked(__interrupt__?.[0]?.value);
