// LangGraph.js with its MemorySaver asks.

import { ask } from "./langgraph_graph.js";

import { MemorySaver } from "@langchain/langgraph";

await ask(new MemorySaver());
