// Numbers from samples: of every quantity the middle one of all rounds, because one slow round says nothing about the code.

/**
 * @import { Order } from "./plan.mjs"
 * @import { Sample } from "./page/sample.js"
 */

/** A sample with the order it answered. @typedef {Order & Sample} Taken */

/**
 * One line of the table: a contestant at one size of one workload. Times in microseconds.
 *
 * @typedef {object} Line
 * @property {string} workload
 * @property {number} size
 * @property {string} contestant
 * @property {number} step from the beginning of one node to that of the next
 * @property {[number, number]} middleHalf quartiles of `step`
 * @property {number} firstTenth of a step in the first tenth
 * @property {number} lastTenth of a step in the last tenth
 * @property {number} besides of a call, before its first node begins and after its last one has begun
 * @property {number | undefined} overFloor `step` as a multiple of the floor's, in the same round
 * @property {Weights | undefined} bytes
 */

/**
 * Bytes of rows.
 *
 * @typedef {object} Weights
 * @property {number} step
 * @property {number} firstTenth of a step in the first tenth
 * @property {number} lastTenth of a step in the last tenth
 * @property {number} payload what the step itself had to keep
 * @property {number} besides of a thread: its head, and what came before the first node
 */

/**
 * A quantile, between two values in proportion.
 *
 * @param {readonly number[]} values at least one
 * @param {number} share 0.5 for the median
 */
export function quantile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const [low = NaN, high = low] = sorted.slice(Math.floor(place), Math.floor(place) + 2);
  return low + (high - low) * (place - Math.floor(place));
}

/** @param {readonly number[]} values */
export const median = (values) => quantile(values, 0.5);

/**
 * The lines of the table, in the order in which their first samples were planned for workloads, then in that of the
 * contestants.
 *
 * @param {readonly Taken[]} samples
 * @param {readonly { name: string, floor?: string | undefined }[]} contestants
 * @returns {Line[]}
 */
export function summarise(samples, contestants) {
  const counted = samples.filter(({ round }) => round >= 0);
  const works = new Map(counted.map(({ workload, size }) => [`${workload} ${size}`, { workload, size }]));
  return [...works.values()].flatMap(({ workload, size }) => {
    const same = counted.filter((sample) => sample.workload === workload && sample.size === size);
    return contestants.flatMap(({ name, floor }) => {
      const own = same.filter(({ contestant }) => contestant === name);
      return own.length === 0 ? [] : [line(own, same.filter(({ contestant }) => contestant === floor))];
    });
  });
}

/** @param {Taken} sample */
const stepOf = ({ between, calls, steps }) => (between * 1000) / (calls * (steps - 1));

/** @param {Taken} sample */
const tenthOf = ({ calls, steps }) => calls * Math.floor(steps / 10);

/**
 * @param {Taken[]} samples of one contestant at one size of one workload; at least one
 * @param {Taken[]} floor those of its floor
 * @returns {Line}
 */
function line(samples, floor) {
  const [one] = samples;
  if (one === undefined) throw new RangeError("a line needs a sample");
  const steps = samples.map(stepOf);
  const ratios = samples.flatMap((sample) =>
    floor.filter(({ round }) => round === sample.round).map((base) => stepOf(sample) / stepOf(base)));
  return {
    workload: one.workload,
    size: one.size,
    contestant: one.contestant,
    step: median(steps),
    middleHalf: [quantile(steps, 0.25), quantile(steps, 0.75)],
    firstTenth: median(samples.map((sample) => (sample.firstTenth * 1000) / tenthOf(sample))),
    lastTenth: median(samples.map((sample) => (sample.lastTenth * 1000) / tenthOf(sample))),
    besides: median(samples.map(({ total, between, calls }) => ((total - between) * 1000) / calls)),
    overFloor: ratios.length === 0 ? undefined : median(ratios),
    bytes: weights(samples),
  };
}

/**
 * @param {Taken[]} samples
 * @returns {Weights | undefined} nothing where nothing is stored
 */
function weights(samples) {
  const kept = samples.flatMap(({ stored, steps, payload }) => (stored === undefined ? [] : [{ stored, steps, payload }]));
  const [one] = kept;
  if (one === undefined) return undefined;
  const tenth = Math.floor(one.steps / 10);
  return {
    step: median(kept.map(({ stored }) => stored.steps / one.steps)),
    firstTenth: median(kept.map(({ stored }) => stored.firstTenth / tenth)),
    lastTenth: median(kept.map(({ stored }) => stored.lastTenth / tenth)),
    payload: one.payload,
    besides: median(kept.map(({ stored }) => stored.head + stored.before)),
  };
}
