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

/**
 * Calls a contestant once, and again until `least` milliseconds are measured.
 *
 * @param {import("../contestants/index.js").Contestant} contestant
 * @param {import("../workloads/index.js").Work} work
 * @param {number} least
 * @returns {Promise<Sample>}
 */
export async function sample(contestant, work, least) {
  const session = await contestant.open(work);
  try {
    const sums = { calls: 0, total: 0, between: 0, firstTenth: 0, lastTenth: 0 };
    do {
      const clock = new Clock(work.steps);
      const began = performance.now();
      await session.call(sums.calls, clock);
      sums.total += performance.now() - began;
      sums.calls += 1;
      const spans = clock.spans();
      sums.between += spans.between;
      sums.firstTenth += spans.firstTenth;
      sums.lastTenth += spans.lastTenth;
    } while (sums.total < least);
    return { ...sums, steps: work.steps, payload: work.payload, stored: await session.stored() };
  } finally {
    await session.close();
  }
}
