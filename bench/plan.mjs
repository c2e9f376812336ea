// In which order samples are taken. One workload after the other; within it, contestants alternate in each round, so that
// a machine that gets slower or busier meets all of them alike, and each round begins with another one, so that none always
// follows the same one.

/**
 * One sample to take.
 *
 * @typedef {object} Order
 * @property {number} round from 0; below 0 in warm-ups
 * @property {string} workload
 * @property {number} size
 * @property {string} contestant
 */

/**
 * The orders of one workload.
 *
 * @param {{ name: string, sizes: readonly number[] }} workload
 * @param {readonly string[]} contestants that do it
 * @param {{ warmUps: number, rounds: number }} effort
 * @returns {Order[]}
 */
export function plan({ name: workload, sizes }, contestants, { warmUps, rounds }) {
  /** @type {Order[]} */
  const orders = [];
  for (let round = -warmUps; round < rounds; round += 1) {
    const first = (round + warmUps) % Math.max(contestants.length, 1);
    const turn = [...contestants.slice(first), ...contestants.slice(0, first)];
    for (const size of sizes) {
      orders.push(...turn.map((contestant) => ({ round, workload, size, contestant })));
    }
  }
  return orders;
}

/**
 * Keeps slow contestants from taking all the time: each has an allowance at each size of each workload, and gets no more
 * rounds once it is spent. What has spent it in warm-ups is not measured again: its only samples count.
 */
export class Allowances {
  #each;
  /** @type {Map<string, number>} */
  #spent = new Map();

  /** @param {number} each milliseconds */
  constructor(each) {
    this.#each = each;
  }

  /** @param {Order} order */
  has(order) {
    return (this.#spent.get(series(order)) ?? 0) < this.#each;
  }

  /**
   * Notes what a sample took.
   *
   * @param {Order} order
   * @param {number} milliseconds
   */
  spend(order, milliseconds) {
    this.#spent.set(series(order), (this.#spent.get(series(order)) ?? 0) + milliseconds);
  }
}

/**
 * The name of what is sampled again and again.
 *
 * @param {Pick<Order, "workload" | "size" | "contestant">} order
 */
export const series = ({ workload, size, contestant }) => `${workload} ${size} ${contestant}`;
