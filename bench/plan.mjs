// In which order samples are taken. Contestants alternate within a round, so that a machine that gets slower or busier
// meets all of them alike, and each round begins with another one, so that none always follows the same one.

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
 * @param {readonly { name: string, sizes: readonly number[] }[]} workloads
 * @param {readonly { name: string }[]} contestants
 * @param {{ warmUps: number, rounds: number }} effort
 * @returns {Order[]}
 */
export function plan(workloads, contestants, { warmUps, rounds }) {
  /** @type {Order[]} */
  const orders = [];
  for (let round = -warmUps; round < rounds; round += 1) {
    const first = (round + warmUps) % contestants.length;
    const turn = [...contestants.slice(first), ...contestants.slice(0, first)];
    for (const { name: workload, sizes } of workloads) {
      for (const size of sizes) {
        orders.push(...turn.map(({ name }) => ({ round, workload, size, contestant: name })));
      }
    }
  }
  return orders;
}
