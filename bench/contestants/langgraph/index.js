// LangGraph.js: without a saver, with its MemorySaver, and with a saver over IndexedDB that a user has to write.

import "./policy.js";

import { MemorySaver } from "@langchain/langgraph";

import { remove, stored } from "../../page/database.js";
import { SHIM, disablePausing, enablePausing } from "./context.js";
import { histories, waiting } from "./looks.js";
import { IndexedDbSaver } from "./saver.js";
import * as programs from "./works.js";

/**
 * @import { BaseCheckpointSaver } from "@langchain/langgraph"
 * @import { Contestant, Doing } from "../index.js"
 * @import { Stored } from "../../workloads/index.js"
 * @import { Current, Program } from "./works.js"
 */

/**
 * Where a session keeps its threads.
 *
 * @typedef {object} Kept
 * @property {BaseCheckpointSaver | undefined} saver
 * @property {"sync" | "async" | undefined} durability when a checkpoint has to be stored
 * @property {(calls: number) => Promise<Stored | undefined>} stored
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<Kept>} */
const nowhere = async () =>
  ({ saver: undefined, durability: undefined, stored: async () => undefined, close: async () => {} });

/** @returns {Promise<Kept>} */
const inMemory = async () => ({ ...(await nowhere()), saver: new MemorySaver(), durability: "async" });

/** Numbers the databases: each sample has its own, so that none finds what another left. */
let databases = 0;

/** @returns {Promise<Kept>} */
async function inIndexedDb() {
  databases += 1;
  const name = `bench-langgraph-${databases}`;
  const saver = await IndexedDbSaver.open(name);
  return {
    saver,
    // A step is stored before the next one begins: what Haltgraph promises too.
    durability: "sync",
    stored: (calls) => stored(name, calls),
    async close() {
      saver.close();
      await remove(name);
    },
  };
}

/**
 * @template Work
 * @param {() => Promise<Kept>} keep
 * @param {(work: Work, current: Current) => Program} program
 * @returns {Doing<Work>}
 */
const doing = (keep, program) => ({
  async open(work) {
    const { saver, durability, ...kept } = await keep();
    /** @type {Current} */
    const current = {};
    const { graph, run } = program(work, current);
    const app = graph.compile({ checkpointer: saver });
    let calls = 0;
    return {
      async call(number, clock) {
        current.clock = clock;
        calls += 1;
        await run(app, { configurable: { thread_id: `thread-${number}` }, durability }, clock);
      },
      stored: () => kept.stored(calls),
      close: kept.close,
    };
  },
});

/** @param {() => Promise<Kept>} keep */
const running = (keep) => ({
  chain: doing(keep, programs.chain),
  append: doing(keep, programs.append),
  sends: doing(keep, programs.sends),
  document: doing(keep, programs.document),
});

/**
 * Where threads of graphs that ask are kept.
 *
 * @param {() => Promise<Kept>} keep
 * @returns {() => Promise<Kept>}
 */
const whilePausing = (keep) => async () => {
  const kept = await keep();
  enablePausing();
  return {
    ...kept,
    async close() {
      disablePausing();
      await kept.close();
    },
  };
};

/** @param {() => Promise<Kept>} keep */
const pausing = (keep) => ({
  ask: doing(whilePausing(keep), programs.ask),
  questions: doing(whilePausing(keep), programs.questions),
  parallel: doing(whilePausing(keep), programs.parallel),
});

/** @type {Contestant} */
export const langgraph = {
  name: "langgraph",
  label: "LangGraph.js, no saver",
  family: "langgraph",
  keeping: ["none"],
  works: running(nowhere),
};

/** @type {Contestant} */
export const langgraphMemory = {
  name: "langgraph-memory",
  label: "LangGraph.js, MemorySaver",
  note: SHIM,
  family: "langgraph",
  keeping: ["memory"],
  works: { ...running(inMemory), ...pausing(inMemory), history: histories(inMemory) },
};

/** @type {Contestant} */
export const langgraphIndexedDb = {
  name: "langgraph-indexeddb",
  label: "LangGraph.js, IndexedDB saver",
  note: SHIM,
  family: "langgraph",
  keeping: ["stored"],
  works: { ...running(inIndexedDb), ...pausing(inIndexedDb), history: histories(inIndexedDb), threads: waiting },
};
