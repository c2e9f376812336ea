// LangGraph.js with a saver over IndexedDB asks.

import { IndexedDbSaver } from "../contestants/langgraph/saver.js";
import { ask } from "./langgraph_graph.js";

await ask(await IndexedDbSaver.open("cold"));
