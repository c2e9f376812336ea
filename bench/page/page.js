// What the command calls in the page. The page decides nothing: which samples are taken, and in which order, is planned
// outside.

import { CONTESTANTS } from "../contestants/index.js";
import { WORKLOADS } from "../workloads/index.js";
import { Clock } from "./clock.js";
import { wasmMemory } from "./memory.js";
import { sample } from "./sample.js";

/**
 * @import { Doing, Session } from "../contestants/index.js"
 * @import { Work } from "../workloads/index.js"
 * @import { Length } from "./sample.js"
 */

/** Which contestant does which work. @typedef {{ workload: string, size: number, contestant: string }} Task */

/**
 * The named one of a list.
 *
 * @template {{ name: string }} Item
 * @param {readonly Item[]} list
 * @param {string} name
 * @returns {Item}
 */
function named(list, name) {
  const found = list.find((item) => item.name === name);
  if (found === undefined) {
    throw new Error(`there is no ${name} among ${list.map((item) => item.name).join(", ")}`);
  }
  return found;
}

/** Works that were made already: each is the same object in all samples. @type {Map<string, Work>} */
const made = new Map();

/**
 * @param {string} workload
 * @param {number} size
 */
function workOf(workload, size) {
  const name = `${workload} ${size}`;
  const work = made.get(name) ?? named(WORKLOADS, workload).of(size);
  made.set(name, work);
  return work;
}

/**
 * @param {Task} task
 * @returns {{ doing: Doing<Work>, work: Work }}
 */
function found({ workload, size, contestant }) {
  const works = /** @type {Record<string, Doing<any> | undefined>} */ (named(CONTESTANTS, contestant).works);
  const doing = works[workload];
  if (doing === undefined) throw new Error(`${contestant} does no ${workload}`);
  return { doing, work: workOf(workload, size) };
}

/** The session that stays open, and how many calls it has made. @type {{ session: Session, calls: number } | undefined} */
let held;

const bench = {
  wasmMemory,
  /** @param {Task} task */
  hold: async (task) => {
    const { doing, work } = found(task);
    held = { session: await doing.open(work), calls: 0 };
  },
  /** @param {number} calls */
  run: async (calls) => {
    if (held === undefined) throw new Error("no session is open");
    const { session, calls: before } = held;
    held.calls += calls;
    for (let number = before; number < before + calls; number += 1) await session.call(number, new Clock());
  },
  release: async () => {
    await held?.session.close();
    held = undefined;
  },
  contestants: CONTESTANTS.map(({ works, ...facts }) => ({ ...facts, does: Object.keys(works) })),
  /** @param {Task & Length} order */
  sample: (order) => {
    const { doing, work } = found(order);
    return sample(doing, work, order);
  },
  /** @param {Task} task */
  prepare: async (task) => {
    const { doing, work } = found(task);
    await doing.prepare?.(work);
  },
  /** @param {Task} task */
  tidy: async (task) => {
    const { doing, work } = found(task);
    await doing.tidy?.(work);
  },
};

/** @typedef {typeof bench} Bench */

Object.assign(globalThis, { bench });
