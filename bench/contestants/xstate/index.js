// XState: with actors that live as long as the page, and with persisted snapshots in IndexedDB. It keeps no history.

import { createActor, toPromise } from "xstate";

import { remove, stored } from "../../page/database.js";
import * as machines from "./machines.js";
import { SNAPSHOTS, SnapshotStore } from "./store.js";

/**
 * @import { AnyStateMachine } from "xstate"
 * @import { Clock } from "../../page/clock.js"
 * @import { Contestant, Doing } from "../index.js"
 * @import { Stored } from "../../workloads/index.js"
 * @import { AskWork } from "../../workloads/ask.js"
 * @import { ParallelWork } from "../../workloads/parallel.js"
 * @import { QuestionsWork } from "../../workloads/questions.js"
 * @import { ThreadsWork } from "../../workloads/threads.js"
 * @import { Current } from "./machines.js"
 */

/**
 * How a session's actors are kept.
 *
 * @typedef {object} Kept
 * @property {(machine: AnyStateMachine, thread: string, current: Current) => Promise<void>} finish runs an actor to its end
 * @property {(machine: AnyStateMachine, thread: string) => Promise<Waiting>} begin starts an actor that will wait
 * @property {(calls: number) => Promise<Stored | undefined>} stored
 * @property {() => Promise<void>} close
 */

/**
 * An actor that waits for a person.
 *
 * @typedef {object} Waiting
 * @property {(event: { type: string, answer: string }) => Promise<void>} send resolves when it waits again, or has ended
 */

/** @returns {Promise<Kept>} */
const inMemory = async () => ({
  async finish(machine) {
    await toPromise(createActor(machine).start());
  },
  async begin(machine) {
    const actor = createActor(machine).start();
    return { send: async (event) => actor.send(event) };
  },
  stored: async () => undefined,
  close: async () => {},
});

/** Numbers the databases: each sample has its own, so that none finds what another left. */
let databases = 0;

/** @returns {Promise<Kept>} */
async function inIndexedDb() {
  databases += 1;
  const name = `bench-xstate-${databases}`;
  const store = await SnapshotStore.open(name);
  return {
    async finish(machine, thread, current) {
      const actor = createActor(machine);
      let last = Promise.resolve();
      actor.subscribe(() => {
        last = store.put(thread, actor);
      });
      // A node is started before its actor's subscribers hear of the step that leads to it.
      current.stored = () => Promise.resolve().then(() => last);
      await toPromise(actor.start());
      await current.stored();
    },
    async begin(machine, thread) {
      await store.put(thread, createActor(machine).start());
      return {
        async send(event) {
          const actor = createActor(machine, { snapshot: await store.get(thread) }).start();
          actor.send(event);
          await store.put(thread, actor);
        },
      };
    },
    // Each step overwrites the snapshot before.
    stored: (calls) => stored(name, calls, [SNAPSHOTS]),
    async close() {
      store.close();
      await remove(name);
    },
  };
}

/**
 * @template Work
 * @param {() => Promise<Kept>} keep
 * @param {(work: Work, current: Current) => AnyStateMachine} machineOf
 * @param {(kept: Kept, machine: AnyStateMachine, thread: string, work: Work, current: Current & { clock: Clock }) => Promise<void>} run
 * @returns {Doing<Work>}
 */
const doing = (keep, machineOf, run) => ({
  async open(work) {
    const kept = await keep();
    /** @type {Current} */
    const current = {};
    const machine = machineOf(work, current);
    let calls = 0;
    return {
      async call(number, clock) {
        calls += 1;
        await run(kept, machine, `thread-${number}`, work, Object.assign(current, { clock }));
      },
      stored: () => kept.stored(calls),
      close: kept.close,
    };
  },
});

/**
 * @template Work
 * @param {() => Promise<Kept>} keep
 * @param {(work: Work, current: Current) => AnyStateMachine} machineOf
 * @returns {Doing<Work>}
 */
const running = (keep, machineOf) =>
  doing(keep, machineOf, (kept, machine, thread, _work, current) => kept.finish(machine, thread, current));

/** @param {() => Promise<Kept>} keep */
const pausing = (keep) => ({
  ask: doing(keep, ({ question }) => machines.questions({ questions: 1, question }), asks),
  questions: doing(keep, machines.questions, answersInTurn),
  parallel: doing(keep, machines.parallel, answersEach),
});

/** @type {Parameters<typeof doing<AskWork>>[2]} */
async function asks(kept, machine, thread, { answer }, { clock }) {
  const waiting = await kept.begin(machine, thread);
  clock.lap("ask");
  await waiting.send({ type: "answer", answer: answer(0) });
  clock.lap("resume");
}

/** @type {Parameters<typeof doing<QuestionsWork>>[2]} */
async function answersInTurn(kept, machine, thread, { questions, answer, lap }, { clock }) {
  const waiting = await kept.begin(machine, thread);
  clock.lap("ask");
  for (let at = 0; at < questions; at += 1) {
    await waiting.send({ type: "answer", answer: answer(at) });
    clock.lap(lap(at));
  }
}

/** @type {Parameters<typeof doing<ParallelWork>>[2]} */
async function answersEach(kept, machine, thread, { nodes, answer }, { clock }) {
  const waiting = await kept.begin(machine, thread);
  clock.lap("ask");
  for (const [at, name] of nodes.entries()) {
    await waiting.send({ type: machines.answerTo(name), answer: answer(at) });
  }
  clock.lap("answers");
}

/** The database that is found after the reload. */
const THREADS = "bench-xstate-threads";

/** @type {Doing<ThreadsWork>} */
const waiting = {
  async prepare({ threads, question }) {
    const store = await SnapshotStore.open(THREADS);
    for (let number = 0; number < threads; number += 1) {
      const machine = machines.questions({ questions: 1, question: () => question(number) });
      await store.put(`thread-${number}`, createActor(machine).start());
    }
    store.close();
  },
  open: async ({ check }) => ({
    async call() {
      const store = await SnapshotStore.open(THREADS);
      const all = await store.all();
      check(all
        .filter(({ snapshot }) => snapshot.value === "asking")
        .map(({ thread, snapshot }) => ({ thread, payload: snapshot.context.question })));
      store.close();
    },
    close: async () => {},
  }),
  tidy: () => remove(THREADS),
};

/** @type {Contestant} */
export const xstate = {
  name: "xstate",
  label: "XState",
  family: "xstate",
  keeping: ["none", "memory"],
  works: {
    chain: running(inMemory, machines.chain),
    append: running(inMemory, machines.append),
    document: running(inMemory, machines.document),
    ...pausing(inMemory),
  },
};

/** @type {Contestant} */
export const xstateIndexedDb = {
  name: "xstate-indexeddb",
  label: "XState, snapshots in IndexedDB",
  family: "xstate",
  keeping: ["stored"],
  works: {
    chain: running(inIndexedDb, machines.chain),
    append: running(inIndexedDb, machines.append),
    document: running(inIndexedDb, machines.document),
    ...pausing(inIndexedDb),
    threads: waiting,
  },
};
