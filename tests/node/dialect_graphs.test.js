// The dialects under the engine: ports of the founding articles' graphs, answered as a person answers them, and nodes that a
// payload must not lead astray.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

import "../../www/dialects/all.js";
import { decide, encode, registerDialect, toFormModel } from "../../www/dialects/index.js";
import { Annotation, END, MemorySaver, START, StateGraph } from "../../www/haltgraph.js";
import { question, refusal } from "./graphs.js";

const FOLDER = new URL("fixtures/dialects/", import.meta.url);
/** @type {any[]} */
const fixtures = readdirSync(FOLDER).flatMap((name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")));

/** The payload of a fixture. @param {string} name */
const printed = (name) => fixtures.find((one) => one.name === name).payload;

/** @param {string[]} keys */
const stateOf = (keys) => Annotation.Root(Object.fromEntries(keys.map((key) => [key, Annotation()])));

/** A graph of one asking node.
 * @param {string} name @param {(state: any, runtime: any) => any} node @param {any} [approvals] @param {string[]} [keys] @param {any} [options] of the node */
function asking(name, node, approvals, keys = ["result"], options) {
  const warnings = /** @type {any[]} */ ([]);
  const app = new StateGraph(stateOf(keys)).addNode(name, node, options).addEdge(START, name).addEdge(name, END)
    .compile({ checkpointer: new MemorySaver(), onWarning: (warning) => warnings.push(warning), ...(approvals && { approvals }) });
  return Object.assign(app, { warnings });
}

/** Seed 000, its `approval_gate` as printed. @param {any} [approvals] */
function booking(approvals, summary = "Book LAX->JFK for $187.0?") {
  const booked = /** @type {any[]} */ ([]);
  const app = asking("approval_gate", (_, { interrupt }) => {
    let { action } = printed("seed 000, as printed, at a bound node");
    const decision = interrupt({ kind: "approve_booking", summary, action });
    if (decision.choice === "reject") return { result: `Rejected by user: ${decision.reason ?? ""}` };
    if (decision.choice === "edit") action = { ...action, args: { ...action.args, ...decision.edits } };
    booked.push(action.args);
    return { result: `BOOKED on ${action.args.date}` };
  }, approvals);
  return { app, booked };
}

/** Answers the question of thread "t" through the form's own path: model, verdicts, decision. @param {any} app @param {any} verdict */
async function answer(app, verdict) {
  const { payload, ctx, ref } = await question(app);
  const receipt = await app.resume(ref, decide(toFormModel(payload, ctx), [verdict]));
  return receipt.done;
}

const BOUND = { nodes: { approval_gate: { dialect: "kind-choice" } } };

test("seed 000: approve, edit and reject, bound in compile, by one word, and where the node is added", async () => {
  const edited = { origin: "LAX", destination: "JFK", date: "2026-05-30", price_usd: 187 };
  for (const approvals of [BOUND, { nodes: { approval_gate: "kind-choice" } }]) {
    assert.equal((await answer(booking(approvals).app, { verb: "approve" })).result, "BOOKED on 2026-05-29");
    const { app, booked } = booking(approvals);
    assert.equal((await answer(app, { verb: "edit", args: edited })).result, "BOOKED on 2026-05-30");
    assert.deepEqual(booked, [edited]);
    assert.equal((await answer(booking(approvals).app, { verb: "reject", reason: "Found cheaper on Kayak" })).result, "Rejected by user: Found cheaper on Kayak");
  }
  const app = asking("gate", (_, { interrupt }) => ({ result: interrupt(printed("seed 003, unbound")) }), undefined, ["result"], { dialect: "plan-verdict" });
  assert.equal((await answer(app, { verb: "reject" })).result, "rejected");
});

test("seed 001: true and false reach the node, unbound too", async () => {
  const app = () => asking("human_review", (_, { interrupt }) => ({ result: interrupt(printed("seed 001, as printed, unbound")) ? "EXECUTED" : "CANCELLED" }));
  assert.equal((await answer(app(), { verb: "approve" })).result, "EXECUTED");
  assert.equal((await answer(app(), { verb: "reject", reason: "too many" })).result, "CANCELLED");
});

test("A.15 a reason that the resume value has no place for reaches the graph as runtime.decision.reason", async () => {
  const app = asking("human_review", (_, runtime) => {
    const approved = runtime.interrupt(printed("seed 001, as printed, unbound"));
    return { result: [approved, runtime.decision.reason] };
  });
  assert.deepEqual((await answer(app, { verb: "reject", reason: "too many" })).result, [false, "too many"]);
});

test("seed 002, example 1: the query runs when approved, and only then", async () => {
  const app = () => asking("review", (_, { interrupt }) => ({ result: interrupt(printed("seed 002, example 1, as printed, at a bound node")) === "approved" ? "ran" : "not run" }), { nodes: { review: "query-verdict" } });
  assert.equal((await answer(app(), { verb: "approve" })).result, "ran");
  assert.equal((await answer(app(), { verb: "reject", reason: "approved" })).result, "not run");
});

test("A-11 seed 002, example 2: an edit is merged and books nothing; approve books; cancel cancels", async () => {
  const { payload: { plan, ...rest } } = fixtures.find(({ name }) => name === "seed 002, example 2, as printed, at a bound node");
  const app = () => asking("approval_node", (_, { interrupt }) => {
    const response = interrupt({ ...rest, plan });
    if (response.action === "edit") return { plan: { ...plan, ...response.edits }, booked: false };
    return { plan, booked: response.action === "approve" };
  }, { nodes: { approval_node: { dialect: "plan-options", editRuns: false } } }, ["plan", "booked"]);
  const edited = await answer(app(), { verb: "edit", args: { ...plan, hotel: "Shibuya Hotel, 3 nights KRW 380,000" } });
  assert.deepEqual([edited.booked, edited.plan.hotel, edited.plan.flight], [false, "Shibuya Hotel, 3 nights KRW 380,000", plan.flight]);
  assert.equal((await answer(app(), { verb: "approve" })).booked, true);
  assert.equal((await answer(app(), { verb: "reject", reason: "Another week" })).booked, false);
});

test("seed 003: the reason comes in the text that the node reports", async () => {
  const app = asking("approval_gate", (_, { interrupt }) => {
    const decision = interrupt(printed("seed 003, as printed, at a bound node"));
    return { result: decision === "approved" ? "done" : `Run rejected by reviewer. Reason: ${decision}` };
  }, { nodes: { approval_gate: "plan-verdict" } });
  assert.equal((await answer(app, { verb: "reject", reason: "too broad, add a dry-run step first" })).result, "Run rejected by reviewer. Reason: rejected: too broad, add a dry-run step first");
});

/** Seed 004 as it can work: the state says what is asked about before the question is. @param {any} pendingApproval @param {any} binding @param {boolean} [bound] */
function scaling(pendingApproval, binding, bound = true) {
  const ran = /** @type {string[]} */ ([]);
  const app = new StateGraph(stateOf(["pending_approval", "result"]))
    .addNode("call_model", () => ({ pending_approval: pendingApproval }))
    .addNode("handle_approval", (/** @type {any} */ state, /** @type {any} */ { interrupt }) => {
      const answered = interrupt("awaiting_approval");
      const approved = (answered.approval ?? answered) === "approved";
      if (approved) ran.push(...[state.pending_approval].flat().map((/** @type {any} */ call) => call.tool ?? call.name));
      return { result: approved ? "ran" : "denied", pending_approval: null };
    })
    .addEdge(START, "call_model").addEdge("call_model", "handle_approval").addEdge("handle_approval", END)
    .compile({ checkpointer: new MemorySaver(), onWarning: () => {}, approvals: bound ? { nodes: { handle_approval: { dialect: "state-approval", ...binding } } } : {} });
  return { app, ran };
}

const SCALE = { tool: "scale_down", args: { cluster_id: "cl-001" }, tool_call_id: "call-abc123" };

test("seed 004: what is asked about is read from the state of the checkpoint that asked", async () => {
  for (const form of ["object", "text"]) {
    const { app, ran } = scaling(SCALE, { form });
    const { payload, ctx, ref } = await question(app);
    const model = toFormModel(payload, ctx);
    assert.deepEqual([model.actions[0].name, model.actions[0].rows.map(({ path }) => path), model.strength], ["scale_down", ["/cluster_id"], "bound"]);
    assert.equal((await (await app.resume(ref, { verb: "approve" })).done).result, "ran");
    assert.deepEqual(ran, ["scale_down"]);
    assert.equal((await answer(scaling(SCALE, { form }).app, { verb: "reject" })).result, "denied");
  }
});

test("seed 004: one answer runs every call that was shown", async () => {
  const calls = [{ name: "delete_cluster", args: { id: 1 }, id: "c1" }, { name: "scale_down", args: { id: 2 }, id: "c2" }];
  const { app, ran } = scaling(calls, {});
  const { payload, ctx, ref } = await question(app);
  assert.equal(toFormModel(payload, ctx).actions.length, 2);
  await (await app.resume(ref, { verb: "approve" })).done;
  assert.deepEqual(ran, ["delete_cluster", "scale_down"]);
});

test("seed 004: an answer to a question that this page never listed is judged by the same state", async () => {
  for (const [asked, code] of /** @type {[any, string | undefined][]} */ ([[SCALE, undefined], [[], "E_PAYLOAD_SHAPE"]])) {
    const saver = new MemorySaver();
    const make = () => new StateGraph(stateOf(["pending_approval", "result"])).addNode("a", () => ({ pending_approval: asked }))
      .addNode("handle_approval", (/** @type {any} */ _, /** @type {any} */ { interrupt }) => ({ result: interrupt("confirm") }))
      .addEdge(START, "a").addEdge("a", "handle_approval").addEdge("handle_approval", END)
      .compile({ checkpointer: saver, name: "g", onWarning: () => {}, approvals: { nodes: { handle_approval: "state-approval" } } });
    const { ref } = await question(make());
    const answered = make().resume(ref, { verb: "approve" });
    if (code) await refusal(answered, "HaltError", code);
    else assert.deepEqual((await (await answered).done).result, { approval: "approved" });
  }
});

test("A-07 unbound, Reject is refused and nothing of the node runs; cancel ends the run; bound, all three resume", async () => {
  const { app, booked } = booking();
  const { ref, payload, ctx } = await question(app);
  assert.deepEqual(toFormModel(payload, ctx).buttons.map(({ verb }) => verb), ["approve", "stop", "leave"]);
  for (const verdict of [{ verb: "reject" }, { verb: "edit", args: { origin: "X" } }]) await refusal(app.resume(ref, verdict), "HaltError", "E_BAD_DECISION");
  await app.cancel(ref, { reason: "no" });
  assert.deepEqual([booked, await app.pending()], [[], []]);
  assert.deepEqual(app.warnings.map(({ code, node }) => [code, node]), [["DIALECT_UNBOUND", "approval_gate"]]);
  assert.match(app.warnings[0].message, /nodes: \{ "approval_gate": \{ dialect: "kind-choice" \} \}/);
  assert.deepEqual(booking(BOUND).app.warnings, []);
});

test("0.2 trustShapes lets a recognised payload be refused and edited", async () => {
  const { app } = booking({ trustShapes: true });
  assert.equal((await answer(app, { verb: "reject", reason: "r" })).result, "Rejected by user: r");
  assert.deepEqual(app.warnings, []);
});

test("A-72 a node that tests for truth runs nothing by any refusal or edit of any payload that was only recognised", async (t) => {
  for (const { name, payload, context } of fixtures.filter(({ strength, context: ctx }) => ["shape", "weak", "none"].includes(strength) && !ctx?.trustShapes)) {
    await t.test(name, async () => {
      let runs = 0;
      const keys = ["result", "pending_approval"];
      const app = new StateGraph(stateOf(keys)).addNode("set", () => context?.state ?? {})
        .addNode("naive", (/** @type {any} */ _, /** @type {any} */ { interrupt }) => {
          if (interrupt(payload)) runs += 1;
          return { result: "done" };
        }).addEdge(START, "set").addEdge("set", "naive").addEdge("naive", END).compile({ checkpointer: new MemorySaver(), onWarning: () => {} });
      const { ref, payload: asked, ctx } = await question(app);
      const model = toFormModel(asked, ctx);
      for (const verdict of [{ verb: "edit", args: { origin: "X" } }, { verb: "choose", choice: "postpone" }, { verb: "dismiss" }]) {
        assert.throws(() => decide(model, [/** @type {any} */ (verdict)]));
        await assert.rejects(app.resume(ref, /** @type {any} */ (verdict)));
      }
      const refusing = model.buttons.find(({ verb }) => verb === "reject");
      if (refusing) await (await app.resume(ref, decide(model, [{ verb: "reject", reason: "no" }]))).done;
      else await app.cancel(ref, { reason: "no" });
      assert.deepEqual([runs, await app.pending()], [0, []]);
    });
  }
});

const LC = printed("LangChain's middleware of JavaScript, one action");

test("A-71 a node that showed kind-choice and now sends LangChain's request is read as a guess; its twin, bound, is not", async () => {
  const payloads = [printed("seed 000, unbound"), LC];
  const app = asking("gate", (_, { interrupt, configurable }) => ({ result: interrupt(payloads[configurable.thread_id === "first" ? 0 : 1]) }));
  await app.invoke({}, { configurable: { thread_id: "first" } });
  const [first] = await app.pending();
  assert.equal(toFormModel(first.payload, first.ctx).strength, "shape");
  await (await app.resume(first.ref, { verb: "approve" })).done;
  await app.invoke({}, { configurable: { thread_id: "second" } });
  const [second] = await app.pending();
  const model = toFormModel(second.payload, second.ctx);
  assert.deepEqual([second.ctx.pinned, model.dialect, model.strength], ["kind-choice", "lc-hitl-js", "weak"]);
  assert.deepEqual(model.buttons.map(({ verb }) => verb), ["approve", "stop", "leave"]);
  assert.ok(model.notices.some(({ code }) => code === "pinned"));
  await refusal(app.resume(second.ref, { verb: "reject" }), "HaltError", "E_BAD_DECISION");
});

test("A-71 of two questions that wait, the older one says what the node showed first, whoever asks", async () => {
  const app = asking("gate", (_, { interrupt, configurable }) => ({ result: interrupt(configurable.thread_id === "first" ? printed("seed 000, unbound") : LC) }));
  await app.invoke({}, { configurable: { thread_id: "first" } });
  await app.invoke({}, { configurable: { thread_id: "second" } });
  const [second] = await app.pending({ thread: "second" });
  assert.deepEqual([second.ctx.pinned, toFormModel(second.payload, second.ctx).strength], ["kind-choice", "weak"]);
});

test("A-71 a dialect that comes later is not held against a node that showed its payload before", async () => {
  const payload = { thumbs: "?" };
  const app = asking("gate", (_, { interrupt }) => ({ result: interrupt(payload) }));
  await question(app);
  assert.equal((await app.pending())[0].ctx.pinned, "fallback");
  registerDialect({
    id: "late", detect: (/** @type {any} */ value) => (value?.thumbs ? "strong" : null), encode: () => "up",
    decode: () => ({ form: "value", value: payload, actions: [], verbs: ["approve", "reject"] }),
  });
  const [late] = await app.pending();
  assert.deepEqual([late.ctx.pinned, toFormModel(late.payload, late.ctx).strength], ["late", "strong"]);
});

test("A-04 S-INT-99 LangChain's middleware: nothing is resumed before every action is decided, then all in one answer", async () => {
  const payload = printed("LangChain's middleware of Python, an answer and a rejection");
  const app = asking("middleware", (_, { interrupt }) => ({ result: interrupt(payload) }));
  const { ref } = await question(app);
  const part = { interrupt: ref.interrupt, revision: 0, payload_digest: ref.digest, shown_digest: null };
  await refusal(app.resume(ref, { ...part, verdicts: [{ verb: "respond", action: "0", answer: "eu-west" }] }), "HaltError", "E_PARTIAL");
  assert.equal((await app.pending()).length, 1);
  const receipt = await app.resume(ref, { ...part, verdicts: [{ verb: "reject", action: "1", reason: "keep it" }, { verb: "respond", action: "0", answer: "eu-west" }] });
  assert.deepEqual((await receipt.done).result, { decisions: [{ type: "respond", message: "eu-west" }, { type: "reject", message: "keep it" }] });
});

for (const [what, nodes] of /** @type {[string, any][]} */ ([
  ["another member", { a: { dialect: "halt", dialects: 1 } }], ["an option of the wrong type", { a: { dialect: "plan-options", editRuns: "no" } }],
  ["a form that no node reads", { a: { dialect: "state-approval", form: "json" } }], ["no dialect", { a: { editRuns: true } }],
])) {
  test(`0.2 a binding with ${what} is refused when the graph is compiled`, () => {
    assert.throws(() => asking("a", () => null, { nodes }), { name: "TypeError", code: "E_BAD_ARGUMENT" });
  });
}

test("C.1 encode is a pure function of dialect, request and decision: the same resume value in the page and in the engine", async () => {
  const { app, booked } = booking(BOUND);
  const { payload, ctx, ref } = await question(app);
  const model = toFormModel(payload, ctx);
  assert.ok(model.request);
  const decision = decide(model, [{ verb: "edit", args: { ...printed("seed 000, unbound").action.args, date: "2026-06-01" } }]);
  assert.deepEqual(encode(model.dialect, model.request, { ...decision, by: { id: "x", method: "none" }, at: "" }), { choice: "edit", edits: { date: "2026-06-01" } });
  await (await app.resume(ref, decision)).done;
  assert.equal(booked[0].date, "2026-06-01");
});
