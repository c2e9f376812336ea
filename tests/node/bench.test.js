// The benchmark's own arithmetic, its plan and its table, and that its workloads are what they say. No figure is judged here.

import assert from "node:assert/strict";
import test from "node:test";

import { compare, shown } from "../../bench/compare.mjs";
import { memory, unsaved } from "../../bench/contestants/haltgraph/index.js";
import { optionsOf } from "../../bench/options.mjs";
import { Clock } from "../../bench/page/clock.js";
import { weight } from "../../bench/page/database.js";
import { sample } from "../../bench/page/sample.js";
import { Allowances, plan } from "../../bench/plan.mjs";
import { median, quantile, ratio, summarise } from "../../bench/statistics.mjs";
import { table } from "../../bench/table.mjs";
import { TARGETS } from "../../bench/targets.mjs";
import { append } from "../../bench/workloads/append.js";
import { document } from "../../bench/workloads/document.js";
import { WORKLOADS } from "../../bench/workloads/index.js";

const CONTESTANTS = [
  { name: "a", label: "kept", family: "haltgraph", keeping: ["stored"] },
  { name: "b", label: "by hand", family: "rows", keeping: ["stored"] },
  { name: "c", label: "in memory", family: "langgraph", keeping: ["memory"] },
  { name: "d", label: "stored", family: "langgraph", keeping: ["none", "stored"] },
];

/** A workload with one figure. */
const WORK = { name: "w", sizes: [10, 100], figures: [{ name: "f", label: "ms", of: ({ spans }) => spans.total }] };

const taken = (round, contestant, total, size = 10) => ({ round, workload: "w", size, contestant, calls: 1, spans: { total }, stored: undefined });

/** A line of `WORK` from its values by round. */
const lineOf = (contestant, values, size = 10) => summarise(
  values.map((value, round) => taken(round, contestant, value, size)), [WORK], CONTESTANTS)[0];

test("a quantile lies between its neighbours in proportion, whatever the order of the values", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.equal(median([10, 9, 2, 1, 100]), 9);
  assert.equal(median([7]), 7);
  assert.deepEqual([0, 0.25, 0.75, 1].map((share) => quantile([5, 1, 2, 4, 3], share)), [1, 2, 4, 5]);
});

test("a line is made of medians over rounds, without the warm-ups", () => {
  const lines = summarise([taken(-1, "a", 900), taken(0, "b", 5), taken(0, "a", 10), taken(1, "a", 20), taken(2, "a", 90)], [WORK], CONTESTANTS);
  assert.deepEqual(lines.map(({ contestant, value, middleHalf, rounds }) => [contestant, value, middleHalf, rounds.size]), [
    ["a", 20, [15, 55], 3],
    ["b", 5, [5, 5], 1],
  ]);
});

test("a contestant without a quantity has no line for it", () => {
  const figures = [{ name: "bytes", label: "B", of: ({ stored }) => stored?.growing }, { name: "none", label: "", of: () => NaN }];
  assert.deepEqual(summarise([taken(0, "a", 1)], [{ ...WORK, figures }], CONTESTANTS), []);
});

test("a ratio is taken round by round where both have the same rounds, else between the medians", () => {
  assert.equal(ratio(lineOf("a", [10, 20, 90]), lineOf("b", [5, 20, 30])), 2, "the median of 2, 1 and 3");
  assert.equal(ratio(lineOf("a", [10, 20, 90]), lineOf("b", [4])), 5, "20 to 4");
});

test("a line stands beside the rival that keeps state as it does", () => {
  const lines = [lineOf("a", [10]), lineOf("b", [8]), lineOf("c", [1]), lineOf("d", [30])];
  const [row, ...more] = compare(lines, CONTESTANTS, []);
  assert.deepEqual(more, [], "rivals have no rows of their own");
  assert.equal(row.beside.floor?.times, 1.25, "ours over the floor's");
  assert.equal(row.beside.langgraph?.times, 3, "theirs over ours");
  assert.equal(row.beside.xstate, undefined);
});

test("every limit of a target is compared, and says where there is nothing to compare with", () => {
  const target = { workload: "w", figure: "f", by: ["a"], from: 100, most: 11, floor: 1.2, langgraph: 3, xstate: 2, size: 1 };
  const lines = [lineOf("a", [10]), lineOf("a", [10], 100), lineOf("b", [8], 100), lineOf("d", [30], 100)];
  const [small, large] = compare(lines, CONTESTANTS, [target]);
  assert.deepEqual(small.verdicts, []);
  assert.deepEqual(large.verdicts, [
    { text: "≤ 11", met: true },
    { text: "≤ 1× the smallest size's", met: true },
    { text: "≤ 1.2× floor", met: false },
    { text: "≥ 3× LangGraph.js", met: true },
    { text: "≥ 2× XState", met: undefined },
  ]);
});

test("a detail is shown where something is aimed at it, or details are asked for", () => {
  const rows = compare([lineOf("a", [10]), lineOf("a", [10], 100)], CONTESTANTS, [{ workload: "w", figure: "f", by: ["a"], from: 100, most: 1 }]);
  const sizes = (figure, details = false) =>
    shown(rows, [{ name: "w", figures: [{ ...WORK.figures[0], ...figure }] }], details).map(({ line: { size } }) => size);
  assert.deepEqual(sizes({}), [10, 100]);
  assert.deepEqual(sizes({ detail: true }), [100]);
  assert.deepEqual(sizes({ detail: true }, true), [10, 100]);
  assert.deepEqual(sizes({ shown: ["other"] }), []);
});

test("every target is about a figure that some workload shows", () => {
  const figures = new Set(WORKLOADS.flatMap(({ name, figures: own }) => own.map((figure) => `${name} ${figure.name}`)));
  assert.deepEqual(TARGETS.filter(({ workload, figure }) => !figures.has(`${workload} ${figure}`)), []);
});

test("the table is markdown with columns of even width, and says where rounds are missing", () => {
  const lines = [lineOf("a", [812.34, 812.34, 812.34], 100), lineOf("b", [0.123], 100), lineOf("a", [9.99, 9.996, 12])];
  const rows = compare(lines, CONTESTANTS, [{ workload: "w", figure: "f", by: ["a"], most: 12 }]);
  assert.equal(table(rows, 3), `\
| work  | figure | Haltgraph | ours | middle half | floor · ours ÷ it | log by hand · ours ÷ it | LangGraph.js · it ÷ ours | XState · it ÷ ours | aim  | met |
| ----- | ------ | --------- | ---: | ----------: | ----------------: | ----------------------: | -----------------------: | -----------------: | ---- | --- |
| w 100 | ms     | kept      |  812 |           – |  0.12 (1) · 6604× |                       – |                        – |                  – | ≤ 12 | no  |
| w 10  | ms     | kept      | 10.0 |   9.99–11.0 |                 – |                       – |                        – |                  – | ≤ 12 | yes |`);
});

test("contestants alternate within a round, and take turns at its beginning", () => {
  const orders = plan({ name: "w", sizes: [1, 2] }, ["a", "b"], { warmUps: 1, rounds: 2 });
  assert.deepEqual(orders.map(({ round, size, contestant }) => `${round} ${size} ${contestant}`), [
    "-1 1 a", "-1 1 b", "-1 2 a", "-1 2 b",
    "0 1 b", "0 1 a", "0 2 b", "0 2 a",
    "1 1 a", "1 1 b", "1 2 a", "1 2 b",
  ]);
});

test("an allowance is spent by one contestant at one size alone", () => {
  const allowances = new Allowances(100);
  const [order, ...others] = [["a", 10], ["b", 10], ["a", 100]].map(([contestant, size]) => ({ round: 0, workload: "w", size, contestant }));
  allowances.spend(order, 60);
  assert.ok(allowances.has(order));
  allowances.spend({ ...order, round: 1 }, 60);
  assert.ok(!allowances.has(order));
  assert.ok(others.every((other) => allowances.has(other)));
});

test("workloads are chosen by name, and an unknown one is told which there are", () => {
  const names = (...words) => optionsOf(words).workloads.map(({ name }) => name);
  assert.deepEqual(names(), WORKLOADS.map(({ name }) => name));
  assert.deepEqual(names("--only", "append,chain"), ["append", "chain"]);
  assert.deepEqual(optionsOf(["--by", "memory,rows"]).contestants, ["memory", "rows"]);
  assert.ok(optionsOf(["--quick"]).effort.rounds < optionsOf([]).effort.rounds);
  const leak = (...words) => optionsOf(["--only", "leak", ...words]).workloads[0].sizes[0];
  assert.ok(leak("--quick") < leak());
  assert.throws(() => names("--only", "append,chian"), /no workload is called chian; there are: chain, append/);
});

test("a call that did not run every step is refused", () => {
  const clock = new Clock(10);
  for (let step = 0; step < 9; step += 1) clock.begin(step);
  assert.throws(() => clock.spans(), /ran 9 of 10 steps/);
  clock.begin(9);
  const { between, firstTenth, lastTenth, total } = clock.spans();
  assert.ok(total >= between && between >= firstTenth && between >= lastTenth && firstTenth >= 0 && lastTenth >= 0);
});

test("parts of one name add up, and all parts are within the whole", () => {
  const clock = new Clock();
  for (const part of ["ask", "resume", "resume"]) clock.lap(part);
  const { ask, resume, total } = clock.spans();
  assert.ok(ask >= 0 && resume >= 0 && total >= ask + resume);
});

test("a value weighs what its contestant would write", () => {
  assert.equal(weight(new Uint8Array(7)), 7);
  assert.equal(weight("é"), 2);
  assert.equal(weight([new Uint8Array(2), "abc"]), 5);
  const value = { a: 1, b: null, c: [true] };
  assert.ok(Math.abs(weight(value) - JSON.stringify(value).length) <= 4);
});

test("an appended message is 200 bytes of JSON at every step", () => {
  const { message } = append.of(1000);
  const sizes = [0, 9, 10, 999].map((step) => new TextEncoder().encode(JSON.stringify(message(step))).byteLength);
  assert.deepEqual(sizes, [200, 200, 200, 200]);
});

test("the document is a megabyte of JSON", () => {
  assert.equal(JSON.stringify(document.of(1).document).length, 1e6 + JSON.stringify({ rows: [] }).length - 1);
});

const SMALL = { chain: 10, append: 20, sends: 5, ask: 1, questions: 3, parallel: 3, document: 5, history: 12 };

for (const contestant of [unsaved, memory]) {
  for (const [name, doing] of Object.entries(contestant.works)) {
    test(`${contestant.name} does ${name} as it is asked`, async () => {
      const { of, figures } = WORKLOADS.find((one) => one.name === name);
      const work = of(SMALL[name]);
      await doing.prepare?.(work);
      const done = await sample(doing, work, { least: 0 });
      await doing.tidy?.(work);
      assert.equal(done.calls, 1);
      const missing = figures.filter((figure) => figure.of(done, SMALL[name]) === undefined).map((figure) => figure.name);
      assert.deepEqual(missing.filter((figure) => !["bytes", "megabytes", "course"].includes(figure)), []);
    });
  }
}

test("a sample has as many calls as it takes, or as it may have", async () => {
  let closed = 0;
  const doing = { open: async () => ({ call: async () => undefined, close: async () => void (closed += 1) }) };
  assert.equal((await sample(doing, {}, { least: 1000, calls: 1 })).calls, 1);
  assert.ok((await sample(doing, {}, { least: 1 })).calls > 1);
  assert.equal(closed, 2);
});
