// One sample: a contestant does a workload, as often as it takes for the browser's clock to be fine enough.

import { Clock } from "./clock.js";

/**
 * @import { Doing, Session } from "../contestants/index.js"
 * @import { Stored, Work } from "../workloads/index.js"
 */

/**
 * What was measured.
 *
 * @typedef {object} Sample
 * @property {number} calls how many calls the sums are over
 * @property {Record<string, number>} spans sums over the calls, in milliseconds, by name: see `Clock`
 * @property {Stored | undefined} stored per call, after all of them; nothing where the contestant stores nothing
 */

/**
 * How long a sample takes.
 *
 * @typedef {object} Length
 * @property {number} least milliseconds that its calls take together, at least
 * @property {number} [calls] how many calls it has at most
 */

/** @type {Omit<Sample, "stored">} */
const NOTHING = { calls: 0, spans: { total: 0 } };

/**
 * Calls a contestant until `least` milliseconds are measured. Where one call is shorter than that, the first does not
 * count: its nodes run for the first time.
 *
 * @template {Work} Some
 * @param {Doing<Some>} doing
 * @param {Some} work
 * @param {Length} length
 * @returns {Promise<Sample>}
 */
export async function sample(doing, work, { least, calls = Infinity }) {
  const session = await doing.open(work);
  try {
    const first = await measured(session, 0, work);
    const enough = first.spans["total"] ?? 0;
    let sums = enough < least && calls > 1 ? NOTHING : first;
    for (let number = 1; (sums.spans["total"] ?? 0) < least && sums.calls < calls; number += 1) {
      sums = added(sums, await measured(session, number, work));
    }
    return { ...sums, stored: await session.stored?.() };
  } finally {
    await session.close();
  }
}

/**
 * @param {Session} session
 * @param {number} number
 * @param {Work} work
 */
async function measured(session, number, { steps }) {
  const clock = new Clock(steps);
  await session.call(number, clock);
  return { calls: 1, spans: clock.spans() };
}

/**
 * @param {Omit<Sample, "stored">} one
 * @param {Omit<Sample, "stored">} other
 */
function added(one, other) {
  const names = Object.keys({ ...one.spans, ...other.spans });
  const spans = Object.fromEntries(names.map((name) => [name, (one.spans[name] ?? 0) + (other.spans[name] ?? 0)]));
  return { calls: one.calls + other.calls, spans };
}
