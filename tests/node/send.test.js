// Sends: semantics.md 1.3, 3.7; questions in a fan-out: S-INT-44.

import assert from "node:assert/strict";
import test from "node:test";

import { Annotation, Command, END, START, Send, StateGraph, askAgain, interrupt } from "../../www/haltgraph.js";
import { State, asked, chunks, deferred, keep, on, refusal } from "./graphs.js";

const resume = (answer) => new Command({ resume: answer });
/** START sends each of `args` to w; then `after`. */
const fan = (args, w, more = {}) => new StateGraph(State)
  .addNode({ w, after: ({ log }) => ({ v: log.length }), ...more })
  .addConditionalEdges(START, () => args.map((one) => new Send("w", one)), ["w"]).addEdge("w", "after");

test("S-STP-60 S-STP-61 S-STA-43 each Send is a task of the next superstep with its args as they are, equal ones too", async () => {
  const seen = [];
  const args = [{ n: 1 }, { n: 1 }, "text", null, undefined, [1]];
  await fan(args, (input) => void seen.push(input)).compile().invoke({ v: "state" });
  assert.deepEqual(seen, args);
});

test("S-STP-30 S-STR-42 results apply in queue order whatever order they finish in; more than ten too", async () => {
  const gates = Array.from({ length: 12 }, () => deferred());
  const app = fan(gates.map((_, at) => at), async (n) => {
    await gates[n].promise;
    return { log: [n] };
  }).compile();
  const call = chunks(app.stream({}, { streamMode: ["updates", "values"] }));
  for (const gate of gates.toReversed()) {
    await Promise.resolve();
    gate.resolve();
  }
  const all = await call;
  const updates = all.filter(([mode, chunk]) => mode === "updates" && chunk.w).map(([, { w }]) => w.log[0]);
  assert.deepEqual(updates, gates.map((_, at) => at).toReversed());
  assert.deepEqual(all.at(-1)[1], { log: gates.map((_, at) => at), v: 12 });
});

test("S-STP-63 what follows runs once, after all", async () => {
  let ran = 0;
  const app = fan([1, 2, 3], (n) => ({ log: [n] }), { after: () => void (ran += 1) }).compile();
  await app.invoke({});
  assert.equal(ran, 1);
});

test("S-STP-10 S-STP-15 S-STP-30 a node as Send and by an edge in one superstep: two tasks, the edge's applied first", async () => {
  const app = keep(new StateGraph(State)
    .addNode({ a: () => new Command({ goto: new Send("b", "sent") }), b: (input) => ({ log: [typeof input] }) })
    .addEdge(START, "a").addEdge("a", "b"));
  assert.deepEqual((await app.invoke({}, { ...on("t"), interruptBefore: ["b"] })).__interrupt__, []);
  const { tasks, next } = await app.getState(on("t"));
  assert.deepEqual([next, tasks.map(({ path }) => path)], [["b", "b"], [["__pregel_push", 0], ["__pregel_pull", "b"]]]);
  assert.equal(new Set(tasks.map(({ id }) => id)).size, 2);
  assert.deepEqual((await app.invoke(null, on("t"))).log, ["object", "string"]);
});

test("S-BLD-28 S-BLD-33 a path map lets a Send pass, beside labels", async () => {
  const app = new StateGraph(State)
    .addNode({ w: (n) => ({ log: [n] }), x: () => ({ log: ["x"] }) })
    .addConditionalEdges(START, () => [new Send("w", 1), "label", { lg_name: "Send", node: "w", args: 2 }], { label: "x", other: "w" }).compile();
  assert.deepEqual((await app.invoke({})).log, ["x", 1, 2]);
});

test("S-BLD-29 S-STP-16 a Send to END or to no node is refused", async () => {
  for (const [node, message] of [[END, /^Cannot send a packet to the END node/], ["nowhere", /^Invalid node name "nowhere" in Send packet/], [START, /^Invalid node name/]]) {
    const returned = new StateGraph(State).addNode("a", () => new Command({ goto: new Send(node, 1) })).addEdge(START, "a").compile();
    const error = await returned.invoke({}).catch((reason) => reason);
    assert.equal(error.name, "InvalidUpdateError");
    assert.match(error.message, message);
    const routed = new StateGraph(State).addNode("a", () => null).addEdge(START, "a").addConditionalEdges("a", () => new Send(node, 1)).compile();
    await assert.rejects(routed.invoke({}), { name: "InvalidUpdateError", message });
  }
});

test("S-STA-52 a Send that a node returns routes and writes nothing", async () => {
  const app = new StateGraph(State).addNode("a", () => new Send("b", 5), { ends: ["b"] }).addNode("b", (n) => ({ v: n })).addEdge(START, "a").compile();
  assert.deepEqual(await app.invoke({}, { streamMode: "updates" }), [{ a: {} }, { b: { v: 5 } }]);
});

test("S-STP-62 the queue is kept: another page runs the fan-out, tagged values and all", async () => {
  const graph = (w) => fan([{ at: new Date(5) }, { at: new Map([[1, 2]]) }], w);
  const first = keep(graph(() => assert.fail("stopped before")));
  await first.invoke({}, { ...on("t"), interruptBefore: ["w"] });
  const seen = [];
  const second = graph(({ at }) => void seen.push(at)).compile({ checkpointer: first.checkpointer });
  await second.invoke(null, on("t"));
  assert.deepEqual(seen, [new Date(5), new Map([[1, 2]])]);
  const bad = keep(fan([() => {}], () => null));
  await refusal(bad.invoke({}, on("t")), "HaltError", "E_BAD_TYPE");
});

test("S-STP-21 G-17 S-INT-44 a fan-out that asks: questions and paths in queue order, each id its own, answers by id", async () => {
  const calls = [];
  const app = keep(fan([2, 1, 0], (n) => {
    calls.push(n);
    return { log: [`${n}:${interrupt({ n })}`] };
  }));
  const paused = await app.invoke({}, on("t"));
  assert.deepEqual(asked(paused), [{ n: 2 }, { n: 1 }, { n: 0 }]);
  const [two, one, zero] = paused.__interrupt__.map(({ id }) => id);
  const before = await app.getState(on("t"));
  assert.deepEqual(before.tasks.map(({ path }) => path), [["__pregel_push", 0], ["__pregel_push", 1], ["__pregel_push", 2]]);
  await refusal(app.invoke(resume("all"), on("t")), "AmbiguousResumeError", "MULTIPLE_PENDING_INTERRUPTS");

  const partly = await app.invoke(resume({ [one]: "B" }), on("t"));
  assert.deepEqual([partly.log, asked(partly)], [["1:B"], [{ n: 2 }, { n: 0 }]]);
  const between = await app.getState(on("t"));
  assert.deepEqual(between.tasks.map(({ id }) => id), before.tasks.map(({ id }) => id));
  assert.deepEqual([between.next, between.tasks[1].result], [["w", "w"], { log: ["1:B"] }]);
  assert.deepEqual((await app.invoke(resume({ [zero]: "C", [two]: "A" }), on("t"))).log, ["2:A", "1:B", "0:C"]);
  assert.deepEqual(calls, [2, 1, 0, 1, 2, 0]);
});

test("S-INT-07 S-CHO-06 of two questions in one node of a fan-out, an answer to the first never reaches the second", async () => {
  const app = keep(fan(["x", "y"], (name) => ({ log: [`${name}:${interrupt(`${name}1`)}${interrupt(`${name}2`)}`] })));
  const first = await app.invoke({}, on("t"));
  const [{ id: x1 }, { id: y1 }] = first.__interrupt__;
  const second = await app.invoke(resume({ [x1]: "A" }), on("t"));
  assert.deepEqual(new Set(asked(second)), new Set(["y1", "x2"]));
  const { id: x2 } = second.__interrupt__.find(({ value }) => value === "x2");
  assert.notEqual(x2, x1);
  await refusal(app.invoke(resume({ [x1]: "again" }), on("t")), "InterruptConsumedError", "INTERRUPT_CONSUMED");
  const third = await app.invoke(resume({ [x2]: "B", [y1]: "C" }), on("t"));
  assert.deepEqual(asked(third), ["y2"]);
  assert.deepEqual((await app.invoke(resume("D"), on("t"))).log, ["x:AB", "y:CD"]);
});

test("S-GATE-01 S-STA-43 a gate that is sent to asks about its args, and answers with them", async () => {
  const app = keep(new StateGraph(State)
    .addGate("gate", ({ item }) => ({ approve: item }), ({ item }, answer) => ({ log: [`${item}:${answer}`] }))
    .addConditionalEdges(START, () => ["a", "b"].map((item) => new Send("gate", { item })), ["gate"]));
  const paused = await app.invoke({}, on("t"));
  assert.deepEqual(asked(paused), [{ approve: "a" }, { approve: "b" }]);
  const [a, b] = paused.__interrupt__.map(({ id }) => id);
  assert.deepEqual((await app.invoke(resume({ [a]: "yes", [b]: "no" }), on("t"))).log, ["a:yes", "b:no"]);
});

test("S-GATE-04 a gate that is sent to may ask again, each task its own rounds", async () => {
  const app = keep(new StateGraph(State)
    .addGate("gate", (item) => ({ item }), (item, answer, { rounds }) => (answer === "again" ? askAgain({ item, more: true }) : { log: [[item, answer, rounds.length]] }))
    .addConditionalEdges(START, () => ["x", "y"].map((item) => new Send("gate", item)), ["gate"]));
  const [x, y] = (await app.invoke({}, on("t"))).__interrupt__.map(({ id }) => id);
  assert.deepEqual(asked(await app.invoke(resume({ [x]: "again", [y]: "ok" }), on("t"))), [{ item: "x", more: true }]);
  assert.deepEqual((await app.invoke(resume("fine"), on("t"))).log, [["x", "fine", 1], ["y", "ok", 0]]);
});

test("S-BLD-06 a root state and Sends: the args, not the state", async () => {
  const app = new StateGraph(Annotation.Root({ __root__: Annotation({ reducer: (a, b) => a + b }) }))
    .addNode("a", (n) => n * 10).addConditionalEdges(START, (n) => [new Send("a", n + 1), new Send("a", n + 2)]).compile();
  assert.equal(await app.invoke(1), 51);
});
