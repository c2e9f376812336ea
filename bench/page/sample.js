// One sample: a contestant does a workload, as often as it takes for the browser's clock to be fine enough.

import { Clock } from "./clock.js";

/**
 * Sums over the calls of a sample; times in milliseconds.
 *
 * @typedef {object} Sample
 * @property {number} calls
 * @property {number} steps of one call
 * @property {number} total from each call to its result
 * @property {number} between from each call's first node to its last one: one step less than the call has
 * @property {number} firstTenth the first tenth of the steps
 * @property {number} lastTenth the last tenth of them
 * @property {Footprint | undefined} stored nothing where the contestant has no rows
 * @property {number} payload bytes of JSON that one step added to the state
 */

/**
 * Bytes of rows in the database after all calls of a sample, per call: values only, keys apart.
 *
 * @typedef {object} Footprint
 * @property {number} steps rows that grow with the steps: checkpoints, and values apart from them
 * @property {number} firstTenth those of the first tenth of the steps
 * @property {number} lastTenth those of the last tenth
 * @property {number} before such rows from before the first node
 * @property {number} head the thread's head record
 */

/** What was measured of one call or of several. @typedef {Omit<Sample, "steps" | "stored" | "payload">} Sums */

/** @type {Sums} */
const NOTHING = { calls: 0, total: 0, between: 0, firstTenth: 0, lastTenth: 0 };

/**
 * Calls a contestant until `least` milliseconds are measured. Where one call is shorter than that, the first does not
 * count: its nodes run for the first time.
 *
 * @param {import("../contestants/index.js").Contestant} contestant
 * @param {import("../workloads/index.js").Work} work
 * @param {number} least
 * @returns {Promise<Sample>}
 */
export async function sample(contestant, work, least) {
  const session = await contestant.open(work);
  try {
    const first = await measured(session, 0, work.steps);
    let sums = first.total < least ? NOTHING : first;
    for (let thread = 1; sums.total < least; thread += 1) {
      sums = added(sums, await measured(session, thread, work.steps));
    }
    return { ...sums, steps: work.steps, payload: work.payload, stored: await session.stored() };
  } finally {
    await session.close();
  }
}

/**
 * @param {import("../contestants/index.js").Session} session
 * @param {number} thread
 * @param {number} steps
 * @returns {Promise<Sums>}
 */
async function measured(session, thread, steps) {
  const clock = new Clock(steps);
  const began = performance.now();
  await session.call(thread, clock);
  const total = performance.now() - began;
  return { calls: 1, total, ...clock.spans() };
}

/**
 * @param {Sums} one
 * @param {Sums} other
 * @returns {Sums}
 */
function added(one, other) {
  return {
    calls: one.calls + other.calls,
    total: one.total + other.total,
    between: one.between + other.between,
    firstTenth: one.firstTenth + other.firstTenth,
    lastTenth: one.lastTenth + other.lastTenth,
  };
}
