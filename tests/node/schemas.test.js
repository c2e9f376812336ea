// The forms of state schemas, and state whose writes are checked: semantics.md 1.1, 2.4, 2.7.

import assert from "node:assert/strict";
import test from "node:test";

import { Annotation, Command, MessagesValue, Overwrite, ReducedValue, START, StateGraph, StateSchema, UntrackedValue } from "../../www/haltgraph.js";
import { chunks, keep, on, refusal } from "./graphs.js";

/** A Standard Schema of a type; `coerce` and `initial` as schema libraries have them. */
const standard = (type, { coerce = (value) => value, initial } = {}) => ({
  "~standard": { version: 1, vendor: "test", validate: (given) => {
    const value = coerce(given === undefined ? initial : given);
    return typeof value === type ? { value } : { issues: [{ message: `not a ${type}`, path: [{ key: "deep" }, 0] }] };
  } },
});
/** As Zod's objects look like to who does not import Zod. */
const zodLike = (shape) => ({
  shape,
  safeParse: (given) => {
    const wrong = Object.entries(shape).find(([key, field]) => field["~standard"].validate(given?.[key]).issues);
    return wrong ? { success: false, error: { issues: [{ message: "wrong", path: [wrong[0]] }] } } : { success: true, data: given };
  },
});
const total = (left, right) => left + right;
const once = (schema, node, more) => new StateGraph(schema, more).addNode("n", node).addEdge(START, "n");

test("S-BLD-01 S-BLD-09 a Zod object: each field is a last-value channel, checked", async () => {
  const app = once(zodLike({ name: standard("string"), count: standard("number", { initial: 1, coerce: Number }) }), ({ name, count }) => ({ name: name + count, count: "7" })).compile();
  assert.deepEqual(await app.invoke({ name: "a" }), { name: "a1", count: 7 });
  const error = await refusal(app.invoke({ name: 5 }), "StateSchemaError", "STATE_SCHEMA");
  assert.deepEqual([error.path, Array.isArray(error.cause)], ["/name/deep/0", true]);
  assert.throws(() => once({ safeParse: () => ({}) }, () => null), { name: "StateGraphInputError" });
});

test("S-BLD-01 the older { channels }: null, a reducer under value, a default", async () => {
  const app = once({ channels: { a: null, b: { value: total, default: () => 10 }, c: { value: null, default: () => "c" }, d: Annotation() } }, ({ b, c }) => ({ a: b, b: 1, d: c })).compile();
  assert.deepEqual(await app.invoke({}), { a: 10, b: 11, c: "c", d: "c" });
});

test("S-BLD-02 S-BLD-03 an init object: state, else stateSchema, else input; its fields win over the second argument's", async () => {
  const [State, Other] = [Annotation.Root({ a: Annotation() }), Annotation.Root({ b: Annotation() })];
  for (const init of [{ state: State }, { stateSchema: State }, { input: State }, { state: State, stateSchema: Other }]) {
    assert.deepEqual(await once(init, ({ a }) => ({ a: a + 1 })).compile().invoke({ a: 1 }), { a: 2 });
  }
  const app = once({ state: { a: Annotation(), b: Annotation() }, output: State }, ({ a }) => ({ b: a }), { output: Other, nodes: ["n"] }).compile();
  assert.deepEqual(await app.invoke({ a: 1 }), { a: 1 });
  assert.throws(() => new StateGraph({ state: State, outptu: State }), { name: "TypeError", code: "E_BAD_ARGUMENT" });
});

test("S-BLD-04 one key of two schemas: the same reducer, or a plain later one; else an error", () => {
  const State = Annotation.Root({ n: Annotation({ reducer: total, default: () => 0 }), last: Annotation() });
  const same = Annotation.Root({ n: Annotation({ reducer: total }) });
  const other = Annotation.Root({ n: Annotation({ reducer: (a, b) => a + b }) });
  new StateGraph(State, { input: same, output: Annotation.Root({ n: Annotation() }) });
  assert.throws(() => new StateGraph(State, { input: other }), { name: "GraphValidationError", message: 'Channel "n" already exists with a different type.' });
  assert.throws(() => new StateGraph(State).addNode("a", () => null, { input: Annotation.Root({ last: Annotation({ reducer: total }) }) }), { message: /already exists/ });
});

test("S-BLD-05 a factory is called once per graph", () => {
  let made = 0;
  const key = () => {
    made += 1;
    return Annotation();
  };
  once({ key }, () => null).compile();
  assert.equal(made, 1);
});

test("S-BLD-06 S-STA-53 a root state is the bare value: in nodes, results, streams and snapshots", async () => {
  const seen = [];
  const app = keep(new StateGraph(Annotation.Root({ __root__: Annotation({ reducer: (left, right) => left.concat(right) }) }))
    .addNode("a", (state) => {
      seen.push(state);
      return ["a"];
    })
    .addNode("none", () => null)
    .addEdge(START, "a").addConditionalEdges("a", (state) => (state.length === 2 ? "none" : "a"), ["none", "a"]));
  assert.deepEqual(await app.invoke(["in"], on("t")), ["in", "a"]);
  assert.deepEqual(seen, [["in"]]);
  assert.deepEqual((await app.getState(on("t"))).values, ["in", "a"]);
  assert.deepEqual(await chunks(app.stream(["in"], { ...on("u"), streamMode: ["updates", "values"] })), [
    ["values", ["in"]], ["updates", { a: ["a"] }], ["values", ["in", "a"]], ["updates", { none: null }],
  ]);
});

test("S-INT-31 a bare value that waits stands beside the question", async () => {
  const app = keep(once(Annotation.Root({ __root__: Annotation() }), (_state, runtime) => runtime.interrupt("?")));
  const { __interrupt__: [{ value }], ...rest } = await app.invoke(5, on("t"));
  assert.deepEqual([value, rest], ["?", { __root__: 5 }]);
  const object = keep(once(Annotation.Root({ __root__: Annotation() }), (state, runtime) => [state, runtime.interrupt("?")]));
  const waiting = await object.invoke({ a: 1 }, on("t"));
  assert.deepEqual([waiting.a, waiting.__interrupt__.length], [1, 1]);
  assert.deepEqual((await object.getState(on("t"))).values, { a: 1 });
  // The question beside the value is not in it.
  assert.deepEqual(await object.invoke(new Command({ resume: 2 }), on("t")), [{ a: 1 }, 2]);
});

test("S-STA-41 S-STA-42 a node with an input schema gets those keys only; keys of its own are state, and written like any", async () => {
  let seen;
  const app = keep(new StateGraph(Annotation.Root({ a: Annotation(), b: Annotation() }), { output: Annotation.Root({ a: Annotation() }) })
    .addNode("first", () => ({ secret: 42, a: 1 }))
    .addNode("second", (state) => {
      seen = state;
      return { b: state.secret };
    }, { input: Annotation.Root({ secret: Annotation() }) })
    .addEdge(START, "first").addEdge("first", "second"));
  assert.deepEqual(await app.invoke({ a: 0 }, on("t")), { a: 1 });
  assert.deepEqual(seen, { secret: 42 });
  assert.deepEqual((await app.getState(on("t"))).values, { a: 1, b: 42, secret: 42 });
});

test("S-STA-44 keys outside of the input schema are dropped", async () => {
  const app = once(Annotation.Root({ a: Annotation(), b: Annotation() }), () => null, { input: Annotation.Root({ a: Annotation() }) }).compile();
  assert.deepEqual(await app.invoke({ a: 1, b: 2, c: 3 }), { a: 1 });
});

test("S-STA-46 S-STA-47 output keys: of invoke the output schema's, of a stream all; outputKeys and inputKeys name others", async () => {
  const State = Annotation.Root({ log: Annotation({ reducer: (left, right) => left.concat(right), default: () => [] }), v: Annotation() });
  const app = once(State, () => ({ log: ["n"], v: 2 }), { output: Annotation.Root({ v: Annotation() }) }).compile();
  assert.deepEqual(await app.invoke({ v: 1 }), { v: 2 });
  assert.deepEqual(await chunks(app.stream({ v: 1 }, { streamMode: "values" })), [{ log: [], v: 1 }, { log: ["n"], v: 2 }]);
  assert.deepEqual(await chunks(app.stream({ v: 1 }, { streamMode: "values", outputKeys: ["log"] })), [{ log: [] }, { log: ["n"] }]);
  assert.deepEqual(await chunks(app.stream({ v: 1 }, { outputKeys: ["log"] })), [{ n: { log: ["n"] } }]);
  assert.deepEqual(await app.invoke({ v: 1 }, { outputKeys: "log" }), ["n"]);
  assert.deepEqual(await app.invoke({ v: 1, log: ["in"] }, { inputKeys: ["v"], outputKeys: ["log"] }), { log: ["n"] });
  for (const config of [{ outputKeys: ["w"] }, { inputKeys: "w" }]) {
    const error = await refusal(app.invoke({}, config), "TypeError", "E_BAD_ARGUMENT");
    assert.equal(error.message, "Key w not found in channels");
  }
});

test("S-STA-70 S-STA-73 a StateSchema: fields with schemas, reducers, defaults; and MessagesValue", async () => {
  const Schema = new StateSchema({
    name: standard("string"), count: standard("number", { initial: 3 }), messages: MessagesValue,
    sum: new ReducedValue(standard("number", { initial: 100 }), { inputSchema: standard("string"), reducer: (sum, text) => sum + text.length }),
  });
  let first;
  const app = once(Schema, (state) => {
    first = state;
    return { sum: "four" };
  }).compile();
  assert.deepEqual(await app.invoke({ sum: "in" }), { count: 3, messages: [], sum: 106 });
  assert.deepEqual(first, { count: 3, messages: [], sum: 102 });
  assert.throws(() => new StateSchema({ wrong: 5 }), { name: "StateGraphInputError" });
  assert.throws(() => new ReducedValue({}, { reducer: total }), { name: "TypeError" });
  assert.throws(() => new ReducedValue(standard("number"), {}), { name: "TypeError" });
});

test("S-STA-55 S-STA-71 updates and input are checked before they are written; an Overwrite against the value's schema", async () => {
  const Schema = new StateSchema({ v: standard("number", { coerce: Number }), sum: new ReducedValue(standard("number"), { inputSchema: standard("string"), reducer: (a) => a }) });
  const app = keep(once(Schema, ({ v }) => (v === 1 ? { sum: 5 } : { sum: new Overwrite(v === 2 ? "text" : 7) })));
  assert.deepEqual(await app.invoke({ v: "3" }, on("ok")), { v: 3, sum: 7 });
  await refusal(app.invoke({ sum: 1 }, on("input")), "StateSchemaError", "STATE_SCHEMA");
  assert.equal((await app.getState(on("input"))).createdAt, undefined);
  await refusal(app.invoke({ v: 1 }, on("update")), "StateSchemaError", "STATE_SCHEMA");
  await refusal(app.invoke({ v: 2 }, on("overwrite")), "StateSchemaError", "STATE_SCHEMA");
  assert.deepEqual((await app.getState(on("update"))).next, ["n"]);
});

test("S-STA-55 a schema that would check later is refused", async () => {
  const late = { "~standard": { validate: async () => ({ value: 1 }) } };
  assert.throws(() => new StateSchema({ late }), { name: "TypeError", code: "E_BAD_ARGUMENT" });
});

test("S-RUN-02 the context of a call is checked by the context schema, before anything is stored", async () => {
  const context = zodLike({ tenant: standard("string") });
  let seen;
  const app = keep(once(Annotation.Root({ a: Annotation() }), (_state, runtime) => void (seen = runtime.context), context));
  await refusal(app.invoke({ a: 1 }, { ...on("t"), context: { tenant: 1 } }), "StateSchemaError", "STATE_SCHEMA");
  assert.deepEqual(await app.threads(), []);
  await app.invoke({ a: 1 }, { ...on("t"), context: { tenant: "x" } });
  assert.deepEqual(seen, { tenant: "x" });
  await app.invoke({ a: 1 }, { configurable: { thread_id: "t", tenant: "y" } });
  assert.equal(seen.tenant, "y");
});

test("S-BLD-08 options.interrupt stands at runtime.interrupt", async () => {
  const app = once(Annotation.Root({ a: Annotation() }), (_state, runtime) => ({ a: runtime.interrupt("q") }), { interrupt: (question) => `mine: ${question}` }).compile();
  assert.deepEqual(await app.invoke({}), { a: "mine: q" });
});

test("S-STA-14 compile({ debug: true }) freezes what is written, the input and what reducers make", async () => {
  const State = { log: Annotation({ reducer: (left, right) => [...left, ...right], default: () => [] }), v: Annotation() };
  const change = (of) => once(State, (state) => of(state)).compile({ debug: true }).invoke({ v: { deep: [1] }, log: ["in"] });
  await assert.rejects(change(({ v }) => v.deep.push(2)), TypeError);
  await assert.rejects(change(({ log }) => log.push(2)), TypeError);
  assert.deepEqual(await once(State, ({ v }) => void v.deep.push(2)).compile().invoke({ v: { deep: [1] } }), { log: [], v: { deep: [1, 2] } });
});

test("UntrackedValue is a channel in any schema", () => {
  new StateGraph({ a: new UntrackedValue(), b: new UntrackedValue(standard("number"), { guard: false }) });
  assert.throws(() => new UntrackedValue(null, { guardd: true }), { name: "TypeError", code: "E_BAD_ARGUMENT" });
  assert.throws(() => new UntrackedValue({}), { name: "TypeError", code: "E_BAD_ARGUMENT" });
});
