// The pages for `cold` and `download`, one for each contestant: a module in this folder, written as an app would write it.
// It builds its graph, opens its store, asks one question of `workloads/payload.js`, and when a form could be drawn (the
// payload is known to the page, and stored where the contestant stores) it calls `asked(payload)` of `asked.js`, once.

/**
 * @typedef {object} Page
 * @property {string} contestant
 * @property {string} entry the module
 * @property {readonly string[]} [fetches] what it loads besides modules, from the served folder
 */

const WASM = "pkg/haltgraph_bg.wasm";

/** @type {readonly Page[]} */
export const PAGES = [
  { contestant: "memory", entry: "haltgraph_memory.js", fetches: [WASM] },
  { contestant: "indexeddb", entry: "haltgraph_indexeddb.js", fetches: [WASM] },
  { contestant: "langgraph-memory", entry: "langgraph_memory.js" },
  { contestant: "langgraph-indexeddb", entry: "langgraph_indexeddb.js" },
  { contestant: "xstate", entry: "xstate_memory.js" },
  { contestant: "xstate-indexeddb", entry: "xstate_indexeddb.js" },
  { contestant: "log", entry: "log_by_hand.js" },
  { contestant: "wasm", entry: "wasm_without_engine.js", fetches: [WASM] },
];
