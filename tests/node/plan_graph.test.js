// The plan demo's graph without a page: what it asks, what runs after which answer, and what a deadline does.

import assert from "node:assert/strict";
import test from "node:test";

import { Command, MemorySaver } from "../../www/haltgraph.js";
import { NO_ANSWER, planAgent } from "../../www/demos/plan/graph.js";
import { planFor } from "../../www/demos/plan/planner.js";
import { firstUsers } from "../../www/demos/plan/users.js";
import { on } from "./graphs.js";

const TODAY = "2026-11-21";
const GOAL = "Delete all users who have not logged in for 180 days";
const AWAY = ["noor", "marek", "lucia", "keiko", "jonas", "ivan"].map((name) => `${name}@example.org`);

/** An agent and what its table is told to do. */
function agent(execute = async () => ({ number: 1 })) {
  const runs = [];
  const table = { execute: (plan, { key }) => [runs.push({ plan, key }), execute(plan)][1] };
  const plan = async (goal) => planFor(goal, { rows: firstUsers(TODAY), today: TODAY });
  return { runs, app: planAgent({ plan, table, checkpointer: new MemorySaver() }) };
}

/** Runs a thread up to its question. */
const ask = (app, seconds = 60, thread = "t") => app.invoke({ request: GOAL, seconds }, on(thread));

/** Resolves when a run of the app ends. */
const finished = (app) => new Promise((resolve, reject) => {
  app.subscribe(({ type, error }) => type === "finished" ? resolve() : type === "failed" && reject(error));
});

test("the question holds the goal and the plan with every row that it would touch", async () => {
  const { app, runs } = agent();
  const { __interrupt__: [{ value }] } = await ask(app);
  assert.deepEqual(Object.keys(value).toSorted(), ["message", "plan", "request"]);
  assert.deepEqual([value.request, value.plan.operation, value.plan.users, runs], [GOAL, "delete", AWAY, []]);
});

test("approved: what was shown is executed, once", async () => {
  const { app, runs } = agent();
  const { __interrupt__: [{ value }] } = await ask(app);
  const done = await app.invoke(new Command({ resume: "approved" }), on("t"));
  assert.deepEqual([done.result.kind, runs.length, runs[0].plan], ["executed", 1, value.plan]);
});

for (const answer of ["rejected: too broad, add a dry run first", "rejected", "Approved", "yes", ""]) {
  test(`answered ${JSON.stringify(answer)}: nothing is executed, and the answer is kept`, async () => {
    const { app, runs } = agent();
    await ask(app);
    const done = await app.invoke(new Command({ resume: answer }), on("t"));
    assert.deepEqual([done.result, done.human_decision, runs], [{ kind: "refused" }, answer, []]);
  });
}

test("not answered in time: the graph goes on as if refused, and the record names the timer (S-HG-20)", async () => {
  const { app, runs } = agent();
  await ask(app, 0);
  const end = finished(app);
  assert.deepEqual(await app.pending(), []);
  await end;
  const { values } = await app.getState(on("t"));
  assert.deepEqual([values.result, values.human_decision, values.decided.by.id, runs], [{ kind: "refused" }, NO_ANSWER, "timer", []]);
});

test("an execution that failed runs again with the recorded answer, under the same key (S-HG-11)", async () => {
  let fails = true;
  const { app, runs } = agent(async () => {
    if (fails) throw new Error("the disk is full");
    return { number: 1 };
  });
  await ask(app);
  await assert.rejects(app.invoke(new Command({ resume: "approved" }), on("t")), /the disk is full/);
  fails = false;
  assert.equal((await (await app.continue("t")).done).result.kind, "executed");
  assert.equal(runs.length, 2);
  assert.deepEqual(runs[0], runs[1]);
});

test("a goal that cannot be planned, or that has nothing to do, ends without a question", async () => {
  for (const request of ["Make everybody happy", "Delete users who were away for 9 years"]) {
    const { app, runs } = agent();
    const done = await app.invoke({ request, seconds: 60 }, on("t"));
    assert.deepEqual([done.result.kind, done.plan, runs], ["unclear", undefined, []]);
  }
});
