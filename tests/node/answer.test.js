// People who answer, and what becomes of questions and threads: semantics.md S-HG-10 to S-HG-21, approvals.md C.2.

import assert from "node:assert/strict";
import test from "node:test";

import { Command, InterruptConsumedError, MemorySaver } from "../../www/haltgraph.js";
import { MAIL, chain, deferred, gated, halt, keep, on, question, refusal } from "./graphs.js";

test("pending lists what a front end needs", async () => {
  const app = keep(gated(() => halt(), () => null, { dialect: "halt" }), { name: "mails" });
  const pending = await question(app);
  const { ref, ctx } = pending;
  assert.deepEqual([pending.thread, pending.node, pending.revision, pending.seen], ["t", "gate", 0, false]);
  assert.deepEqual(pending.payload, halt());
  assert.deepEqual(ref, { thread: "t", interrupt: pending.interrupt, revision: 0, digest: ctx.digest(JSON.stringify(halt())) });
  assert.deepEqual([ctx.ref, ctx.node, ctx.native, ctx.binding, ctx.policy], [ref, "gate", true, { dialect: "halt" }, {}]);
  assert.deepEqual([typeof ctx.now, typeof ctx.locale, typeof pending.created_at], ["number", "string", "number"]);
  assert.deepEqual(await app.pending({ thread: "other" }), []);
  assert.deepEqual(await app.pending({ node: "other" }), []);
  assert.equal((await app.pending({ node: "gate" })).length, 1);
  await refusal(app.pending({ status: "x" }), "TypeError", "E_BAD_ARGUMENT");
});

test("SR-15 a digest is never that of another text", async () => {
  const { ctx } = await question(keep(gated(() => halt(), () => null)));
  await refusal((async () => ctx.digest('"\ud800"'))(), "HaltError", "E_BAD_UNICODE");
});

test("S-HG-14 resume resolves at the claim; done is what invoke would give", async () => {
  const go = deferred();
  const app = keep(gated(() => halt(), async (_state, answer) => {
    await go.promise;
    return { v: answer };
  }));
  const { ref } = await question(app);
  const receipt = await app.resume(ref, { verb: "reject", reason: "too early" });
  assert.equal(receipt.outcome, "resumed");
  assert.equal(typeof receipt.receiptId, "string");
  assert.deepEqual(await app.pending(), []);
  go.resolve();
  const { log, v } = await receipt.done;
  assert.deepEqual(log, ["before", "after"]);
  assert.deepEqual(Object.keys(v).sort(), ["action", "at", "by", "digest", "reason", "verb"]);
  assert.deepEqual([v.verb, v.action, v.reason, v.digest, v.by], ["reject", "a1", "too early", ref.digest, { id: "local", method: "none" }]);
  assert.match(v.at, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});

test("S-RUN-01 runtime.decision of a person's answer", async () => {
  let told;
  const app = keep(gated(() => halt(), (_state, _answer, { decision, interruptId }) => void (told = { decision, interruptId })), {
    approvals: { actor: async () => ({ id: "u7", name: "Dana", method: "session" }) },
  });
  const { ref } = await question(app);
  await (await app.resume(ref, { verb: "edit", args: { ...MAIL.args, subject: "Offer 118" } })).done;
  const { decision, interruptId } = told;
  assert.deepEqual([decision.verb, decision.by, interruptId], ["edit", { id: "u7", name: "Dana", method: "session" }, ref.interrupt]);
  assert.deepEqual(decision.edits, [{ op: "replace", path: "/subject", value: "Offer 118" }]);
});

test("S-HG-10 SR-57 the same decision again is a duplicate, in either spelling; the node runs once", async () => {
  let ran = 0;
  const app = keep(gated(() => halt(), () => ({ v: (ran += 1) })));
  const { ref } = await question(app);
  const first = await app.resume(ref, { verb: "approve" });
  const again = await app.resume(ref, { verb: "approve", action: "a1" });
  const whole = await app.resume(ref, {
    interrupt: ref.interrupt, revision: 0, payload_digest: ref.digest, verdicts: [{ verb: "approve", action: "a1" }], shown_digest: null,
  });
  assert.deepEqual([first.outcome, again.outcome, whole.outcome], ["resumed", "duplicate", "duplicate"]);
  assert.deepEqual([first.receiptId, whole.receiptId], [again.receiptId, again.receiptId]);
  for (const receipt of [first, again, whole]) assert.equal((await receipt.done).v, 1);
  assert.equal((await (await app.resume(ref, { verb: "approve" })).done).v, 1);
});

test("S-HG-10 SR-58 another decision is told who decided, when and what", async () => {
  const app = keep(gated(() => halt(), () => null), { approvals: { actor: () => ({ id: "u7", method: "session" }) } });
  const { ref } = await question(app);
  const { done } = await app.resume(ref, { verb: "approve" });
  const error = await refusal(app.resume(ref, { verb: "reject" }), "InterruptConsumedError", "INTERRUPT_CONSUMED");
  assert.equal(error instanceof InterruptConsumedError, true);
  assert.deepEqual([error.decided.by, error.decided.verb], [{ id: "u7", method: "session" }, "approve"]);
  assert.equal(typeof error.decided.at, "number");
  await done;
  await refusal(app.invoke(new Command({ resume: { [ref.interrupt]: 1 } }), on("t")), "InterruptConsumedError", "INTERRUPT_CONSUMED");
});

test("G-38 two answers at once: one effect, the other is told", async () => {
  let ran = 0;
  const app = keep(gated(() => "?", () => ({ v: (ran += 1) })));
  await app.invoke({}, on("t"));
  const both = await Promise.allSettled([1, 2].map((resume) => app.invoke(new Command({ resume }), on("t"))));
  const refused = both.filter(({ status }) => status === "rejected").map(({ reason }) => reason.code);
  assert.equal(refused.length, 1);
  assert.ok(["INTERRUPT_CONSUMED", "NO_PENDING_INTERRUPT"].includes(refused[0]), refused[0]);
  assert.equal(ran, 1);
});

test("SR-42 S-HG-12 a decision must name this payload and this revision", async () => {
  const app = keep(gated(() => halt(), () => null));
  const { ref } = await question(app);
  await refusal(app.resume({ ...ref, digest: "0".repeat(64) }, { verb: "approve" }), "HaltError", "E_DIGEST_MISMATCH");
  await refusal(app.resume({ thread: ref.thread, interrupt: ref.interrupt, revision: 0 }, { verb: "approve" }), "HaltError", "E_DIGEST_MISMATCH");
  await refusal(app.resume({ ...ref, revision: 2 }, { verb: "approve" }), "StaleDecisionError", "STALE_DECISION");
  const whole = { interrupt: ref.interrupt, revision: 0, payload_digest: "0".repeat(64), verdicts: [{ verb: "approve" }], shown_digest: null };
  await refusal(app.resume(ref, whole), "HaltError", "E_DIGEST_MISMATCH");
  for (const none of [undefined, null, ""]) {
    await refusal(app.resume(ref, { ...whole, payload_digest: none }), "HaltError", "E_DIGEST_MISMATCH");
  }
  await refusal(app.resume(ref, { ...whole, payload_digest: ref.digest, interrupt: "f".repeat(32) }), "HaltError", "E_BAD_DECISION");
  assert.equal((await app.pending()).length, 1);
});

test("SR-47 nothing but an offered verb decides", async () => {
  const app = keep(gated(() => halt({ decisions: ["approve"] }), () => null));
  const { ref } = await question(app);
  for (const decision of [true, 1, "yes", "APPROVE", null, undefined, {}, { verb: "APPROVE" }, { verb: "reject" }, { verbs: ["approve"] },
    { verdicts: [{ verb: "approve" }, { verb: "approve" }], interrupt: ref.interrupt, revision: 0, payload_digest: ref.digest, shown_digest: null }]) {
    const error = await app.resume(ref, decision).catch((reason) => reason);
    assert.equal(error.code, "E_BAD_DECISION", JSON.stringify(decision));
  }
  assert.equal((await app.pending()).length, 1);
});

test("SR-44 edits are held against the schema, and errors name the place", async () => {
  const schema = { type: "object", properties: { to: { type: "string" }, subject: { type: "string", maxLength: 5 } }, required: ["to"], additionalProperties: false };
  const app = keep(gated(() => halt({ action: { id: "a1", ...MAIL, schema } }), () => null));
  const { ref } = await question(app);
  const refused = async (args) => {
    const { code, path } = await app.resume(ref, { verb: "edit", args }).catch((reason) => reason);
    return [code, path];
  };
  assert.deepEqual((await refused({ to: "x", subject: "too long" }))[0], "E_SCHEMA");
  assert.deepEqual((await refused({ to: "x", subject: "s", bcc: "y" }))[0], "E_UNKNOWN_FIELD");
  assert.match((await refused({ to: "x", subject: "too long" }))[1], /subject/);
});

test("SR-54 unknown questions, and refs that are none", async () => {
  const app = keep(gated(() => halt(), () => null));
  const { ref } = await question(app);
  await refusal(app.resume({ ...ref, interrupt: "f".repeat(32) }, { verb: "approve" }), "UnknownInterruptError", "UNKNOWN_INTERRUPT_ID");
  await refusal(app.resume({ ...ref, thread: "other" }, { verb: "approve" }), "UnknownInterruptError", "UNKNOWN_INTERRUPT_ID");
  for (const none of [undefined, null, "t", {}, { thread: "t" }]) await refusal(app.resume(none, { verb: "approve" }), "TypeError", "E_BAD_ARGUMENT");
  await refusal(app.resume(ref, { verb: "approve" }, { undoMs: 5 }), "TypeError", "E_BAD_ARGUMENT");
});

test("SR-70 SR-94 an actor that throws or names nobody decides nothing", async () => {
  for (const actor of [() => {
    throw new Error("signed out");
  }, async () => ({}), () => ({ id: 7, method: "session" })]) {
    const app = keep(gated(() => halt(), () => null), { approvals: { actor } });
    const { ref } = await question(app);
    await refusal(app.resume(ref, { verb: "approve" }), "HaltError", "E_CALLBACK");
    assert.equal((await app.pending()).length, 1);
  }
});

test("a halt payload of an ordinary node is read only where the host says so", async () => {
  const graph = () => chain({ a: (_state, runtime) => ({ v: runtime.interrupt(halt()) }) });
  const verb = async (options) => {
    const app = keep(graph(), options);
    const { ref } = await question(app);
    const receipt = await app.resume(ref, { verb: "approve" });
    return (await receipt.done).v;
  };
  assert.equal(await verb({}), true);
  assert.equal((await verb({ approvals: { native: true } })).verb, "approve");
  assert.equal((await verb({ approvals: { nodes: { a: { dialect: "halt" } } } })).verb, "approve");
});

test("bindings and actors that cannot be meant are refused at compile", () => {
  for (const approvals of [{ nodes: { gat: { dialect: "halt" } } }, { nodes: { gate: {} } }, { nodes: { gate: null } }, { actor: { id: "u" } }, { deciders: [] }]) {
    assert.throws(() => gated(() => "?", () => null).compile({ approvals }), { name: "TypeError", code: "E_BAD_ARGUMENT" });
  }
});

test("S-HG-14 S-STR-56 a failure that nobody listens to is the failed event, not an unhandled rejection", async () => {
  const unhandled = [];
  const note = (reason) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  const failed = deferred();
  const app = keep(gated(() => halt(), () => {
    throw new RangeError("no stamps");
  }));
  const { ref } = await question(app);
  const end = app.subscribe((event) => failed.resolve(event), { type: "failed" });
  await app.resume(ref, { verb: "approve" });
  const event = await failed.promise;
  assert.deepEqual([event.thread, event.error.message], ["t", "no stamps"]);
  await new Promise((done) => setImmediate(done));
  end();
  process.off("unhandledRejection", note);
  assert.deepEqual(unhandled, []);
});

test("S-STR-56 subscribers hear what becomes of questions, as they asked to", async () => {
  const app = keep(gated(() => halt(), () => null));
  const all = [];
  const some = [];
  const endAll = app.subscribe(({ type, thread, ref }) => all.push([type, thread, ref?.interrupt]));
  const endSome = app.subscribe(({ type }) => some.push(type), { thread: "u", type: ["pending", "finished"] });
  const { ref } = await question(app);
  const finished = deferred();
  const endFinished = app.subscribe(() => finished.resolve(), { type: "finished" });
  await (await app.resume(ref, { verb: "approve" })).done;
  await finished.promise;
  assert.deepEqual(all.filter(([type]) => type !== "progress"), [["pending", "t", ref.interrupt], ["decided", "t", ref.interrupt], ["finished", "t", undefined]]);
  await question(app, "u");
  assert.deepEqual(some, ["pending"]);
  endAll();
  endSome();
  endFinished();
  const count = all.length;
  await question(app, "w");
  assert.equal(all.length, count);
});

test("SR-94 a subscriber that throws hurts nobody", async () => {
  const app = keep(gated(() => halt(), () => null));
  const heard = [];
  app.subscribe(() => {
    throw new Error("mine");
  });
  app.subscribe(({ type }) => heard.push(type));
  const { ref } = await question(app);
  await (await app.resume(ref, { verb: "approve" })).done;
  assert.ok(heard.includes("pending"));
  assert.ok(app.warnings.some(({ code }) => code === "E_CALLBACK"));
});

test("S-HG-13 SR-64 cancel closes the question; a later answer is told so", async () => {
  const app = keep(gated(() => halt(), () => null));
  const { ref } = await question(app);
  await app.cancel(ref, { reason: "no longer needed" });
  assert.deepEqual(await app.pending(), []);
  const error = await refusal(app.resume(ref, { verb: "approve" }), "HaltError", "E_CANCELLED");
  assert.deepEqual([error.decided.verb, error.decided.by], ["cancelled", { id: "local", method: "none" }]);
  assert.equal((await app.threads())[0].status, "idle");
  await question(app, "u");
  await app.cancel("u");
  assert.deepEqual(await app.pending(), []);
});

test("S-HG-20 SR-63 a deadline closes the question as expired; onExpire answers it", async () => {
  const past = keep(gated(() => halt(), () => null, { expiresAt: new Date(1) }));
  const paused = await past.invoke({}, on("t"));
  const seen = (await past.getState(on("t"))).tasks[0].interrupts[0];
  assert.deepEqual([seen.expired, seen.expires_at], [true, 1]);
  const ref = { thread: "t", interrupt: paused.__interrupt__[0].id, revision: 0, digest: seen.payload_digest };
  const error = await refusal(past.resume(ref, { verb: "approve" }), "InterruptExpiredError", "INTERRUPT_EXPIRED");
  assert.equal(error.decided.verb, "expired");
  assert.deepEqual(await past.pending(), []);

  const future = keep(gated(() => halt(), () => null, { ttlMs: 60_000 }));
  const pending = await question(future);
  assert.ok(pending.expires_at > Date.now());
  assert.equal(pending.ctx.policy.expiresAt, pending.expires_at);

  const fallback = keep(gated(() => "?", (_state, answer, { decision }) => ({ v: [answer, decision.by.id] }), { expiresAt: 1, onExpire: { resume: "late" } }));
  const finished = deferred();
  fallback.subscribe(() => finished.resolve(), { type: "finished" });
  await fallback.invoke({}, on("t"));
  await fallback.pending();
  await finished.promise;
  assert.deepEqual((await fallback.getState(on("t"))).values.v, ["late", "timer"]);
});

test('S-HG-20 onExpire: "fail" makes the question throw in its node, and a gate fail', async () => {
  const asking = keep(chain({ b: (_state, runtime) => {
    try {
      return { v: [runtime.interrupt("q", { expiresAt: 1, onExpire: "fail" })] };
    } catch (error) {
      if (error.code !== "INTERRUPT_EXPIRED") throw error;
      return { v: [error.name] };
    }
  } }));
  await asking.invoke({}, on("t"));
  assert.deepEqual((await asking.invoke(null, on("t"))).v, ["InterruptExpiredError"]);
  assert.deepEqual(await asking.pending(), []);

  const gate = keep(gated(() => "?", () => null, { expiresAt: 1, onExpire: "fail" }));
  await gate.invoke({}, on("t"));
  await refusal(gate.invoke(null, on("t")), "InterruptExpiredError", "INTERRUPT_EXPIRED");
});

test("S-CON-12 threads tells every status, and filters", async () => {
  const app = keep(gated(({ v }) => (v === "ask" ? halt() : undefined), () => null));
  await app.invoke({ v: "ask" }, on("waits"));
  await app.invoke({}, on("ends"));
  const rows = await app.threads();
  assert.deepEqual(rows.map(({ thread, status, waiting }) => [thread, status, waiting]).sort(), [["ends", "done", 0], ["waits", "interrupted", 1]]);
  assert.deepEqual((await app.threads({ status: ["interrupted", "failed"] })).map(({ thread }) => thread), ["waits"]);
  assert.deepEqual(await app.threads({ graph: "other" }), []);
  assert.deepEqual(Object.keys(rows[0]).sort(), ["createdAt", "graph", "status", "step", "thread", "updatedAt", "waiting"]);
});

test("S-ERR-54 threads tells why one failed", async () => {
  const app = keep(chain({ a: () => {
    throw Object.assign(new TypeError("broken"), { code: "E_MINE" });
  } }));
  await app.invoke({}, on("t")).catch(() => {});
  const [{ status, error }] = await app.threads();
  assert.deepEqual([status, error], ["failed", { code: "E_MINE", name: "TypeError", message: "broken" }]);
});

test("C.2 continue runs a failed task again, with the recorded answer", async () => {
  let fail = true;
  const keys = [];
  const app = keep(gated(() => halt(), (_state, { verb }, runtime) => {
    keys.push(runtime.key("send"));
    if (fail) throw new Error("smtp is down");
    return { v: verb };
  }));
  const { ref } = await question(app);
  await (await app.resume(ref, { verb: "approve" })).done.catch(() => {});
  fail = false;
  const receipt = await app.continue("t");
  assert.equal((await receipt.done).v, "approve");
  assert.equal(keys[0], keys[1]);
});

test("deleteThread takes a thread with its questions", async () => {
  const app = keep(gated(() => halt(), () => null));
  await question(app);
  await app.checkpointer.deleteThread("t");
  assert.deepEqual([await app.pending(), await app.threads()], [[], []]);
  const saver = new MemorySaver();
  assert.deepEqual(saver.capabilities, {
    durable: false, multi_tab: false, exactly_once: "one instance", history: Infinity, reset_detection: false, max_bytes: null,
  });
});
