// Failures, aborts and error classes: semantics.md 11.5-11.7.

import assert from "node:assert/strict";
import test from "node:test";

import * as hg from "../../www/haltgraph.js";
import { Annotation, GraphInterrupt, HaltError, START, StateGraph, isGraphBubbleUp, isGraphInterrupt } from "../../www/haltgraph.js";
import { State, abreast, chain, chunks, deferred, firstLine, keep, on, refusal } from "./graphs.js";

test("S-ERR-71 S-ERR-72 every class has its name, and every error a code", () => {
  const classes = Object.values(hg).filter((item) => item === HaltError || HaltError.isPrototypeOf(item));
  assert.ok(classes.length > 25);
  const codes = new Set();
  for (const type of classes) {
    const error = new type("what happened");
    assert.equal(type.unminifiable_name, type.name);
    assert.equal(error.name, type.name);
    assert.equal(error.code, type.code);
    assert.match(error.code, /^[A-Z_]+$/);
    assert.ok(error.lc_error_code === undefined || error.lc_error_code === error.code);
    assert.equal(error.docs, `docs/errors.md#${error.code.toLowerCase()}`);
    codes.add(error.code);
  }
  assert.equal(codes.size, classes.length);
});

test("S-ERR-72 codes of classes with a dash in the table have no lc_error_code", () => {
  assert.equal("lc_error_code" in new hg.EmptyInputError("m"), false);
  assert.equal("lc_error_code" in new hg.InvalidUpdateError("m"), false);
  assert.equal(new hg.GraphRecursionError("m").lc_error_code, "GRAPH_RECURSION_LIMIT");
  assert.equal(new hg.GraphMismatchError("m").code, "E_GRAPH_CHANGED");
});

test("a pause is made without a stack, which nobody reads; errors after it have theirs", () => {
  const frames = Error.stackTraceLimit;
  const { stack, message } = new GraphInterrupt([{ id: "i", value: "?" }]);
  assert.equal(stack.includes("\n    at "), false);
  assert.match(message, /waits for a person/);
  assert.equal(Error.stackTraceLimit, frames);
  assert.match(new HaltError("?").stack, /\n    at /);
});

test("S-INT-11 bubble-ups are recognised by name and mark, not by class", () => {
  assert.equal(isGraphInterrupt(new GraphInterrupt([{ id: "a", value: 1 }])), true);
  assert.equal(isGraphInterrupt({ name: "NodeInterrupt" }), true);
  assert.equal(isGraphInterrupt(new Error("x")), false);
  assert.equal(isGraphInterrupt(undefined), false);
  assert.equal(isGraphBubbleUp(new GraphInterrupt()), true);
  assert.equal(isGraphBubbleUp({ is_bubble_up: true }), true);
  assert.equal(isGraphBubbleUp(null), false);
});

test("S-ERR-50 the call rejects with the very error that a node threw, synchronously or not", async () => {
  const own = new RangeError("mine");
  const sync = () => {
    throw own;
  };
  await assert.rejects(chain({ a: sync }).compile().invoke({}), (error) => error === own);
  await assert.rejects(chain({ a: async () => sync() }).compile().invoke({}), (error) => error === own);
});

test("S-ERR-50 S-ERR-51 the call waits for the siblings, which are told to stop, and keeps what they write all the same", async () => {
  const release = deferred();
  let stopped;
  const app = keep(abreast({
    a: async (_state, { signal }) => {
      signal.addEventListener("abort", () => {
        stopped = true;
        release.resolve();
      });
      await release.promise;
      return { log: ["a"] };
    },
    b: async () => {
      await Promise.resolve();
      throw new Error("boom");
    },
  }));
  await assert.rejects(app.invoke({}, on("t")), { message: "boom" });
  assert.equal(stopped, true);
  const { next, tasks, values } = await app.getState(on("t"));
  assert.deepEqual(next, ["b"]);
  assert.deepEqual(tasks.find(({ name }) => name === "a").result, { log: ["a"] });
  assert.deepEqual(values.log, ["a"]);
});

test("S-ERR-54 S-ERR-55 invoke(null) re-runs what failed, and only that", async () => {
  const runs = { a: 0, b: 0 };
  const app = keep(abreast({
    a: () => {
      runs.a += 1;
      return { log: ["a"] };
    },
    b: () => {
      runs.b += 1;
      if (runs.b === 1) throw new Error("boom");
      return { log: ["b"] };
    },
  }));
  await assert.rejects(app.invoke({}, on("t")));
  assert.deepEqual(await app.invoke(null, on("t")), { log: ["a", "b"] });
  assert.deepEqual(runs, { a: 1, b: 2 });
});

test("S-ERR-56 what is no Error is wrapped", async () => {
  for (const thrown of ["text", undefined, null, 5, { code: "E_FORGED", message: "plain" }]) {
    const error = await refusal(chain({ a: () => Promise.reject(thrown) }).compile().invoke({}), "NodeThrewError", "NODE_THREW");
    assert.equal(error.thrown, thrown);
    assert.equal(error.node, "a");
  }
});

test("SR-94 SR-14 whatever a node throws or returns, the engine lives on", async () => {
  const hostile = new Proxy({}, { get: () => assert.fail("get"), getPrototypeOf: () => assert.fail("prototype"), ownKeys: () => assert.fail("keys") });
  const throwing = Object.defineProperties(new Error("x"), { name: { get: () => assert.fail("name") }, cause: { get: () => assert.fail("cause") } });
  const promise = Object.defineProperty(Promise.resolve(), "constructor", { get: () => assert.fail("constructor") });
  const thenable = { then: () => assert.fail("then") };
  const nodes = [() => hostile, () => promise, () => thenable, async () => hostile];
  for (const thrown of [hostile, throwing]) {
    nodes.push(() => {
      throw thrown;
    }, () => Promise.reject(thrown), (_state, runtime) => {
      try {
        runtime.interrupt("?");
      } catch {
        throw thrown;
      }
    });
  }
  for (const node of nodes) {
    const app = keep(chain({ a: node }));
    await assert.rejects(app.invoke({}, on("t")), Error);
    assert.notEqual((await app.threads()).length, 0);
  }
  const reduced = new StateGraph({ n: Annotation({ reducer: () => {
    throw hostile;
  }, default: () => 0 }) }).addNode("a", () => ({ n: 1 })).addEdge(START, "a").compile();
  await assert.rejects(reduced.invoke({}), Error);
  assert.equal((await chain({ a: () => ({ v: 1 }) }).compile().invoke({})).v, 1);
});

test("S-ERR-60 an abort rejects the call, fires the nodes' signals and starts nothing more", async () => {
  const control = new AbortController();
  const started = deferred();
  const ran = [];
  const app = keep(chain({
    a: async (_state, { signal }) => {
      ran.push("a");
      started.resolve();
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      ran.push(signal.reason.message);
    },
    b: () => void ran.push("b"),
  }));
  const call = app.invoke({}, { ...on("t"), signal: control.signal });
  await started.promise;
  control.abort(new Error("enough"));
  const error = await refusal(call, "AbortError", "ABORT");
  assert.equal(firstLine(error), "This operation was aborted");
  assert.equal(error.cause.message, "enough");
  assert.deepEqual(ran, ["a", "enough"]);
});

test("S-ERR-61 a signal that is aborted already: nothing runs, nothing is stored", async () => {
  let ran = 0;
  const app = keep(chain({ a: () => void (ran += 1) }));
  await refusal(app.invoke({ v: 1 }, { ...on("t"), signal: AbortSignal.abort() }), "AbortError", "ABORT");
  assert.deepEqual([ran, (await app.getState(on("t"))).next, (await app.getState(on("t"))).metadata], [0, [], undefined]);
});

test("S-ERR-60 a signal that is read only after the abort has fired", async () => {
  const control = new AbortController();
  const go = deferred();
  let aborted;
  const app = chain({ a: async (_state, runtime) => {
    await go.promise;
    aborted = runtime.signal.aborted;
  } }).compile();
  const call = app.invoke({}, { signal: control.signal });
  control.abort();
  go.resolve();
  await refusal(call, "AbortError", "ABORT");
  assert.equal(aborted, true);
});

test("S-STP-70 S-STP-74 the recursion limit", async () => {
  const app = chain({ a: () => null }).compile();
  for (const recursionLimit of [0, -1, Number.NaN, "5"]) {
    const error = await refusal(app.invoke({}, { recursionLimit }), "TypeError", "E_BAD_ARGUMENT");
    assert.equal(error.message, 'Passed "recursionLimit" must be at least 1.');
  }
  const loop = new StateGraph(State).addNode("a", () => ({ log: ["a"] })).addEdge(START, "a").addEdge("a", "a");
  const error = await refusal(loop.compile().invoke({}), "GraphRecursionError", "GRAPH_RECURSION_LIMIT");
  assert.match(firstLine(error), /^Recursion limit of 25 reached without hitting a stop condition/);
  assert.equal((await chain({ a: () => ({ v: 1 }) }).compile().invoke({}, { recursionLimit: Infinity })).v, 1);
});

test("config fields that are not available are refused, never ignored", async () => {
  const app = keep(chain({ a: () => null }));
  const refused = [
    { interruptBefore: "a" }, { durability: "exit" }, { checkpointDuring: false }, { checkpointDuring: true, durability: "sync" }, { subgraphs: true },
    { streamMode: "messages" }, { onBusy: "maybe" }, { maxConcurrency: 0 }, { metadata: 1 }, { keepPending: 1 }, { outputKeys: ["a"] }, { store: {} },
  ];
  for (const field of refused) {
    await refusal(app.invoke({}, { ...on("t"), ...field }), "TypeError", "E_BAD_ARGUMENT");
  }
  await refusal(app.invoke({}, { configurable: { thread_id: "t", checkpoint_ns: "a:b" } }), "TypeError", "E_BAD_ARGUMENT");
  await app.invoke({}, { ...on("t"), durability: "sync", tags: ["a"], metadata: { b: 1 }, runName: "c", callbacks: [] });
});

test("S-CON-05 private keys of configurable are no way in", async () => {
  let seen;
  const app = chain({ a: (_state, { configurable, context }) => void (seen = [configurable, context]) }).compile();
  await app.invoke({}, { configurable: { __pregel_read: 1, user: "u" }, context: { tenant: 7 } });
  assert.deepEqual(seen, [{ user: "u" }, { tenant: 7 }]);
  assert.throws(() => {
    seen[0].user = "other";
  }, TypeError);
});

test("S-STP-85 an entry point inside a reducer, a default or a path function is E_REENTRANT", async () => {
  const other = keep(chain({ a: () => null }));
  const calls = [
    () => other.invoke({}, on("x")), () => other.stream({}, on("x")), () => other.getState(on("x")), () => other.pending(), () => other.threads(),
    () => other.resume({ thread: "x", interrupt: "y" }, { verb: "approve" }), () => other.continue("x"), () => other.cancel("x"),
    () => other.subscribe(() => {}), () => other.attach(), () => other.batch([{}], on("x")), () => other.getStateHistory(on("x")),
    () => other.updateState(on("x"), {}), () => other.bulkUpdateState(on("x"), []), () => other.withConfig({}).invoke({}, on("x")),
  ];
  for (const call of calls) {
    const reduced = new StateGraph({ n: Annotation({ reducer: call, default: () => 0 }) }).addNode("a", () => ({ n: 1 })).addEdge(START, "a");
    await refusal(reduced.compile().invoke({}), "HaltError", "E_REENTRANT");
    const routed = chain({ a: () => null }).addConditionalEdges("a", call);
    await refusal(routed.compile().invoke({}), "HaltError", "E_REENTRANT");
  }
  const made = new StateGraph({ n: Annotation({ reducer: (a) => a, default: calls[0] }) }).addNode("a", () => null).addEdge(START, "a");
  await refusal(made.compile().invoke({}), "HaltError", "E_REENTRANT");
  assert.deepEqual(await other.threads(), []);
});

test("S-STP-85 a node may run another graph, and another thread of its own; not its own thread", async () => {
  const inner = chain({ a: () => ({ v: "inner" }) }).compile();
  const app = keep(chain({
    a: async ({ v }, runtime) => {
      if (v === "leaf") return { log: ["leaf"] };
      const mine = await refusal(app.invoke({}, { configurable: runtime.configurable, onBusy: "wait" }), "ThreadBusyError", "THREAD_BUSY");
      const leaf = await app.invoke({ v: "leaf" }, on("other"));
      return { log: [mine.code, (await inner.invoke({})).v, ...leaf.log] };
    },
  }));
  assert.deepEqual((await app.invoke({}, on("t"))).log, ["THREAD_BUSY", "inner", "leaf"]);
});

test("S-HG-02 a second call on a thread is refused, or waits", async () => {
  const go = deferred();
  const app = keep(chain({ a: async ({ v }) => {
    if (v === 1) await go.promise;
    return { log: [v] };
  } }));
  const first = app.invoke({ v: 1 }, on("t"));
  await refusal(app.invoke({ v: 2 }, on("t")), "ThreadBusyError", "THREAD_BUSY");
  const waiting = app.invoke({ v: 3 }, { ...on("t"), onBusy: "wait" });
  go.resolve();
  assert.deepEqual((await first).log, [1]);
  assert.deepEqual((await waiting).log, [1, 3]);
});

test("S-STR-06 a stream gives what came before the error, then the error", async () => {
  const app = chain({ a: () => ({ v: 1 }), b: () => {
    throw new Error("boom");
  } }).compile();
  const seen = [];
  await assert.rejects(async () => {
    for await (const chunk of await app.stream({})) seen.push(chunk);
  }, { message: "boom" });
  assert.deepEqual(seen, [{ a: { v: 1 } }]);
  assert.deepEqual(await chunks(chain({ a: () => ({ v: 1 }) }).compile().stream({})), [{ a: { v: 1 } }]);
});
