// State, what nodes return, input: semantics.md 2.

import assert from "node:assert/strict";
import test from "node:test";

import { Annotation, Command, MemorySaver, START, StateGraph } from "../../www/haltgraph.js";
import { abreast, chain, chunks, firstLine, keep, on, refusal } from "./graphs.js";

test("S-STA-04 S-BLD-73 a key that was never written is absent", async () => {
  let seen;
  const app = new StateGraph({ a: Annotation(), b: Annotation({ reducer: (x, y) => x + y }) })
    .addNode("n", (state) => void (seen = state)).addEdge(START, "n").compile();
  assert.deepEqual(await app.invoke({}), {});
  assert.deepEqual(Object.keys(seen), []);
});

test("S-STA-12 falsy values are ordinary values; null survives a save", async () => {
  const app = keep(chain({ a: () => ({ v: 0 }), b: () => ({ v: "" }), c: () => ({ v: false }), d: () => ({ v: null }) }));
  const seen = await chunks(app.stream({}, { ...on("t"), streamMode: "values" }));
  assert.deepEqual(seen.map(({ v }) => v), [0, "", false, null]);
  assert.deepEqual((await app.getState(on("t"))).values, { log: [], v: null });
});

test("S-STA-11 S-CHO-09 undefined is no write", async () => {
  const app = chain({ a: () => ({ v: 1 }), b: () => ({ v: undefined, log: ["b"] }) }).compile();
  assert.deepEqual(await app.invoke({ v: undefined }), { log: ["b"], v: 1 });
});

test("S-STA-13 without a default the first write becomes the value; with one, each is reduced from a new one", async () => {
  const calls = [];
  const plus = (x, y) => {
    calls.push([x, y]);
    return x + y;
  };
  const graph = (reducer) => new StateGraph({ n: Annotation(reducer) }).addNode("a", () => ({ n: 2 })).addEdge(START, "a").compile();
  assert.deepEqual(await graph({ reducer: plus }).invoke({ n: 1 }), { n: 3 });
  assert.deepEqual(calls, [[1, 2]]);
  let made = 0;
  const app = graph({ reducer: plus, default: () => 10 * (made += 1) });
  assert.deepEqual(await app.invoke({ n: 1 }), { n: 13 });
  assert.deepEqual(await app.invoke({ n: 1 }), { n: 23 });
});

test("S-STA-15 a reducer that throws fails the run with its own error; the step is not saved", async () => {
  const graph = new StateGraph({ n: Annotation({ reducer: (left, right) => {
    if (right === "bad") throw new RangeError("no");
    return right;
  }, default: () => "first" }) });
  const app = keep(graph.addNode("a", () => ({ n: "bad" })).addEdge(START, "a"));
  const error = await app.invoke({}, on("t")).catch((reason) => reason);
  assert.equal(error instanceof RangeError, true);
  const again = await app.invoke(null, on("t")).catch((reason) => reason);
  assert.equal(again instanceof RangeError, true);
});

test("S-STA-32 a reducer that returns a promise is an InvalidUpdateError", async () => {
  const app = new StateGraph({ n: Annotation({ reducer: async (left, right) => right, default: () => 0 }) })
    .addNode("a", () => ({ n: 1 })).addEdge(START, "a").compile();
  await refusal(app.invoke({}), "InvalidUpdateError", "INVALID_UPDATE");
  const failing = new StateGraph({ n: Annotation({ reducer: async () => {
    throw new Error("not unhandled");
  }, default: () => 0 }) }).addNode("a", () => ({ n: 1 })).addEdge(START, "a").compile();
  await refusal(failing.invoke({}), "InvalidUpdateError", "INVALID_UPDATE");
});

test("S-STA-40 tasks of one superstep see the same state and nothing of each other", async () => {
  const seen = {};
  const app = abreast({
    a: (state) => {
      seen.a = state;
      return { v: "a", log: ["a"] };
    },
    b: (state) => {
      seen.b = state;
      return { log: ["b"] };
    },
  }).compile();
  await app.invoke({ v: "in" });
  assert.deepEqual([seen.a, seen.b], [{ log: [], v: "in" }, { log: [], v: "in" }]);
  assert.notEqual(seen.a, seen.b);
});

test("S-STA-42 S-STA-44 unknown keys of updates and input are dropped", async () => {
  const app = chain({ a: () => ({ v: 1, nothing: 2 }) }).compile();
  assert.deepEqual(await app.invoke({ other: 1, v: 0 }), { log: [], v: 1 });
  assert.deepEqual(await app.invoke({}), { log: [], v: 1 });
});

test("S-STA-44 input that is no object is refused before anything runs", async () => {
  let ran = 0;
  const app = chain({ a: () => void (ran += 1) }).compile();
  for (const input of ["text", 5, true, ["v"]]) await refusal(app.invoke(input), "InvalidUpdateError", "INVALID_UPDATE");
  assert.equal(ran, 0);
});

test("S-STA-48 input on a thread with state is merged through reducers", async () => {
  const app = keep(chain({ a: ({ log }) => ({ v: log.length }) }));
  await app.invoke({ log: ["one"] }, on("t"));
  assert.deepEqual(await app.invoke({ log: ["two"] }, on("t")), { log: ["one", "two"], v: 2 });
});

test("S-STA-50 what a node may return: nothing, anything falsy, an object, a list with a Command", async () => {
  for (const result of [undefined, null, 0, "", false, Number.NaN, {}, new Command({ resume: 1 })]) {
    const app = chain({ a: () => result, b: async () => result }).compile();
    assert.deepEqual(await app.invoke({ v: 1 }), { log: [], v: 1 });
  }
  const app = chain({ a: () => [{ log: ["1"] }, new Command({ resume: 1 }), { log: ["2"] }] }).compile();
  assert.deepEqual((await app.invoke({})).log, ["1", "2"]);
});

test("S-STA-51 anything else is an InvalidUpdateError of the task", async () => {
  for (const [result, received] of [["text", "string"], [5, "number"], [true, "boolean"], [[], "array"], [[{ v: 1 }], "array"]]) {
    const app = chain({ a: () => result }).compile();
    const error = await refusal(app.invoke({}), "InvalidUpdateError", "INVALID_GRAPH_NODE_RETURN_VALUE");
    assert.equal(firstLine(error), `Expected node "a" to return an object or an array containing at least one Command object, received ${received}`);
    assert.equal(error.lc_error_code, "INVALID_GRAPH_NODE_RETURN_VALUE");
    assert.equal(error.node, "a");
  }
});

test("S-STA-57 two writes to one last-value key in one superstep", async () => {
  const app = keep(abreast({ a: () => ({ v: 1 }), b: () => ({ v: 2 }) }));
  const error = await refusal(app.invoke({}, on("t")), "InvalidUpdateError", "INVALID_CONCURRENT_GRAPH_UPDATE");
  assert.match(firstLine(error), /^Invalid update for channel "v" with values \[1,2\]: LastValue can only receive one value per step\./);
  assert.equal((await app.getState(on("t"))).metadata.step, 0);
  await refusal(app.invoke(null, on("t")), "InvalidUpdateError", "INVALID_CONCURRENT_GRAPH_UPDATE");
});

test("S-STA-14 a value is shared by reference inside a run, and not changed by what later nodes do to it in the store", async () => {
  const list = ["x"];
  let same;
  const app = keep(chain({ a: () => ({ v: list }), b: ({ v }) => void (same = v === list) }));
  await app.invoke({}, on("t"));
  assert.equal(same, true);
});

test("SR-19 SR-24 values that look like internals, and values JSON lacks, come back from the store as they went in", async () => {
  const values = [
    { $hg: "obj", v: 1 }, { lc: 1, type: "constructor", id: ["x"] }, { lg_name: "Send", node: "a" }, new Date(5), new Map([[1, { a: 2n }]]),
    new Set(["a"]), [undefined, Number.NaN, -0, Infinity], new Uint8Array([1, 2]), "\u2028</script>",
  ];
  const checkpointer = new MemorySaver();
  const build = () => chain({ a: () => ({ v: values }) }).compile({ checkpointer });
  await build().invoke({}, on("t"));
  assert.deepEqual((await build().getState(on("t"))).values.v, values);
});

test("S-CON-08 state that cannot be kept is refused where it enters, and names the path", async () => {
  for (const bad of [() => {}, Symbol("s"), { deep: [new (class Thing {})()] }, { ["__proto__"]: 1 }]) {
    const value = Object.keys(Object(bad)).includes("__proto__") ? JSON.parse('{"__proto__":1}') : bad;
    const app = keep(chain({ a: () => ({ v: { at: [value] } }) }));
    const error = await app.invoke({}, on("t")).catch((reason) => reason);
    assert.match(error.code, /^E_/);
  }
});

test("SR-94 a getter of a result that throws fails its task, not the engine", async () => {
  const app = chain({ a: ({ v }) => (v === "bad" ? Object.defineProperty({}, "v", { enumerable: true, get() {
    throw new Error("trap");
  } }) : { v: "good" }) }).compile();
  await assert.rejects(app.invoke({ v: "bad" }), { message: "trap" });
  assert.equal((await app.invoke({})).v, "good");
});
