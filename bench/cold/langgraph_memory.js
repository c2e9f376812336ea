// LangGraph.js with its MemorySaver asks.

import { MemorySaver } from "@langchain/langgraph";

import { ask } from "./langgraph_graph.js";

await ask(new MemorySaver());
