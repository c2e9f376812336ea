// The benchmark's own arithmetic and its table, and that its workloads are what they say. No figure is judged here.

import assert from "node:assert/strict";
import test from "node:test";

import { memory, unsaved } from "../../bench/contestants/haltgraph.js";
import { optionsOf } from "../../bench/options.mjs";
import { Clock } from "../../bench/page/clock.js";
import { sample } from "../../bench/page/sample.js";
import { plan } from "../../bench/plan.mjs";
import { median, quantile, summarise } from "../../bench/statistics.mjs";
import { table } from "../../bench/table.mjs";
import { append } from "../../bench/workloads/append.js";
import { chain } from "../../bench/workloads/chain.js";

const CONTESTANTS = [
  { name: "a", label: "Engine", floor: "b" },
  { name: "b", label: "by hand", floor: undefined },
];

/**
 * A sample of one call of 101 steps: `between` milliseconds from the first node to the last.
 *
 * @param {number} round
 * @param {string} contestant
 * @param {number} between
 * @param {Partial<import("../../bench/statistics.mjs").Taken>} [more]
 * @returns {import("../../bench/statistics.mjs").Taken}
 */
const taken = (round, contestant, between, more) => ({
  round, workload: "chain", size: 101, contestant, calls: 1, steps: 101, total: between + 2, between,
  firstTenth: between / 20, lastTenth: between / 5, payload: 0, stored: undefined, ...more,
});

test("a quantile lies between its neighbours in proportion, whatever the order of the values", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.equal(median([10, 9, 2, 1, 100]), 9);
  assert.equal(median([7]), 7);
  assert.deepEqual([0, 0.25, 0.75, 1].map((share) => quantile([5, 1, 2, 4, 3], share)), [1, 2, 4, 5]);
});

test("a line is made of medians over rounds, without the warm-ups", () => {
  const [line, floor, ...more] = summarise([
    taken(-1, "a", 900), taken(-1, "b", 900),
    taken(0, "a", 10), taken(0, "b", 5), taken(1, "b", 20), taken(1, "a", 20), taken(2, "a", 90), taken(2, "b", 30),
  ], CONTESTANTS);
  assert.deepEqual(more, []);
  assert.equal(line?.contestant, "a");
  assert.equal(line?.step, 200, "20 ms over the 100 steps between the first node and the last");
  assert.deepEqual(line?.middleHalf, [150, 550]);
  assert.equal(line?.firstTenth, 100, "1 ms over 10 steps");
  assert.equal(line?.lastTenth, 400);
  assert.equal(line?.besides, 2000);
  assert.equal(line?.overFloor, 2, "the median of 2, 1 and 3, each within its round");
  assert.equal(line?.bytes, undefined);
  assert.equal(floor?.overFloor, undefined);
});

test("sums of several calls count for one call each, bytes are per step", () => {
  const stored = { steps: 32_320, firstTenth: 3000, lastTenth: 3300, before: 500, head: 600 };
  const [line] = summarise([taken(0, "b", 10, { calls: 5, stored, payload: 200 })], CONTESTANTS);
  assert.equal(line?.step, 20);
  assert.equal(line?.besides, 400);
  assert.deepEqual(line?.bytes, { step: 320, firstTenth: 300, lastTenth: 330, payload: 200, besides: 1100 });
});

test("the table is markdown with columns of even width", () => {
  const line = {
    workload: "chain", size: 1000, contestant: "a", step: 812.34, middleHalf: /** @type {[number, number]} */ ([8.126, 99.96]),
    firstTenth: 10, lastTenth: 1234.5, besides: 33, overFloor: 1.2345,
    bytes: { step: 233.6, firstTenth: 230, lastTenth: 235, payload: 0, besides: 1046 },
  };
  const bare = { ...line, size: 10, contestant: "b", overFloor: undefined, bytes: undefined };
  assert.equal(table([line, bare], CONTESTANTS), `\
| work       | by      | µs per step | middle half | first → last tenth | × floor | µs per call besides | bytes per step | first → last tenth | of it payload | bytes per thread besides |
| ---------- | ------- | ----------: | ----------: | -----------------: | ------: | ------------------: | -------------: | -----------------: | ------------: | -----------------------: |
| chain 1000 | Engine  |         812 |    8.13–100 |        10.0 → 1235 |    1.23 |                33.0 |            234 |          230 → 235 |             0 |                     1046 |
| chain 10   | by hand |         812 |    8.13–100 |                  – |       – |                33.0 |              – |                  – |             – |                        – |`);
});

test("contestants alternate within a round, and take turns at its beginning", () => {
  const orders = plan([{ name: "w", sizes: [1, 2] }], [{ name: "a" }, { name: "b" }], { warmUps: 1, rounds: 2 });
  assert.deepEqual(orders.map(({ round, size, contestant }) => `${round} ${size} ${contestant}`), [
    "-1 1 a", "-1 1 b", "-1 2 a", "-1 2 b",
    "0 1 b", "0 1 a", "0 2 b", "0 2 a",
    "1 1 a", "1 1 b", "1 2 a", "1 2 b",
  ]);
});

test("workloads are chosen by name, and an unknown one is told which there are", () => {
  const names = (/** @type {string[]} */ ...words) => optionsOf(words).workloads.map(({ name }) => name);
  assert.deepEqual(names(), ["chain", "append"]);
  assert.deepEqual(names("--only", "append,chain"), ["append", "chain"]);
  assert.ok(optionsOf(["--quick"]).effort.rounds < optionsOf([]).effort.rounds);
  assert.throws(() => names("--only", "append,chian"), /no workload is called chian; there are: chain, append/);
});

test("a call that did not run every step is refused", () => {
  const clock = new Clock(10);
  for (let step = 0; step < 9; step += 1) clock.begin(step);
  assert.throws(() => clock.spans(), /ran 9 of 10 steps/);
  clock.begin(9);
  const { between, firstTenth, lastTenth } = clock.spans();
  assert.ok(between >= firstTenth && between >= lastTenth && firstTenth >= 0 && lastTenth >= 0);
});

test("an appended message is 200 bytes of JSON at every step", () => {
  const { message, payload } = append.of(1000);
  const sizes = [0, 9, 10, 999].map((step) => new TextEncoder().encode(JSON.stringify(message?.(step))).byteLength);
  assert.deepEqual(sizes, [200, 200, 200, 200]);
  assert.equal(payload, 200);
});

test("a sample of either workload runs each of its steps once a call", async () => {
  for (const contestant of [unsaved, memory]) {
    for (const work of [chain.of(10), append.of(20)]) {
      const { calls, steps, stored } = await sample(contestant, work, 0);
      assert.deepEqual([calls, steps, stored], [1, work.steps, undefined], `${contestant.name}, ${work.nodes.length} nodes`);
    }
  }
});
