// The workloads in which LangGraph.js looks at what it has kept: a thread's history, and all threads that wait.

import { INTERRUPT } from "@langchain/langgraph";

import { remove } from "../../page/database.js";
import { disablePausing, enablePausing } from "./context.js";
import { IndexedDbSaver } from "./saver.js";
import { asking, counting } from "./works.js";

/**
 * @import { CheckpointTuple, Interrupt } from "@langchain/langgraph"
 * @import { Doing } from "../index.js"
 * @import { HistoryWork } from "../../workloads/history.js"
 * @import { ThreadsWork } from "../../workloads/threads.js"
 * @import { Kept } from "./index.js"
 */

/**
 * @template Item
 * @param {AsyncIterable<Item>} items
 */
async function all(items) {
  /** @type {Item[]} */
  const list = [];
  for await (const item of items) list.push(item);
  return list;
}

/**
 * @param {() => Promise<Kept>} keep
 * @returns {Doing<HistoryWork>}
 */
export function histories(keep) {
  const config = { configurable: { thread_id: "history" } };
  /** @type {Kept | undefined} */
  let kept;
  return {
    async prepare({ runs }) {
      kept = await keep();
      const { saver, durability } = kept;
      const app = counting(runs).compile({ checkpointer: saver });
      await app.invoke({ count: 0 }, { ...config, durability, recursionLimit: runs + 2 });
    },
    async open({ runs, newest, checkState, checkNewest, checkAll }) {
      const app = counting(runs).compile({ checkpointer: kept?.saver });
      return {
        async call(_number, clock) {
          const { values } = await app.getState(config);
          clock.lap("state");
          checkState(values.count);
          checkNewest(await all(app.getStateHistory(config, { limit: newest })));
          clock.lap("newest");
          checkAll(await all(app.getStateHistory(config)));
          clock.lap("all");
        },
        close: async () => {},
      };
    },
    tidy: async () => kept?.close(),
  };
}

/** The database that is found after the reload. */
const THREADS = "bench-langgraph-threads";

/**
 * The questions that a thread waits with, if it waits.
 *
 * @param {CheckpointTuple} newest
 */
function waitsWith({ config, pendingWrites = [] }) {
  return pendingWrites.filter(([, channel]) => channel === INTERRUPT).map(([, , asked]) => {
    const { id, value } = /** @type {Interrupt} */ (asked);
    return { thread: config.configurable?.thread_id, id, payload: value };
  });
}

/** LangGraph.js has no list of what waits: of each thread the newest checkpoint tells it. @type {Doing<ThreadsWork>} */
export const waiting = {
  async prepare({ threads, question }) {
    enablePausing();
    const saver = await IndexedDbSaver.open(THREADS);
    let number = 0;
    const app = asking(() => question(number)).compile({ checkpointer: saver });
    for (; number < threads; number += 1) {
      await app.invoke({}, { configurable: { thread_id: `thread-${number}` } });
    }
    saver.close();
    disablePausing();
  },
  open: async ({ check }) => ({
    async call() {
      const saver = await IndexedDbSaver.open(THREADS);
      const seen = new Set();
      const list = [];
      for await (const tuple of saver.list({})) {
        const thread = tuple.config.configurable?.thread_id;
        if (seen.has(thread)) continue;
        seen.add(thread);
        list.push(...waitsWith(tuple));
      }
      check(list);
      saver.close();
    },
    close: async () => {},
  }),
  tidy: () => remove(THREADS),
};
