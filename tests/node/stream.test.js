// Streams: semantics.md 8.1-8.4 for `values`, `updates` and `custom`.

import assert from "node:assert/strict";
import test from "node:test";

import { Command, interrupt } from "../../www/haltgraph.js";
import { abreast, chain, chunks, deferred, gated, keep, on, refusal } from "./graphs.js";

const both = { streamMode: ["values", "updates"] };
const two = () => chain({ a: () => ({ log: ["a"] }), b: async () => ({ v: 1 }) });

test("S-STR-02 one mode gives payloads, a list gives [mode, payload], also of length one", async () => {
  const app = two().compile();
  assert.deepEqual(await chunks(app.stream({ v: 0 }, { streamMode: "values" })), [{ log: [], v: 0 }, { log: ["a"], v: 0 }, { log: ["a"], v: 1 }]);
  assert.deepEqual(await chunks(app.stream({ v: 0 }, { streamMode: ["updates"] })), [["updates", { a: { log: ["a"] } }], ["updates", { b: { v: 1 } }]]);
  assert.deepEqual((await chunks(app.stream({ v: 0 }, both))).map(([mode]) => mode), ["values", "updates", "values", "updates", "values"]);
});

test("S-STR-04 the default of stream is updates; S-STR-08 invoke with another mode gives the chunks", async () => {
  const app = two().compile();
  const updates = [{ a: { log: ["a"] } }, { b: { v: 1 } }];
  assert.deepEqual(await chunks(app.stream({})), updates);
  assert.deepEqual(await app.invoke({}, { streamMode: "updates" }), updates);
  assert.deepEqual(await app.invoke({}, { streamMode: "values" }), { log: ["a"], v: 1 });
  assert.equal((await app.invoke({ v: 0 }, both)).length, 5);
});

test("S-STR-10 values come for steps that wrote a key, and only for those", async () => {
  const app = chain({ a: () => null, b: () => ({ v: 1 }), c: () => ({ other: 2 }) }).compile();
  assert.deepEqual(await chunks(app.stream({}, { streamMode: "values" })), [{ log: [], v: 1 }]);
});

test("S-STR-10 each values event is an object of its own", async () => {
  const app = two().compile();
  const seen = await chunks(app.stream({ v: 0 }, { streamMode: "values" }));
  seen[0].v = "changed";
  assert.equal(seen[1].v, 0);
});

test("S-STR-11 S-CHO-12 updates are as written; nothing written is {}", async () => {
  const app = chain({ a: () => null, b: () => ({}), c: () => ({ v: 1, other: 2 }) }).compile();
  assert.deepEqual(await chunks(app.stream({})), [{ a: {} }, { b: {} }, { c: { v: 1 } }]);
});

test("S-STR-42 updates come in completion order, values in path order", async () => {
  const last = deferred();
  const app = abreast({
    a: async () => {
      await last.promise;
      return { log: ["a"] };
    },
    b: async () => ({ log: ["b"] }),
    c: async () => {
      setImmediate(() => last.resolve());
      return { log: ["c"] };
    },
  }).compile();
  const seen = await chunks(app.stream({}, both));
  assert.deepEqual(seen.filter(([mode]) => mode === "updates").map(([, update]) => Object.keys(update)[0]), ["b", "c", "a"]);
  assert.deepEqual(seen.at(-1), ["values", { log: ["a", "b", "c"] }]);
});

test("S-STR-01 leaving the loop aborts the run", async () => {
  const ran = [];
  const aborted = deferred();
  const app = chain({
    a: () => void ran.push("a"),
    b: (_state, { signal }) => new Promise((resolve) => {
      ran.push("b");
      signal.addEventListener("abort", () => {
        aborted.resolve();
        resolve();
      });
    }),
    c: () => void ran.push("c"),
  }).compile();
  for await (const chunk of await app.stream({})) {
    assert.deepEqual(chunk, { a: {} });
    break;
  }
  await aborted.promise;
  await new Promise((done) => setImmediate(done));
  assert.deepEqual(ran, ["a", "b"]);
});

test("S-STR-01 a stream is a ReadableStream; cancelling it aborts, reading it to the end does not", async () => {
  const app = keep(two());
  const stream = await app.stream({}, on("t"));
  assert.equal(stream instanceof ReadableStream, true);
  const reader = stream.getReader();
  assert.deepEqual(await reader.read(), { done: false, value: { a: { log: ["a"] } } });
  await reader.read();
  assert.deepEqual(await reader.read(), { done: true, value: undefined });
  await reader.cancel();
  const [one, other] = (await app.stream({}, on("u"))).tee();
  assert.deepEqual(await chunks(one), await chunks(other));
});

test("S-STR-07 the run does not wait for its reader", async () => {
  const finished = deferred();
  const app = chain({ a: () => ({ v: 1 }), b: () => {
    finished.resolve();
    return { v: 2 };
  } }).compile();
  const stream = await app.stream({});
  await finished.promise;
  assert.deepEqual(await chunks(stream), [{ a: { v: 1 } }, { b: { v: 2 } }]);
});

test("S-STR-06 an abort while reading throws after what came before", async () => {
  const control = new AbortController();
  const app = chain({ a: () => ({ v: 1 }), b: () => new Promise((resolve) => setImmediate(() => {
    control.abort();
    resolve();
  })) }).compile();
  const seen = [];
  await refusal((async () => {
    for await (const chunk of await app.stream({}, { signal: control.signal })) seen.push(chunk);
  })(), "AbortError", "ABORT");
  assert.deepEqual(seen[0], { a: { v: 1 } });
});

test("G-19 S-STR-50 a pause in a stream of both modes", async () => {
  const app = keep(chain({ a: () => ({ log: ["a"] }), b: () => interrupt("?") }));
  const seen = await chunks(app.stream({ v: 0 }, { ...on("t"), ...both }));
  assert.deepEqual(seen.map(([mode, payload]) => [mode, Object.keys(payload)]), [
    ["values", ["log", "v"]], ["updates", ["a"]], ["values", ["log", "v"]], ["updates", ["__interrupt__"]], ["values", ["__interrupt__"]],
  ]);
  assert.deepEqual(seen[3][1], seen[4][1]);
  assert.deepEqual(Object.keys(seen[3][1].__interrupt__[0]), ["id", "value"]);
});

test("G-20 S-STR-13 S-STR-44 a resume with a finished sibling", async () => {
  const app = keep(abreast({ a: () => ({ log: ["a"] }), b: () => ({ log: [interrupt("?")] }) }));
  await app.invoke({}, on("t"));
  assert.deepEqual(await chunks(app.stream(new Command({ resume: "b" }), { ...on("t"), ...both })), [
    ["values", { log: [] }],
    ["updates", { a: { log: ["a"] }, __metadata__: { cached: true } }],
    ["updates", { b: { log: ["b"] } }],
    ["values", { log: ["a", "b"] }],
  ]);
});

test("S-STR-51 S-STR-54 parallel pauses give one event each, then the preview of what siblings wrote", async () => {
  const app = keep(abreast({ a: () => interrupt("qa"), b: () => interrupt("qb"), c: () => ({ log: ["c"] }) }));
  const seen = await chunks(app.stream({}, { ...on("t"), streamMode: "values" }));
  const kinds = seen.map((payload) => payload.__interrupt__?.map(({ value }) => value) ?? payload.log);
  assert.deepEqual(kinds, [["qa"], ["qb"], ["c"]]);
});

test("S-STR-30 S-STR-02 custom: what a node writes, in call order, at once, before its updates; alone and in a list", async () => {
  const go = deferred();
  const app = chain({ a: async (_state, { writer }) => {
    writer({ at: 1 });
    await go.promise;
    writer("two");
    return { v: 1 };
  } }).compile();
  const stream = await app.stream({}, { streamMode: "custom" });
  assert.deepEqual((await stream.next()).value, { at: 1 });
  go.resolve();
  assert.deepEqual(await chunks(stream), ["two"]);
  assert.deepEqual(await chunks(app.stream({}, { streamMode: ["custom", "updates"] })), [["custom", { at: 1 }], ["custom", "two"], ["updates", { a: { v: 1 } }]]);
});

test("S-STR-30 a write after the end is dropped, one outside of a stream too", async () => {
  let late;
  const app = keep(chain({ a: (_state, { writer }) => {
    late = writer;
    writer("in time");
  }, b: async () => late("too late") }));
  assert.deepEqual(await chunks(app.stream({}, { ...on("t"), streamMode: "custom" })), ["in time"]);
  await app.invoke({}, on("u"));
});

test("S-STR-40 G-21 custom, updates and values of one node, in order", async () => {
  const app = chain({ a: (_state, { writer }) => {
    writer(1);
    writer(2);
    return { v: 1 };
  } }).compile();
  assert.deepEqual(await chunks(app.stream({ v: 0 }, { streamMode: ["custom", "updates", "values"] })), [
    ["values", { log: [], v: 0 }], ["custom", 1], ["custom", 2], ["updates", { a: { v: 1 } }], ["values", { log: [], v: 1 }],
  ]);
});

test("S-GATE-01 a gate's ask has no writer, its answer has one; a path function has none", async () => {
  const seen = [];
  const graph = gated((_state, runtime) => {
    seen.push("writer" in runtime);
    return "?";
  }, (_state, answer, { writer }) => writer(answer)).addConditionalEdges("after", (_state, runtime) => {
    seen.push("writer" in runtime);
    return [];
  });
  const app = keep(graph);
  await app.invoke({}, on("t"));
  assert.deepEqual(await chunks(app.stream(new Command({ resume: "yes" }), { ...on("t"), streamMode: "custom" })), ["yes"]);
  assert.deepEqual(seen, [false, false]);
});

test("S-STR-10 outputKeys: no event for a step that wrote none of them", async () => {
  const app = chain({ a: () => ({ log: ["a"] }), b: () => ({ v: 1 }), c: () => ({ log: ["c"] }) }).compile();
  assert.deepEqual(await chunks(app.stream({ log: ["in"] }, { streamMode: "values", outputKeys: ["v"] })), [{ v: 1 }]);
  assert.deepEqual(await chunks(app.stream({ log: ["in"] }, { streamMode: "values", outputKeys: "log" })).then((list) => list.at(-1)), ["in", "a", "c"]);
  assert.deepEqual(await chunks(app.stream({ log: [] }, { outputKeys: ["v"] })), [{ a: {} }, { b: { v: 1 } }, { c: {} }]);
});

test("S-STR-10 S-INT-30 an update by a Command is in the first values event", async () => {
  const app = keep(chain({ a: () => ({ v: interrupt("?") }) }));
  await app.invoke({ v: 0 }, on("t"));
  assert.deepEqual(await chunks(app.stream(new Command({ resume: 2, update: { log: ["u"] } }), { ...on("t"), streamMode: "values" })), [
    { log: ["u"], v: 0 }, { log: ["u"], v: 2 },
  ]);
});
