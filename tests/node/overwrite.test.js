// Overwrite: semantics.md 2.2.

import assert from "node:assert/strict";
import test from "node:test";

import { Annotation, Command, Overwrite, START, StateGraph } from "../../www/haltgraph.js";
import { State, abreast, chain, chunks, keep, on, refusal } from "./graphs.js";

test("S-STA-17 the three spellings replace a reducer's value", async () => {
  for (const written of [new Overwrite(["new"]), { __overwrite__: ["new"] }, { type: "__overwrite__", value: ["new"] }]) {
    assert.deepEqual((await chain({ a: () => ({ log: written }) }).compile().invoke({ log: ["old"] })).log, ["new"]);
  }
  const other = Annotation.Root({ log: Annotation({ reducer: (left, right) => [...left, right], default: () => [] }) });
  const more = { __overwrite__: 1, besides: 2 };
  const app = new StateGraph(other).addNode("a", () => ({ log: more })).addEdge(START, "a").compile();
  assert.deepEqual((await app.invoke({})).log, [more]);
});

test("S-STA-17 in one superstep: what is written before is folded and lost, what comes after is discarded", async () => {
  const app = abreast({ a: () => ({ log: ["a"] }), b: () => ({ log: new Overwrite(["b"]) }), c: () => ({ log: ["c"] }) }).compile();
  assert.deepEqual((await app.invoke({ log: ["in"] })).log, ["b"]);
});

test("S-STA-17 S-CHO-10 two in one superstep are refused, into an empty channel too", async () => {
  const two = abreast({ a: () => ({ log: new Overwrite([1]) }), b: () => ({ log: new Overwrite([2]) }) });
  const error = await refusal(two.compile().invoke({ log: ["in"] }), "InvalidUpdateError", "INVALID_UPDATE");
  assert.match(error.message, /Can receive only one Overwrite value per step\./);
  const empty = Annotation.Root({ log: Annotation({ reducer: (left, right) => left.concat(right) }) });
  const app = new StateGraph(empty).addNode("a", () => new Command({ update: [["log", new Overwrite([1])], ["log", new Overwrite([2])]] })).addEdge(START, "a");
  await refusal(app.compile().invoke({}), "InvalidUpdateError", "INVALID_UPDATE");
});

test("S-STA-18 in input, in a Command, in updateState; on a last-value channel it is unwrapped too", async () => {
  const app = keep(chain({ a: () => ({ log: ["a"] }) }));
  await app.invoke({ log: ["one"] }, on("t"));
  assert.deepEqual((await app.invoke({ log: new Overwrite(["two"]), v: new Overwrite(5) }, on("t"))), { log: ["two", "a"], v: 5 });
  await app.updateState(on("t"), { log: { __overwrite__: ["three"] } }, "a");
  assert.deepEqual((await app.getState(on("t"))).values.log, ["three"]);
  assert.deepEqual((await app.invoke(new Command({ goto: "a", update: { log: new Overwrite([]) } }), on("t"))).log, ["a"]);
});

test("S-STR-11 an update stream shows it as it was written", async () => {
  const [chunk] = await chunks(chain({ a: () => ({ log: { __overwrite__: ["x"] }, v: 1 }) }).compile().stream({}));
  assert.deepEqual(chunk, { a: { log: new Overwrite(["x"]), v: 1 } });
});

test("S-CKP-33 S-STA-17 a finished sibling's Overwrite is kept over a pause and a reload", async () => {
  const graph = () => abreast({ a: () => ({ log: new Overwrite(["a"]) }), b: (_state, runtime) => ({ log: [runtime.interrupt("?")] }) });
  const app = keep(graph());
  assert.deepEqual((await app.invoke({ log: ["in"] }, on("t"))).log, ["a"]);
  const reloaded = graph().compile({ checkpointer: app.checkpointer });
  assert.deepEqual((await reloaded.getState(on("t"))).values.log, ["a"]);
  assert.deepEqual(await chunks(reloaded.stream(new Command({ resume: "b" }), on("t"))), [
    { a: { log: new Overwrite(["a"]) }, __metadata__: { cached: true } }, { b: { log: ["b"] } },
  ]);
  assert.deepEqual((await reloaded.getState(on("t"))).values.log, ["a"]);
});

test("S-STA-17 what comes after an Overwrite appends to it, and the store tells the same", async () => {
  const app = keep(chain({ a: () => ({ log: new Overwrite(["a"]) }), b: () => ({ log: ["b"] }) }));
  assert.deepEqual((await app.invoke({ log: ["in"] }, on("t"))).log, ["a", "b"]);
  const again = new StateGraph(State).addNode({ a: () => null, b: () => null }).addEdge(START, "a").addEdge("a", "b").compile({ checkpointer: app.checkpointer });
  assert.deepEqual((await again.getState(on("t"))).values.log, ["a", "b"]);
});
