// What every dialect reads, refuses and sends: each row of the fixtures, which hold every payload and every resume value that
// the founding articles and LangChain's middleware print.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { completeDecision, encode, readRequest } from "../../www/dialects/core.js";
import { decide, toFormModel } from "../../www/dialects/index.js";
import { ANA, canonical, contextOf } from "./context.js";

const AT = "2026-11-21T09:12:04Z";
const FOLDER = new URL("fixtures/dialects/", import.meta.url);

/** @type {any[]} */
const fixtures = readdirSync(FOLDER).flatMap((name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")));

for (const { name, payload, context, dialect, strength, decisions } of fixtures) {
  const ctx = contextOf(payload, context);

  test(`A-01 ${name}: read as ${dialect}, ${strength}`, () => {
    const model = toFormModel(payload, ctx);
    assert.deepEqual([model.dialect, model.strength, model.state], [dialect, strength, "pending"]);
  });

  for (const { verdicts, resume, error, path } of decisions) {
    const what = verdicts.map((/** @type {any} */ verdict) => verdict.verb).join(", ") || "nothing";
    test(`A-02 ${name}: ${what} ${error ? `is refused as ${error}` : "gives the printed resume value"}`, () => {
      const model = toFormModel(payload, ctx);
      const send = () => {
        const decision = decide(model, verdicts);
        assert.ok(model.request);
        return encode(model.dialect, model.request, { ...decision, by: ANA, at: AT });
      };
      if (error) return assert.throws(send, (/** @type {any} */ thrown) => thrown.code === error && (path === undefined || thrown.path === path));
      return assert.equal(canonical(send()), canonical(JSON.parse(JSON.stringify(resume).replaceAll("$digest", ctx.ref.digest))));
    });
  }
}

/** The buttons of a payload, by verb. @param {any} payload @param {any} [context] */
const buttons = (payload, context) => toFormModel(payload, contextOf(payload, context)).buttons.map(({ verb }) => verb);

const GUESSED = fixtures.filter(({ strength }) => strength === "shape" || strength === "weak" || strength === "none").filter(({ context }) => !context?.trustShapes);

for (const { name, payload, context, dialect } of GUESSED) {
  test(`A-07 ${name}: unbound, Reject stops the run and no edit is offered`, () => {
    const ctx = contextOf(payload, context);
    const model = toFormModel(payload, ctx);
    const offered = model.buttons.map(({ verb }) => verb);
    assert.deepEqual(offered.filter((verb) => verb !== "approve"), dialect === "question-bool" ? ["reject", "stop", "leave"] : ["stop", "leave"]);
    for (const verb of ["edit", "choose", "dismiss", ...(dialect === "question-bool" ? [] : ["reject"])]) {
      assert.throws(() => completeDecision(readRequest(payload, ctx), ctx.ref, /** @type {any} */ ({ verb, args: { x: 1 }, choice: "x" })), /** @type {any} */ ({ name: /Error/ }));
    }
    if (dialect !== "question-bool") assert.ok(model.notices.some(({ code }) => code === "stop.weak"));
  });
}

test("A-08 a refused question-bool is `false`, bound or not, and false only", () => {
  for (const { payload, context } of fixtures.filter(({ dialect }) => dialect === "question-bool")) {
    const model = toFormModel(payload, contextOf(payload, context));
    assert.ok(model.request);
    assert.equal(encode(model.dialect, model.request, { ...decide(model, [{ verb: "reject", reason: "no" }]), by: ANA, at: AT }), false);
  }
});

const KIND = fixtures.find(({ dialect, strength }) => dialect === "kind-choice" && strength === "shape");

test("A-71 a node that asked in one shape and now asks in another is read as a guess, and says so", () => {
  const lc = fixtures.find(({ dialect }) => dialect === "lc-hitl-js").payload;
  assert.deepEqual(buttons(lc), ["reject", "edit", "approve", "stop", "leave"]);
  for (const pinned of ["kind-choice", "fallback", "halt"]) {
    const model = toFormModel(lc, contextOf(lc, { pinned }));
    assert.deepEqual([model.dialect, model.strength], ["lc-hitl-js", "weak"]);
    assert.deepEqual(model.buttons.map(({ verb }) => verb), ["approve", "stop", "leave"]);
    assert.ok(model.notices.some(({ code }) => code === "pinned"));
  }
  const kind = toFormModel(KIND.payload, contextOf(KIND.payload, { pinned: "lc-hitl-js", trustShapes: true }));
  assert.deepEqual([kind.strength, kind.buttons[0].verb], ["weak", "approve"]);
});

test("A-71 a question-bool after another dialect is not refused by false: what its node tests is not known", () => {
  const payload = { question: "Go on?", proposed_action: "x" };
  assert.deepEqual(buttons(payload, { pinned: "kind-choice" }), ["approve", "stop", "leave"]);
});

test("0.2 a payload that does not fit the dialect its node is bound to is an error, never a second guess", () => {
  const binding = { dialect: "plan-verdict" };
  const model = toFormModel(KIND.payload, contextOf(KIND.payload, { binding }));
  assert.deepEqual([model.state, model.error?.code], ["error", "E_PAYLOAD_SHAPE"]);
  for (const [dialect, payload, state] of /** @type {[string, any, any][]} */ ([
    ["state-approval", "awaiting_approval", { pending_approval: [] }], ["state-approval", "awaiting_approval", undefined],
    ["kind-choice", { kind: "x", summary: "y", action: { name: "n", args: [] } }, undefined],
    ["question-bool", { question: "x", proposed_action: 1, more: 2 }, undefined], ["plan-options", { message: "m", plan: {}, options: ["edit"] }, undefined],
    ["lc-hitl-js", { actionRequests: [], reviewConfigs: [] }, undefined], ["query-verdict", { query: "x" }, undefined],
    ["lc-hitl-py", { action_requests: Array.from({ length: 51 }, () => ({ name: "n", args: {} })), review_configs: [] }, undefined],
  ])) {
    const failed = toFormModel(payload, contextOf(payload, { binding: { dialect }, state }));
    assert.deepEqual([failed.state, failed.error?.code], ["error", "E_PAYLOAD_SHAPE"], dialect);
    assert.deepEqual(failed.buttons.map(({ verb }) => verb), ["stop", "leave"]);
  }
});

test("0.2 a recognised payload names the word that binds its node, a bound one does not", () => {
  assert.match(String(toFormModel(KIND.payload, contextOf(KIND.payload)).request?.advice), /"approval": \{ dialect: "kind-choice" \}/);
  assert.equal(toFormModel(KIND.payload, contextOf(KIND.payload, { binding: { dialect: "kind-choice" } })).request?.advice, undefined);
});

test("A.14 a payload that nearly is LangChain's says what it lacks", () => {
  const near = (/** @type {any} */ payload) => toFormModel(payload, contextOf(payload)).notices.find(({ code }) => code === "near")?.text ?? "";
  assert.match(near({ action_requests: [] }), /review_configs is missing/);
  assert.match(near({ action_requests: [{ name: "x", arguments: {} }], review_configs: [] }), /not those of LangChain/);
  assert.equal(near({ foo: 1 }), "");
});

test("A-11 an edit of plan-options reads \"Send changes\" and takes no second step: it runs nothing", () => {
  const { payload, context } = fixtures.find(({ dialect, strength }) => dialect === "plan-options" && strength === "bound");
  const labelled = (/** @type {any} */ more) => toFormModel(payload, contextOf(payload, { ...context, policy: { risk: "high" }, ...more })).buttons.find(({ verb }) => verb === "edit");
  assert.deepEqual([labelled({})?.label, labelled({})?.confirm], ["Send changes", "none"]);
  const running = labelled({ binding: { dialect: "plan-options", editRuns: true } });
  assert.deepEqual([running?.label, running?.confirm], ["Edit arguments", "step"]);
});

test("SR-39 the query of query-verdict is exact text, never interpreted, and of high risk whatever its payload says", () => {
  const payload = { query: "hello", risk: "LOW" };
  const model = toFormModel(payload, contextOf(payload));
  assert.deepEqual([model.risk, model.actions[0].rows[0].badges], ["high", ["opaque"]]);
  const worse = { query: "hello", risk_level: "Critical" };
  assert.equal(toFormModel(worse, contextOf(worse)).risk, "critical");
});

test("A.2 the form of a JavaScript batch warns that one rejection stops the others; Python's does not", () => {
  const codes = (/** @type {string} */ name) => {
    const { payload } = fixtures.find((one) => one.name === name);
    return toFormModel(payload, contextOf(payload)).notices.map(({ code }) => code);
  };
  assert.deepEqual(codes("one rule per tool name, for two calls of it"), ["lc.js.batch"]);
  assert.deepEqual(codes("LangChain's middleware of JavaScript, one action"), []);
  assert.deepEqual(codes("LangChain's middleware of Python, an answer and a rejection"), []);
  assert.deepEqual(codes("an action that no rule names can only be rejected"), ["lc.norule", "lc.js.batch"]);
});

test("A.6 several calls under one answer are all shown, and the form says that the answer covers them", () => {
  const { payload, context } = fixtures.find(({ name }) => name === "seed 004, several calls under one answer");
  const model = toFormModel(payload, contextOf(payload, context));
  assert.deepEqual(model.actions.map(({ name, rows }) => [name, rows.length]), [["delete_cluster", 1], ["scale_down", 1]]);
  assert.equal(model.buttons.find(({ verb }) => verb === "approve")?.label, "Approve all 2");
  assert.deepEqual(model.notices.map(({ text }) => text), ["One decision for all 2."]);
});

test("SR-22 under one answer, one call without a tool name locks Approve for all", () => {
  const state = { pending_approval: [{ name: "ok", args: {} }, { name: "not ok", args: {} }] };
  const model = toFormModel("confirm", contextOf("confirm", { state, binding: { dialect: "state-approval" } }));
  assert.ok(model.buttons.find(({ verb }) => verb === "approve")?.disabledWhy);
  assert.throws(() => decide(model, [{ verb: "approve" }]), { code: "E_BAD_NAME" });
  assert.equal(decide(model, [{ verb: "reject" }]).verdicts[0].verb, "reject");
});
