// Haltgraph with each of its savers: the same graph, written as a user would write it.

import { footprint, opened, remove } from "../page/database.js";
import { Annotation, END, IndexedDBSaver, MemorySaver, START, StateGraph } from "../../www/haltgraph.js";

/**
 * @import { Clock } from "../page/clock.js"
 * @import { Contestant, Session } from "./index.js"
 * @import { Work } from "../workloads/index.js"
 */

/** The clock of the call under way: nodes are made once, and calls follow one another. @typedef {{ clock?: Clock }} Current */

/** @type {import("../../www/haltgraph.js").Reducer<object[]>} */
const concatenated = (left, right) => left.concat(right);

const SCHEMA = { messages: Annotation({ reducer: concatenated, default: () => [] }) };

/**
 * @param {Work} work
 * @param {Current} current
 */
function graphOf(work, current) {
  return work.nodes.length === work.steps ? row(work, current) : loop(work, current);
}

/**
 * @param {Work} work
 * @param {Current} current
 */
function row({ nodes, message }, current) {
  /** @type {StateGraph<typeof SCHEMA, string>} */
  const graph = new StateGraph(SCHEMA);
  nodes.forEach((name, step) => graph.addNode(name, () => {
    current.clock?.begin(step);
    return message === undefined ? {} : { messages: [message(step)] };
  }));
  nodes.forEach((name, step) => graph.addEdge(nodes[step - 1] ?? START, name));
  return graph.addEdge(nodes[nodes.length - 1] ?? START, END);
}

/**
 * @param {Work} work
 * @param {Current} current
 */
function loop({ nodes: [name = ""], steps, message }, current) {
  return new StateGraph(SCHEMA)
    .addNode(name, ({ messages }) => {
      current.clock?.begin(messages.length);
      return message === undefined ? {} : { messages: [message(messages.length)] };
    })
    .addEdge(START, name)
    .addConditionalEdges(name, ({ messages }) => (messages.length < steps ? name : END));
}

/**
 * A session over a graph compiled with a saver.
 *
 * @param {Work} work
 * @param {MemorySaver | IndexedDBSaver | undefined} checkpointer
 * @returns {Session}
 */
function session(work, checkpointer) {
  /** @type {Current} */
  const current = {};
  const app = graphOf(work, current).compile({ checkpointer });
  const name = (/** @type {number} */ thread) => `thread-${thread}`;
  /** @type {string[]} */
  const threads = [];
  return {
    async call(thread, clock) {
      current.clock = clock;
      threads.push(name(thread));
      // START takes a superstep too.
      await app.invoke({}, { configurable: { thread_id: name(thread) }, recursionLimit: work.steps + 1 });
    },
    stored: async () => undefined,
    async close() {
      for (const thread of threads) await checkpointer?.deleteThread(thread);
    },
  };
}

/** @type {Contestant} */
export const unsaved = {
  name: "unsaved",
  label: "Haltgraph, no saver",
  floor: undefined,
  open: async (work) => session(work, undefined),
};

/** @type {Contestant} */
export const memory = {
  name: "memory",
  label: "Haltgraph, MemorySaver",
  floor: undefined,
  open: async (work) => session(work, new MemorySaver()),
};

/** @type {Contestant} */
export const indexedDb = {
  name: "indexeddb",
  label: "Haltgraph, IndexedDBSaver",
  floor: "rows",
  open: keeping,
};

/** Numbers the stores: each sample has its own, so that none finds what another left. */
let stores = 0;

/**
 * A session whose threads are in a database, and the name of that.
 *
 * @param {Work} work
 * @returns {Promise<Session & { database: string }>}
 */
export async function keeping(work) {
  stores += 1;
  const name = `bench-${stores}`;
  const database = `haltgraph:${name}`;
  const saver = new IndexedDBSaver(name);
  // Makes the database, which no call should have to wait for.
  await saver.deleteThread("nobody");
  return {
    ...session(work, saver),
    database,
    stored: () => opened(database, (connection) => footprint(connection, work.steps)),
    close: () => remove(database),
  };
}
