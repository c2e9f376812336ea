// Replays and forks: semantics.md 7.4.

import assert from "node:assert/strict";
import test from "node:test";

import { Command, END, START, Send, StateGraph, interrupt } from "../../www/haltgraph.js";
import { State, abreast, asked, chain, keep, on, refusal } from "./graphs.js";

const resume = (answer) => new Command({ resume: answer });
async function list(app, thread = "t") {
  const shots = [];
  for await (const shot of app.getStateHistory(on(thread))) shots.push(shot);
  return shots;
}
const brief = ({ metadata, next }) => `${metadata.source} ${metadata.step} [${next}]`;
const before = async (app, node) => (await list(app)).find(({ next }) => next.includes(node)).config;
/** a, b asks, c; counts its calls. */
function counted() {
  const calls = [];
  const node = (name, run) => (state) => {
    calls.push(name);
    return run(state);
  };
  const app = keep(chain({
    a: node("a", () => ({ log: ["a"] })), b: node("b", () => ({ v: interrupt("?"), log: ["b"] })), c: node("c", ({ v }) => ({ log: [`c${v}`] })),
  }));
  return { app, calls };
}

test("S-TIM-01 S-TIM-02 S-TIM-03 S-TIM-05 G-33 a replay runs on from a checkpoint, on a fork of it, and asks again", async () => {
  const { app, calls } = counted();
  const [{ id }] = (await app.invoke({ v: 0 }, on("t"))).__interrupt__;
  await app.invoke(resume(7), on("t"));
  const waiting = await before(app, "b");
  const again = await app.invoke(null, waiting);
  assert.deepEqual([asked(again), again.log], [["?"], ["a"]]);
  assert.notEqual(again.__interrupt__[0].id, id);
  const shots = await list(app);
  assert.deepEqual(shots.map(brief), ["fork 2 [b]", "loop 3 []", "loop 2 [c]", "loop 1 [b]", "loop 0 [a]", "input -1 [__start__]"]);
  assert.deepEqual(shots[0].parentConfig, waiting);
  assert.deepEqual((await app.getState(on("t"))).config, shots[0].config);
  assert.deepEqual((await app.invoke(resume(8), on("t"))).log, ["a", "b", "c8"]);
  assert.deepEqual(calls, ["a", "b", "b", "c", "b", "b", "c"]);
  // What was there stays.
  assert.deepEqual((await app.getState(shots[1].config)).values.log, ["a", "b", "c7"]);
});

test("S-TIM-03 repeated replays ask the same", async () => {
  const { app } = counted();
  await app.invoke({}, on("t"));
  const waiting = await before(app, "b");
  await app.invoke(resume(1), on("t"));
  for (let round = 0; round < 3; round += 1) assert.deepEqual(asked(await app.invoke(null, waiting)), ["?"]);
  assert.deepEqual(await app.pending().then((questions) => questions.length), 1);
});

test("S-TIM-04 a replay of the last checkpoint runs nothing", async () => {
  const { app, calls } = counted();
  await app.invoke({}, on("t"));
  await app.invoke(resume(1), on("t"));
  const [last] = await list(app);
  const before = [...calls];
  assert.deepEqual((await app.invoke(null, last.config)).log, ["a", "b", "c1"]);
  assert.deepEqual(calls, before);
});

test("S-TIM-01 S-TIM-07 nodes of the checkpoint run again although they were done; an edited one is not forked again", async () => {
  const { app } = counted();
  await app.invoke({}, on("t"));
  await app.invoke(resume(1), on("t"));
  const config = await app.updateState(await before(app, "c"), { v: 9 }, "b");
  assert.deepEqual((await app.invoke(null, config)).log.at(-1), "c9");
  assert.deepEqual((await list(app)).slice(0, 2).map(brief), ["loop 4 []", "update 3 [c]"]);
});

test("S-TIM-06 S-CHO-20 an answer with the head's own id is an ordinary answer: finished siblings do not run again", async () => {
  const calls = [];
  const app = keep(abreast({ a: () => {
    calls.push("a");
    return { log: ["a"] };
  }, b: () => ({ log: [interrupt("q1"), interrupt("q2")] }) }));
  await app.invoke({}, on("t"));
  const { config } = await app.getState(on("t"));
  await app.invoke(resume("A"), config);
  assert.deepEqual((await app.invoke(resume("B"), config)).log, ["a", "A", "B"]);
  assert.deepEqual(calls, ["a"]);
});

test("S-TIM-06 an answer to an older checkpoint would spend a decision on the past: it is refused", async () => {
  const { app } = counted();
  await app.invoke({}, on("t"));
  const waiting = await before(app, "b");
  await app.invoke(resume(1), on("t"));
  await refusal(app.invoke(resume(2), waiting), "StaleDecisionError", "STALE_DECISION");
  assert.deepEqual((await app.getState(on("t"))).values.v, 1);
});

test("S-TIM-08 a fork between the questions of two nodes keeps the first answer", async () => {
  const app = keep(chain({ a: () => ({ log: [interrupt("qa")] }), b: () => ({ log: [interrupt("qb")] }) }));
  await app.invoke({}, on("t"));
  await app.invoke(resume("A"), on("t"));
  const between = await app.getState(on("t"));
  await app.invoke(resume("B"), on("t"));
  const again = await app.invoke(null, between.config);
  assert.deepEqual([asked(again), again.log], [["qb"], ["A"]]);
  assert.deepEqual((await app.invoke(resume("C"), on("t"))).log, ["A", "C"]);
});

test("S-TIM-08 S-TIM-03 of two questions in one node, a fork asks from the first", async () => {
  const app = keep(chain({ a: () => ({ log: [interrupt("q1"), interrupt("q2")] }) }));
  await app.invoke({ v: 0 }, on("t"));
  const { config } = await app.getState(on("t"));
  await app.invoke(resume("A"), on("t"));
  await app.invoke(resume("B"), on("t"));
  assert.deepEqual(asked(await app.invoke(null, config)), ["q1"]);
  assert.deepEqual(asked(await app.invoke(resume("C"), on("t"))), ["q2"]);
  assert.deepEqual((await app.invoke(resume("D"), on("t"))).log, ["C", "D"]);
});

test("S-TIM-09 new input on an old checkpoint is a branch", async () => {
  const app = keep(chain({ a: ({ v }) => ({ log: [v] }) }));
  await app.invoke({ v: 1 }, on("t"));
  const [first] = await list(app);
  await app.invoke({ v: 2 }, on("t"));
  assert.deepEqual((await app.invoke({ v: 3 }, first.config)).log, [1, 3]);
  const shots = await list(app);
  assert.deepEqual([shots.length, shots[2].parentConfig], [9, first.config]);
});

test("S-TIM-01 S-STP-62 a replay before a fan-out sends again", async () => {
  let ran = 0;
  const app = keep(new StateGraph(State).addNode("w", (n) => {
    ran += 1;
    return { log: [n] };
  }).addConditionalEdges(START, () => [new Send("w", 1), new Send("w", 2)], ["w"]));
  await app.invoke({}, on("t"));
  assert.deepEqual((await app.invoke(null, await before(app, "w"))).log, [1, 2]);
  assert.equal(ran, 4);
});

test("S-GET-43 history has all branches; S-CHO-41 a replay uses no old answer", async () => {
  const { app } = counted();
  await app.invoke({}, on("t"));
  await app.invoke(resume("old"), on("t"));
  await app.invoke(null, await before(app, "b"));
  assert.equal((await app.invoke(resume("new"), on("t"))).v, "new");
  const logs = (await list(app)).map(({ values }) => values.log.at(-1));
  assert.ok(logs.includes("cold") && logs.includes("cnew"));
});

test("S-INT-24 S-HG-13 a replay on a paused thread closes its question", async () => {
  const { app } = counted();
  const [{ id }] = (await app.invoke({ v: 0 }, on("t"))).__interrupt__;
  const shots = await list(app);
  const again = await app.invoke(null, shots.at(-2).config);
  assert.notEqual(again.__interrupt__[0].id, id);
  await refusal(app.invoke(resume({ [id]: 1 }), on("t")), "StaleDecisionError", "STALE_DECISION");
});

test("S-CKP-40 a checkpoint that is not there", async () => {
  const { app } = counted();
  await app.invoke({}, on("t"));
  const config = { configurable: { thread_id: "t", checkpoint_id: "ffffffff-ffff-8fff-bfff-ffffffffffff" } };
  await refusal(app.invoke(null, config), "HaltError", "E_UNKNOWN_CHECKPOINT");
  assert.equal((await app.getState(config)).createdAt, undefined);
});

test("S-UPD-15 S-TIM-07 the past can be edited after the thread was ended", async () => {
  const { app } = counted();
  await app.invoke({ v: 0 }, on("t"));
  const waiting = await before(app, "b");
  await app.updateState(on("t"), null, END);
  const config = await app.updateState(waiting, { v: 4 }, "b");
  assert.deepEqual((await app.invoke(null, config)).log, ["a", "c4"]);
});
