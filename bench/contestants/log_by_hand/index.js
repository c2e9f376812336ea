// What one would write by hand: a loop, and a log in IndexedDB that is read again after a pause.

import { remove, stored } from "../../page/database.js";
import { Log } from "./log.js";
import * as works from "./works.js";

/**
 * @import { Contestant, Doing } from "../index.js"
 * @import { Call } from "./works.js"
 */

const DATABASE = "bench-log";

/**
 * @template Work
 * @param {Call<Work>} call
 * @returns {Doing<Work>}
 */
const logged = (call) => ({
  async open(work) {
    const log = await Log.open(DATABASE);
    let calls = 0;
    return {
      async call(number, clock) {
        calls += 1;
        await call(log, work, `thread-${number}`, clock, number);
      },
      stored: () => stored(DATABASE, calls),
      close: () => log.remove(),
    };
  },
});

const WAITING = "bench-log-threads";

/** @type {Doing<import("../../workloads/threads.js").ThreadsWork>} */
const threads = {
  async prepare({ threads: count, question }) {
    const log = await Log.open(WAITING);
    for (let number = 0; number < count; number += 1) {
      await log.append(`thread-${number}`, { node: "ask", question: question(number) });
    }
    log.close();
  },
  open: async ({ check }) => ({
    async call() {
      const log = await Log.open(WAITING);
      const last = new Map((await log.all()).map(({ thread, entry }) => [thread, entry]));
      check([...last].filter(([, entry]) => "question" in entry));
      log.close();
    },
    close: async () => undefined,
  }),
  tidy: () => remove(WAITING),
};

const LONG = "bench-log-history";
const THREAD = "thread";

/** @type {Doing<import("../../workloads/history.js").HistoryWork>} */
const history = {
  async prepare({ runs }) {
    const log = await Log.open(LONG);
    for (let count = 0; count < runs; count += 1) await log.append(THREAD, { node: "count", update: { count: count + 1 } });
    log.close();
  },
  async open({ newest, checkState, checkNewest, checkAll }) {
    const log = await Log.open(LONG);
    /** Every state that the thread had, oldest first. */
    const states = async () => {
      let state = {};
      return (await log.read(THREAD)).map(({ update }) => (state = { ...state, ...update }));
    };
    return {
      async call(_number, clock) {
        checkState(/** @type {{ count?: number }} */ ((await states()).at(-1)).count);
        clock.lap("state");
        checkNewest((await states()).slice(-newest).toReversed());
        clock.lap("newest");
        checkAll((await states()).toReversed());
        clock.lap("all");
      },
      close: async () => log.close(),
    };
  },
  tidy: () => remove(LONG),
};

/** @type {Contestant} */
export const logByHand = {
  name: "log",
  label: "a log by hand",
  family: "log",
  keeping: ["stored"],
  works: {
    chain: logged(works.chain),
    append: logged(works.append),
    sends: logged(works.sends),
    ask: logged(works.ask),
    questions: logged(works.questions),
    parallel: logged(works.parallel),
    document: logged(works.document),
    threads,
    history,
  },
};
