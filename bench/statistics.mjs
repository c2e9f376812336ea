// Numbers from samples: of every quantity the middle one of all rounds, because one slow round says nothing about the code.

/**
 * @import { Order } from "./plan.mjs"
 * @import { Sample } from "./page/sample.js"
 * @import { Workload } from "./workloads/index.js"
 */

/** A sample with the order it answered. @typedef {Order & Sample} Taken */

/**
 * One figure of one contestant at one size of one workload.
 *
 * @typedef {object} Line
 * @property {string} workload
 * @property {number} size
 * @property {string} figure
 * @property {string} label
 * @property {string} contestant
 * @property {number} value the median
 * @property {[number, number]} middleHalf quartiles
 * @property {ReadonlyMap<number, number>} rounds the values by round
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
 * All lines, in the order of the workloads, their sizes, their figures and the contestants.
 *
 * @param {readonly Taken[]} samples
 * @param {readonly Pick<Workload, "name" | "sizes" | "figures">[]} workloads
 * @param {readonly { name: string }[]} contestants
 * @returns {Line[]}
 */
export function summarise(samples, workloads, contestants) {
  const counted = samples.filter(({ round }) => round >= 0);
  return workloads.flatMap(({ name: workload, sizes, figures }) => sizes.flatMap((size) => figures.flatMap((figure) =>
    contestants.flatMap(({ name: contestant }) => {
      const own = counted.filter((one) => one.workload === workload && one.size === size && one.contestant === contestant);
      const pairs = own.flatMap((one) => {
        const value = figure.of(one, size);
        return value === undefined || Number.isNaN(value) ? [] : [/** @type {[number, number]} */ ([one.round, value])];
      });
      if (pairs.length === 0) return [];
      const values = pairs.map(([, value]) => value);
      /** @type {Line} */
      const line = {
        workload, size, figure: figure.name, label: figure.label, contestant, value: median(values),
        middleHalf: [quantile(values, 0.25), quantile(values, 0.75)], rounds: new Map(pairs),
      };
      return [line];
    }))));
}

/**
 * How many times as much as another line's this one's value is. Where both have as many rounds, it is the median of the
 * ratios within each round, which a machine that gets slower leaves alone; else the ratio of the medians.
 *
 * @param {Line} line
 * @param {Line} base
 */
export function ratio(line, base) {
  const shared = [...line.rounds].flatMap(([round, value]) => {
    const other = base.rounds.get(round);
    return other === undefined ? [] : [value / other];
  });
  const paired = shared.length === line.rounds.size && shared.length === base.rounds.size;
  return paired ? median(shared) : line.value / base.value;
}
