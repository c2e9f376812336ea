// Commands as input that update and lead: semantics.md 4.6, 5.4.

import assert from "node:assert/strict";
import test from "node:test";

import { Command, END, START, Send, StateGraph, interrupt } from "../../www/haltgraph.js";
import { State, asked, chain, keep, on, refusal } from "./graphs.js";

const says = (name) => () => ({ log: [name] });
/** a asks and logs what it saw; x is led to. */
const asking = () => keep(new StateGraph(State)
  .addNode({ a: ({ v }) => ({ log: [`${v}:${interrupt("?")}`] }), x: (input) => ({ log: [typeof input === "string" ? input : "x"] }) })
  .addEdge(START, "a").addConditionalEdges("x", () => END, [END, "x"]));
const history = async (app, thread = "t") => {
  const list = [];
  for await (const { metadata, next } of app.getStateHistory(on(thread))) list.push(`${metadata.source} ${metadata.step} [${next}]`);
  return list;
};

test("S-INT-70 the update comes before the node runs again, and is in the next checkpoint", async () => {
  const app = asking();
  await app.invoke({ v: 1 }, on("t"));
  assert.deepEqual(await app.invoke(new Command({ resume: "yes", update: { v: 2, log: ["u"] } }), on("t")), { log: ["u", "2:yes"], v: 2 });
  assert.deepEqual(await history(app), ["loop 1 []", "loop 0 [a]", "input -1 [__start__]"]);
});

test("S-INT-71 G-05 S-CHO-08 an update outlives a second pause, and is applied once", async () => {
  const app = keep(chain({ a: () => ({ v: [interrupt("q1"), interrupt("q2")] }) }));
  await app.invoke({}, on("t"));
  const between = await app.invoke(new Command({ resume: "A", update: { log: ["U"] } }), on("t"));
  assert.deepEqual([asked(between), between.log], [["q2"], ["U"]]);
  assert.deepEqual((await app.getState(on("t"))).values.log, ["U"]);
  const reloaded = chain({ a: () => ({ v: [interrupt("q1"), interrupt("q2")] }) }).compile({ checkpointer: app.checkpointer });
  assert.deepEqual(await reloaded.invoke(new Command({ resume: "B" }), on("t")), { log: ["U"], v: ["A", "B"] });
});

test("S-INT-72 with a resume, goto runs in the same superstep as the answered node", async () => {
  const app = asking();
  await app.invoke({ v: 1 }, on("t"));
  const result = await app.invoke(new Command({ resume: "yes", goto: ["x", new Send("x", "sent")] }), on("t"));
  assert.deepEqual(result.log, ["1:yes", "x", "sent"]);
  assert.deepEqual(await history(app), ["loop 1 []", "loop 0 [a]", "input -1 [__start__]"]);
});

test("S-INT-73 G-11 S-CHO-22 an update alone makes a checkpoint and asks anew; a warning says so, the old question is superseded", async () => {
  const app = asking();
  const [{ id }] = (await app.invoke({ v: 1 }, on("t"))).__interrupt__;
  const result = await app.invoke(new Command({ update: { v: 2 } }), on("t"));
  assert.deepEqual([asked(result), result.v, app.warnings.map(({ code }) => code)], [["?"], 2, ["PENDING_SUPERSEDED"]]);
  assert.notEqual(result.__interrupt__[0].id, id);
  assert.deepEqual(await history(app), ["input 1 [a]", "loop 0 [a]", "input -1 [__start__]"]);
  await refusal(app.invoke(new Command({ resume: { [id]: 1 } }), on("t")), "StaleDecisionError", "STALE_DECISION");
  assert.deepEqual((await app.invoke(new Command({ resume: "y" }), on("t"))).log, ["2:y"]);
});

test("G-11 goto END on a paused thread does not cancel", async () => {
  const app = asking();
  await app.invoke({}, on("t"));
  assert.deepEqual(asked(await app.invoke(new Command({ goto: END }), on("t"))), ["?"]);
});

test("S-CHO-22 keepPending leaves the questions open, with their ids", async () => {
  const app = asking();
  const [{ id }] = (await app.invoke({ v: 1 }, on("t"))).__interrupt__;
  const result = await app.invoke(new Command({ update: { v: 2 }, goto: "x" }), { ...on("t"), keepPending: true });
  assert.deepEqual([result.__interrupt__.map((one) => one.id), result.v, app.warnings], [[id], 2, []]);
  assert.deepEqual((await app.invoke(new Command({ resume: { [id]: "y" } }), on("t"))).log, ["2:y", "x"].toSorted());
});

test("S-CHO-22 S-GET-10 keepPending with a Send: it asks beside the others, and getState plans it, after a reload too", async () => {
  const graph = () => new StateGraph(State).addNode("w", (n) => ({ log: [`${n}:${interrupt(n)}`] }))
    .addConditionalEdges(START, () => [new Send("w", 1), new Send("w", 2)], ["w"]);
  const app = keep(graph());
  await app.invoke({}, on("t"));
  assert.deepEqual(asked(await app.invoke(new Command({ goto: new Send("w", 3) }), { ...on("t"), keepPending: true })), [1, 2, 3]);
  for (const each of [app, graph().compile({ checkpointer: app.checkpointer })]) {
    const { tasks, next } = await each.getState(on("t"));
    assert.deepEqual([next, tasks.map(({ interrupts: [{ value }] }) => value)], [["w", "w", "w"], [1, 2, 3]]);
  }
  const answers = Object.fromEntries((await app.pending()).map(({ interrupt: id, payload }) => [id, payload * 10]));
  assert.deepEqual((await app.invoke(new Command({ resume: answers }), on("t"))).log, ["1:10", "2:20", "3:30"]);
});

test("S-CMD-41 goto on a fresh thread: START does not run, the target does, with the update", async () => {
  const app = keep(new StateGraph(State).addNode({ a: says("a"), b: ({ v }) => ({ log: [v] }) }).addEdge(START, "a").addEdge("a", "b"));
  assert.deepEqual(await app.invoke(new Command({ goto: "b", update: { v: 5 } }), on("t")), { log: [5], v: 5 });
  assert.deepEqual(await history(app), ["loop 0 []", "input -1 [b]"]);
  const bare = new StateGraph(State).addNode({ a: says("a"), b: (args) => ({ log: [args] }) }).addEdge(START, "a").addEdge("a", "b").compile();
  assert.deepEqual((await bare.invoke(new Command({ goto: [new Send("b", "sent"), "a"] }))).log.slice(0, 2), ["a", "sent"]);
});

test("S-INT-74 S-INT-76 S-CMD-42 what a Command as input cannot be", async () => {
  const app = asking();
  const parent = await refusal(app.invoke(new Command({ graph: Command.PARENT, update: {} }), on("t")), "InvalidUpdateError", "INVALID_UPDATE");
  assert.match(parent.message, /^There is no parent graph\./);
  for (const empty of [{}, { update: {} }, { update: null }, { goto: [] }]) {
    await refusal(app.invoke(new Command(empty), on("t")), "EmptyInputError", "EMPTY_INPUT");
  }
  await assert.rejects(app.invoke(new Command({ update: 5 }), on("t")), { name: "InvalidUpdateError", message: /^Expected cmd\.update to be a dict mapping channel names to update values/ });
  await assert.rejects(app.invoke(new Command({ goto: [5] }), on("t")), { name: "InvalidUpdateError", message: "In Command.send, expected Send or string, got number" });
  await refusal(app.invoke(new Command({ goto: "nowhere" }), on("t")), "InvalidUpdateError", "UNKNOWN_NODE");
  await assert.rejects(app.invoke(new Command({ goto: new Send(END, 1) }), on("t")), { name: "InvalidUpdateError", message: /^Cannot send a packet to the END node/ });
  assert.equal((await app.getState(on("t"))).createdAt, undefined);
});

test("S-INT-50 an answer needs a checkpointer, an update and a goto do not", async () => {
  const app = chain({ a: says("a") }).compile();
  const error = await refusal(app.invoke(new Command({ resume: 1 })), "GraphValueError", "MISSING_CHECKPOINTER");
  assert.match(error.message, /^Cannot use Command\(resume=\.\.\.\) without checkpointer/);
  assert.deepEqual((await app.invoke(new Command({ goto: "a", update: [["log", ["u"]], ["log", ["w"]]] }))).log, ["u", "w", "a"]);
});

test("S-INT-96 G-44 goto: interrupt(…) in a literal asks before the Command exists", async () => {
  const app = keep(new StateGraph(State)
    .addNode("a", () => new Command({ update: { log: ["upd"] }, goto: interrupt("go") }), { ends: ["b"] }).addNode("b", says("b")).addEdge(START, "a"));
  assert.deepEqual((await app.invoke({ v: 0 }, on("t"))).log, []);
  assert.deepEqual((await app.invoke(new Command({ resume: "b" }), on("t"))).log, ["upd", "b"]);
});
