// The cluster demo's graph without a page: one question for each destructive call, decided one by one, each answered by a
// message with its id; a "no" that goes back to the model.

import assert from "node:assert/strict";
import test from "node:test";

import { MemorySaver } from "../../www/haltgraph.js";
import { clusterAgent } from "../../www/demos/cluster/graph.js";
import { effectOf, firstState } from "../../www/demos/cluster/machines.js";
import { nextMessage } from "../../www/demos/cluster/model.js";
import { on } from "./graphs.js";

/** An agent over a cluster in memory, and the calls that changed it. */
function agent() {
  const runs = [];
  const cluster = {
    state: firstState(),
    run: async (call, { key }) => {
      const { ok, text, after } = effectOf(cluster.state, call);
      if (call.name !== "describe_cluster") runs.push({ name: call.name, args: call.args, key });
      cluster.state = after;
      return { ok, text };
    },
  };
  return { cluster, runs, app: clusterAgent({ model: nextMessage, cluster, checkpointer: new MemorySaver() }) };
}

/** Runs a thread up to its questions. */
const ask = (app, request = "Cut our costs") => app.invoke({ messages: [{ type: "human", content: request }] }, on("t"));

/** The open questions, by what they would run. */
const open = async (app) => new Map((await app.pending({ thread: "t" })).map((question) => [question.payload.action.name, question]));

/** Answers one call's question. */
const answer = async (app, name, verdict) => (await app.resume((await open(app)).get(name).ref, verdict)).done;

/** Each tool message, as the id that it answers and how. */
const answers = ({ messages }) => messages.filter(({ type, name }) => type === "tool" && name !== "describe_cluster").map(({ tool_call_id, status }) => [tool_call_id, status]);
const proposed = ({ messages }) => messages.filter(({ type }) => type === "ai").map(({ tool_calls }) => tool_calls.map(({ id, name }) => [id, name]));

test("what only reads runs at once; each destructive call is a question of its own (S-INT-44, S-STP-60)", async () => {
  const { app, runs } = agent();
  const paused = await ask(app);
  assert.deepEqual(paused.__interrupt__.map(({ value }) => value.action.name).toSorted(), ["delete_deployment", "drain_node", "scale_deployment"]);
  assert.deepEqual([paused.messages.length, runs], [4, []]);
});

test("decided one by one: each runs when it is approved, once, and its answer has its id (S-CMD-20)", async () => {
  const { app, cluster, runs } = agent();
  await ask(app);
  await answer(app, "scale_deployment", { verb: "approve" });
  assert.deepEqual(runs.map(({ name }) => name), ["scale_deployment"]);
  await answer(app, "drain_node", { verb: "approve" });
  const done = await answer(app, "delete_deployment", { verb: "approve" });
  assert.equal(runs.length, 3);
  assert.equal(new Set(runs.map(({ key }) => key)).size, 3);
  const [, calls] = proposed(done);
  assert.deepEqual(answers(done).toSorted(), calls.map(([id]) => [id, "success"]).toSorted());
  assert.deepEqual([cluster.state.deployments.length, cluster.state.nodes[3].status], [3, "off"]);
  assert.equal(done.messages.at(-1).content, "Done. Nothing else is needed.");
});

test("an edit runs what was changed", async () => {
  const { app, cluster } = agent();
  await ask(app, "Scale reports to 1");
  await answer(app, "scale_deployment", { verb: "edit", args: { deployment: "reports", replicas: 3 } });
  assert.equal(cluster.state.deployments.find(({ name }) => name === "reports").replicas, 3);
});

test("a denial is answered by a message with the id and the reason; the model proposes something milder", async () => {
  const { app, runs } = agent();
  await ask(app, "Delete staging-demo and drain node-2");
  await answer(app, "delete_deployment", { verb: "reject", reason: "We demo on Monday" });
  const paused = await answer(app, "drain_node", { verb: "approve" });
  const [, [[denied]], [[milder]]] = proposed(paused);
  const message = paused.messages.find(({ tool_call_id }) => tool_call_id === denied);
  assert.deepEqual([message.status, message.content], ["error", "Denied by a person. It did not run. Reason: We demo on Monday"]);
  assert.notEqual(milder, denied);
  const [[, question]] = await open(app);
  assert.deepEqual([question.payload.action.name, question.payload.action.args], ["scale_deployment", { deployment: "staging-demo", replicas: 0 }]);
  const done = await answer(app, "scale_deployment", { verb: "reject" });
  assert.match(done.messages.at(-1).content, /I leave that as it is/);
  assert.deepEqual(runs.map(({ name }) => name), ["drain_node"]);
});

test("all denied: nothing changes", async () => {
  const { app, cluster } = agent();
  await ask(app);
  for (let round = 1; round <= 2; round += 1) for (const { ref } of await app.pending()) await (await app.resume(ref, { verb: "reject" })).done;
  const { values } = await app.getState(on("t"));
  assert.deepEqual(cluster.state, firstState());
  assert.match(values.messages.at(-1).content, /I leave that as it is/);
});

test("a request without a call ends without a question", async () => {
  const { app } = agent();
  const done = await ask(app, "Make me a coffee");
  assert.equal(done.__interrupt__, undefined);
  assert.match(done.messages.at(-1).content, /^I see nothing to do there\./);
});
