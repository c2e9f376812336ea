// LangGraph.js with a saver over IndexedDB asks.

import { ask } from "./langgraph_graph.js";

import { IndexedDbSaver } from "../contestants/langgraph/saver.js";

await ask(await IndexedDbSaver.open("cold"));
