// Questions asked inside nodes: semantics.md 4.1-4.4. How they are answered stands in command.test.js.

import assert from "node:assert/strict";
import test from "node:test";

import { Annotation, Command, GraphInterrupt, NodeInterrupt, START, StateGraph, interrupt, isInterrupted } from "../../www/haltgraph.js";
import { State, abreast, asked, chain, deferred, firstLine, keep, on, refusal } from "./graphs.js";

const resume = (answer) => new Command({ resume: answer });

test("S-INT-01 S-INT-05 interrupt leaves the node, and gives the answer when it runs again from its first line", async () => {
  const seen = [];
  const app = keep(chain({ a: ({ v }) => {
    seen.push(v);
    const answer = interrupt({ question: "ok?" });
    return { log: [answer] };
  } }));
  const paused = await app.invoke({ v: "in" }, on("t"));
  assert.deepEqual(paused, { log: [], v: "in", __interrupt__: [{ id: paused.__interrupt__[0].id, value: { question: "ok?" } }] });
  assert.deepEqual(await app.invoke(resume("yes"), on("t")), { log: ["yes"], v: "in" });
  assert.deepEqual(seen, ["in", "in"]);
});

test("S-INT-02 runtime.interrupt works after any number of awaits", async () => {
  const app = keep(chain({ a: async (_state, runtime) => {
    await Promise.resolve();
    const first = runtime.interrupt("first");
    await new Promise((done) => setImmediate(done));
    const { interrupt: ask } = runtime;
    return { v: [first, ask("second")] };
  } }));
  assert.deepEqual(asked(await app.invoke({}, on("t"))), ["first"]);
  assert.deepEqual(asked(await app.invoke(resume(1), on("t"))), ["second"]);
  assert.deepEqual((await app.invoke(resume(2), on("t"))).v, [1, 2]);
});

test("S-INT-02 the global interrupt after an await says what to use, and never attaches to another task", async () => {
  const go = deferred();
  const errors = [];
  const app = keep(abreast({
    a: async () => {
      await go.promise;
      try {
        interrupt("late");
      } catch (error) {
        errors.push(error);
      }
    },
    b: () => {
      go.resolve();
      interrupt("of b");
    },
  }));
  assert.deepEqual(asked(await app.invoke({}, on("t"))), ["of b"]);
  assert.deepEqual([errors[0].name, errors[0].code, errors[0].lc_error_code], ["NoActiveTaskError", "INTERRUPT_OUTSIDE_TASK", "INTERRUPT_OUTSIDE_TASK"]);
  assert.match(errors[0].message, /runtime\.interrupt/);
});

test("S-INT-02 a graph called inside a node's synchronous part does not take its place", async () => {
  const inner = chain({ i: () => ({ v: 1 }) }).compile();
  const app = keep(chain({ a: () => {
    void inner.invoke({});
    return { v: interrupt("still mine") };
  } }));
  assert.deepEqual(asked(await app.invoke({}, on("t"))), ["still mine"]);
});

test("S-INT-03 any JSON value may be asked, undefined is null", async () => {
  for (const payload of [{ a: [1] }, ["x"], "text", 5, true, false, null, undefined]) {
    const app = keep(chain({ a: () => ({ v: interrupt(payload) }) }));
    const paused = await app.invoke({}, on("t"));
    assert.deepEqual(asked(paused), [payload ?? (payload === undefined ? null : payload)]);
    assert.match(paused.__interrupt__[0].id, /^[0-9a-f]{32}$/);
  }
});

test("SR-03 SR-08 SR-12 a payload that is not JSON fails its node with a path, and the engine lives on", async () => {
  let deep = [];
  for (let level = 0; level < 10_000; level += 1) deep = [deep];
  const bad = [[Number.NaN, "E_BAD_NUMBER"], [new Date(0), "E_BAD_TYPE"], [{ a: undefined }, "E_BAD_TYPE"], [10n, "E_BAD_TYPE"], [deep, "E_TOO_DEEP"]];
  for (const [payload, code] of bad) {
    const app = keep(chain({ a: () => ({ v: interrupt({ inner: payload }) }) }));
    const error = await app.invoke({}, on("t")).catch((reason) => reason);
    assert.equal(error.code, code);
    assert.match(error.path, /^\/inner/);
  }
  assert.deepEqual(asked(await keep(chain({ a: () => interrupt("fine") })).invoke({}, on("t"))), ["fine"]);
});

test("SR-24 what is asked is what was handed over, whatever the node does to the object later", async () => {
  const payload = { args: { amount: 10 } };
  const app = keep(chain({ a: () => {
    try {
      interrupt(payload);
    } finally {
      payload.args.amount = 10_000;
    }
  } }));
  assert.deepEqual(asked(await app.invoke({}, on("t"))), [{ args: { amount: 10 } }]);
  assert.deepEqual((await app.pending())[0].payload, { args: { amount: 10 } });
});

test("S-INT-04 nothing that the attempt computed is written", async () => {
  const app = keep(chain({ a: () => ({ log: ["written"], v: interrupt("?") }) }));
  assert.deepEqual((await app.invoke({}, on("t"))).log ?? [], []);
  assert.deepEqual((await app.getState(on("t"))).values, { log: [] });
});

test("S-INT-06 another question at the same index is asked anew by default; the second time it is an error", async () => {
  let text = "one";
  const app = keep(chain({ a: () => ({ v: interrupt(text) }) }));
  const first = await app.invoke({}, on("t"));
  text = "two";
  const again = await app.invoke(resume("answer to one"), on("t"));
  assert.deepEqual(asked(again), ["two"]);
  assert.notEqual(again.__interrupt__[0].id, first.__interrupt__[0].id);
  text = "three";
  const error = await refusal(app.invoke(resume("answer to two"), on("t")), "NonDeterministicInterruptError", "NON_DETERMINISTIC_INTERRUPT");
  assert.match(error.message, /gate/i);
});

test("S-INT-06 onInterruptDrift: error and ignore", async () => {
  for (const onInterruptDrift of ["error", "ignore"]) {
    let text = "one";
    const app = keep(chain({ a: () => ({ v: interrupt(text) }) }), { onInterruptDrift });
    await app.invoke({}, on("t"));
    text = "two";
    const call = app.invoke(resume("answer"), on("t"));
    if (onInterruptDrift === "ignore") assert.equal((await call).v, "answer");
    else await refusal(call, "NonDeterministicInterruptError", "NON_DETERMINISTIC_INTERRUPT");
  }
});

test("S-INT-06 key order is no other question", async () => {
  let turn = 0;
  const app = keep(chain({ a: () => ({ v: interrupt((turn += 1) === 1 ? { a: 1, b: 2 } : { b: 2, a: 1 }) }) }));
  await app.invoke({}, on("t"));
  assert.equal((await app.invoke(resume("x"), on("t"))).v, "x");
});

test("S-INT-08 outside of any run", () => {
  assert.throws(() => interrupt("?"), (error) => firstLine(error) === "Called interrupt() outside the context of a graph.");
});

test("S-INT-09 without a saver: an error at the call, an ordinary one of the node", async () => {
  let caught;
  const app = chain({ a: () => {
    try {
      interrupt("?");
    } catch (error) {
      caught = error;
      throw error;
    }
  } }).compile();
  const error = await refusal(app.invoke({}), "GraphValueError", "MISSING_CHECKPOINTER");
  assert.equal(firstLine(error), "No checkpointer set");
  assert.equal(error, caught);
  await refusal(app.invoke(resume(1)), "GraphValueError", "MISSING_CHECKPOINTER");
  for (const call of [() => app.getState({}), () => app.pending(), () => app.threads(), () => app.cancel("t"), () => app.attach()]) {
    await refusal(call(), "GraphValueError", "MISSING_CHECKPOINTER");
  }
  assert.throws(() => app.subscribe(() => {}), { code: "MISSING_CHECKPOINTER" });
});

test("S-INT-10 a missing thread id is refused before any user code", async () => {
  let ran = 0;
  const app = keep(chain({ a: () => void (ran += 1) }));
  for (const config of [undefined, {}, { configurable: {} }, on(""), on(7)]) {
    const error = await refusal(app.invoke({}, config), "MissingThreadIdError", "MISSING_THREAD_ID");
    assert.match(error.message, /Failed to put checkpoint\. The passed RunnableConfig is missing a required "thread_id" field/);
    await refusal(app.stream({}, config), "MissingThreadIdError", "MISSING_THREAD_ID");
    await refusal(app.getState(config), "MissingThreadIdError", "MISSING_THREAD_ID");
  }
  assert.equal(ran, 0);
});

test("S-INT-13 a swallowed pause stands, and a warning names the node", async () => {
  const swallow = (state, runtime) => {
    try {
      return { v: runtime.interrupt("?") };
    } catch {
      return { v: "caught" };
    }
  };
  for (const node of [swallow, async (state, runtime) => swallow(state, runtime)]) {
    const app = keep(chain({ a: node }));
    assert.deepEqual(asked(await app.invoke({}, on("t"))), ["?"]);
    assert.deepEqual(app.warnings.map(({ code, node: name }) => [code, name]), [["INTERRUPT_SWALLOWED", "a"]]);
    assert.equal((await app.invoke(resume("answer"), on("t"))).v, "answer");
  }
});

test("S-INT-13 rethrowing, also wrapped as a cause, is a pause without a warning; a finally is fine", async () => {
  let cleaned = false;
  const app = keep(chain({ a: () => {
    try {
      return { v: interrupt("?") };
    } catch (error) {
      throw new Error("while asking", { cause: error });
    } finally {
      cleaned = true;
    }
  } }));
  assert.deepEqual(asked(await app.invoke({}, on("t"))), ["?"]);
  assert.deepEqual([cleaned, app.warnings], [true, []]);
});

test("S-INT-13 another error thrown instead is a failure", async () => {
  const app = keep(chain({ a: () => {
    try {
      interrupt("?");
    } catch {
      throw new Error("unrelated");
    }
  } }));
  await assert.rejects(app.invoke({}, on("t")), { message: "unrelated" });
  assert.deepEqual(await app.pending(), []);
});

test("S-INT-14 later calls in the same attempt throw the same interrupt", async () => {
  const thrown = [];
  const app = keep(chain({ a: (_state, runtime) => {
    for (const question of ["one", "two"]) {
      try {
        runtime.interrupt(question);
      } catch (error) {
        thrown.push(error);
      }
    }
    throw thrown[1];
  } }));
  assert.deepEqual(asked(await app.invoke({}, on("t"))), ["one"]);
  assert.equal(thrown[0], thrown[1]);
  assert.equal(thrown[0] instanceof GraphInterrupt, true);
  assert.equal(thrown[0].interrupts[0].value, "one");
});

test("S-INT-15 concurrent questions in one node take their indices in call order", async () => {
  const app = keep(chain({ a: async (_state, { interrupt: ask }) => {
    const one = async (question) => ask(question);
    return { v: await Promise.all([one("a"), one("b")]) };
  } }));
  assert.deepEqual(asked(await app.invoke({}, on("t"))), ["a"]);
  assert.deepEqual(asked(await app.invoke(resume(1), on("t"))), ["b"]);
  assert.deepEqual((await app.invoke(resume(2), on("t"))).v, [1, 2]);
});

test("S-INT-20 S-INT-22 S-INT-23 ids are unguessable, stable, and new for each question; getState tells more", async () => {
  const app = keep(chain({ a: () => ({ v: [interrupt("one"), interrupt("two")] }) }));
  const [first] = (await app.invoke({}, on("t"))).__interrupt__;
  assert.deepEqual(Object.keys(first), ["id", "value"]);
  const [seen] = (await app.getState(on("t"))).tasks[0].interrupts;
  assert.deepEqual([seen.id, seen.value, seen.node, seen.index, seen.revision], [first.id, "one", "a", 0, 0]);
  assert.match(seen.payload_digest, /^[0-9a-f]{64}$/);
  assert.equal((await app.invoke(null, on("t"))).__interrupt__[0].id, first.id);
  const [second] = (await app.invoke(resume(1), on("t"))).__interrupt__;
  assert.notEqual(second.id, first.id);
});

test("S-INT-30 S-INT-31 the state part is that of the last values event", async () => {
  const app = keep(chain({ a: () => interrupt("?") }));
  assert.deepEqual(Object.keys(await app.invoke({}, on("t"))), ["__interrupt__"]);
  assert.deepEqual(Object.keys(await app.invoke(null, on("t"))), ["log", "__interrupt__"]);
});

test("S-INT-32 S-INT-33 isInterrupted", async () => {
  const app = keep(chain({ a: () => ({ v: interrupt("?") }) }));
  assert.equal(isInterrupted(await app.invoke({}, on("t"))), true);
  const done = await app.invoke(resume(1), on("t"));
  assert.deepEqual([isInterrupted(done), "__interrupt__" in done], [false, false]);
  for (const other of [null, undefined, 5, { __interrupt__: {} }]) assert.equal(isInterrupted(other), false);
});

test("S-INT-34 S-INT-37 S-INT-38 siblings that finished are previewed, and are not next", async () => {
  const app = keep(abreast({ a: () => interrupt("?"), b: () => ({ log: ["b"] }) }));
  assert.deepEqual((await app.invoke({}, on("t"))).log, ["b"]);
  const { next, tasks, values } = await app.getState(on("t"));
  assert.deepEqual([next, values], [["a"], { log: ["b"] }]);
  assert.deepEqual(tasks.map(({ name, result }) => [name, result]), [["a", undefined], ["b", { log: ["b"] }]]);
});

test("S-INT-41 S-INT-42 finished siblings are not re-run, nor are unanswered ones", async () => {
  const ran = [];
  const ask = (name) => () => {
    ran.push(name);
    return { log: [`${name}:${interrupt(`q${name}`)}`] };
  };
  const app = keep(abreast({ a: ask("a"), b: ask("b"), c: () => {
    ran.push("c");
    return { log: ["c"] };
  } }));
  const paused = await app.invoke({}, on("t"));
  const [a, b] = paused.__interrupt__;
  const half = await app.invoke(resume({ [a.id]: "A" }), on("t"));
  assert.deepEqual([asked(half), half.__interrupt__[0].id], [["qb"], b.id]);
  assert.deepEqual((await app.invoke(resume("B"), on("t"))).log, ["a:A", "b:B", "c"]);
  assert.deepEqual(ran, ["a", "b", "c", "a", "b"]);
});

test("S-INT-41 S-ERR-53 a failing sibling rejects the call, and the question stays", async () => {
  let fail = true;
  const app = keep(abreast({ a: () => ({ log: [interrupt("?")] }), b: () => {
    if (fail) throw new Error("boom");
    return { log: ["b"] };
  } }));
  await assert.rejects(app.invoke({}, on("t")), { message: "boom" });
  const [question] = await app.pending();
  assert.equal(question.payload, "?");
  fail = false;
  const paused = await app.invoke(null, on("t"));
  assert.equal(paused.__interrupt__[0].id, question.interrupt);
  assert.deepEqual((await app.invoke(resume("A"), on("t"))).log, ["A", "b"]);
});

test("S-BLD-35 S-GATE-03 questions in path functions, reducers and ask are refused", async () => {
  const cases = [
    chain({ a: () => null }).addConditionalEdges("a", () => interrupt("?")),
    new StateGraph({ n: Annotation({ reducer: () => interrupt("?"), default: () => 0 }) }).addNode("a", () => ({ n: 1 })).addEdge(START, "a"),
    chain({ a: () => null }).addGate("g", () => interrupt("?"), () => null).addEdge("a", "g"),
  ];
  for (const graph of cases) await refusal(keep(graph).invoke({}, on("t")), "InterruptPlacementError", "INTERRUPT_PLACEMENT");
  let there;
  const app = chain({ a: () => null }).addConditionalEdges("a", (_state, runtime) => {
    there = "interrupt" in runtime;
    return "__end__";
  }).compile();
  await app.invoke({});
  assert.equal(there, false);
});

test("S-RUN-04 a runtime is inert after its attempt", async () => {
  let kept;
  const app = keep(chain({ a: (_state, runtime) => void (kept = runtime) }));
  await app.invoke({}, on("t"));
  for (const use of [() => kept.interrupt("?"), () => kept.idempotencyKey, () => kept.key("x")]) {
    assert.throws(use, { name: "TaskEndedError", code: "TASK_ENDED" });
  }
});

test("S-HG-11 idempotency keys survive re-runs and change with the next question", async () => {
  const keys = [];
  const app = keep(chain({ a: (_state, runtime) => {
    keys.push(runtime.idempotencyKey);
    const one = runtime.interrupt("one");
    keys.push(runtime.idempotencyKey, runtime.key("charge"));
    return { v: [one, runtime.interrupt("two")] };
  } }));
  await app.invoke({}, on("t"));
  await app.invoke(resume(1), on("t"));
  await app.invoke(resume(2), on("t"));
  const [before1, before2, after2, charge2, before3, after3, charge3] = keys;
  assert.equal(new Set([before1, before2, before3]).size, 1);
  assert.deepEqual([after2, charge2], [after3, charge3]);
  assert.equal(new Set([before1, after2, charge2]).size, 3);
  for (const key of keys) assert.match(key, /^[0-9a-f]{64}$/);
});

test("S-RUN-01 what a runtime tells of an answer", async () => {
  const told = [];
  const app = keep(chain({ a: (_state, runtime) => {
    told.push([runtime.isReplay, runtime.decision, runtime.interruptId]);
    const answer = runtime.interrupt("?");
    told.push([runtime.isReplay, runtime.decision.by, runtime.interruptId, runtime.executionInfo.threadId, runtime.executionInfo.nodeAttempt]);
    return { v: answer };
  } }));
  const [{ id }] = (await app.invoke({}, on("t"))).__interrupt__;
  await app.invoke(resume(1), on("t"));
  assert.deepEqual(told, [[false, undefined, undefined], [true, undefined, undefined], [true, { id: "program", method: "command" }, id, "t", 1]]);
});

test("S-INT-12 a thrown NodeInterrupt asks, and its answer is runtime.resumeValue", async () => {
  const ask = new StateGraph(State).addNode("a", (_state, runtime) => {
    if (runtime.resumeValue === undefined) throw new NodeInterrupt({ ask: "sure?" });
    return { v: runtime.resumeValue };
  }).addEdge(START, "a");
  const app = keep(ask);
  const paused = await app.invoke({}, on("t"));
  assert.deepEqual(paused.__interrupt__.map(({ value }) => value), [{ ask: "sure?" }]);
  assert.match(paused.__interrupt__[0].id, /^[0-9a-f]{32}$/);
  assert.equal((await app.invoke(new Command({ resume: "yes" }), on("t"))).v, "yes");
  await assert.rejects(ask.compile().invoke({}), { code: "MISSING_CHECKPOINTER" });
});
