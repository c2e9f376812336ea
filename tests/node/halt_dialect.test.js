// What a native payload may not gain, and what is no decision. The rows of the fixtures: dialects.test.js.

import assert from "node:assert/strict";
import { test } from "node:test";

import { completeDecision, readRequest } from "../../www/dialects/core.js";
import { decide, registerDialect, toFormModel } from "../../www/dialects/index.js";
import { ANA, canonical, contextOf, haltRequest, NOW } from "./context.js";

const AT = "2026-11-21T09:12:04Z";

const REFUSED = {
  "two forms": { ...haltRequest({}), choices: [{ id: "a", label: "A" }, { id: "b", label: "B" }] },
  "no form": { halt: 1, kind: "x", title: "x" },
  "no kind": { halt: 1, title: "x", input: {} },
  "two actions of one id": { halt: 1, kind: "x", title: "x", actions: [{ id: "a", name: "n", args: {} }, { id: "a", name: "n", args: {} }] },
  "two choices of one id": { halt: 1, kind: "x", title: "x", choices: [{ id: "a", label: "A" }, { id: "a", label: "B" }] },
  "a deadline without offset": haltRequest({}, {}, { expires_at: "2026-12-01T17:00:00" }),
  "no decisions": haltRequest({}, {}, { decisions: [] }),
  "no actions": { halt: 1, kind: "x", title: "x", actions: [] },
  "51 actions": { halt: 1, kind: "x", title: "x", actions: Array.from({ length: 51 }, (_, i) => ({ id: `${i}`, name: "n", args: {} })) },
  "a title of 121 characters": haltRequest({}, {}, { title: "x".repeat(121) }),
  "arguments that are a list": haltRequest(/** @type {any} */ ([])),
  "an unknown verb": haltRequest({}, {}, { decisions: ["yolo"] }),
};

for (const [name, payload] of Object.entries(REFUSED)) {
  test(`A.1 a native payload with ${name} is E_PAYLOAD_SHAPE, and only Stop and Leave are offered`, () => {
    const model = toFormModel(payload, contextOf(payload));
    assert.deepEqual([model.state, model.error?.code], ["error", "E_PAYLOAD_SHAPE"]);
    assert.deepEqual(model.buttons.map((button) => button.verb), ["stop", "leave"]);
    assert.throws(() => decide(model, [{ verb: "approve" }]), { code: "E_BAD_DECISION" });
  });
}

test("0.2 a binding to a dialect that nobody registered is an error, not a second guess", () => {
  const payload = haltRequest({});
  assert.throws(() => readRequest(payload, contextOf(payload, { binding: { dialect: "kind-of-choice" } })), { code: "E_PAYLOAD_SHAPE" });
  assert.equal(toFormModel({ foo: 1 }, contextOf({ foo: 1 }, { binding: { dialect: "halt" } })).error?.code, "E_PAYLOAD_SHAPE");
});

for (const given of [true, 1, "yes", "APPROVE", null, undefined, {}, { verb: "Approve" }, { verb: ["approve", "reject"] }, { approve: true }, { verb: "approve", reject: true }]) {
  test(`SR-47 ${JSON.stringify(given)} is no decision`, () => {
    const payload = haltRequest({});
    const ctx = contextOf(payload);
    assert.throws(() => completeDecision(readRequest(payload, ctx), ctx.ref, /** @type {any} */ (given)), { code: "E_BAD_DECISION" });
  });
}

test("C.2 a bare verdict and the whole decision have one normal form", () => {
  const payload = haltRequest({ to: "a", n: 1 });
  const ctx = contextOf(payload);
  const request = readRequest(payload, ctx);
  const bare = completeDecision(request, ctx.ref, { verb: "edit", args: { to: "b", n: 1 } });
  const whole = decide(toFormModel(payload, ctx), [{ verb: "edit", action: "a1", args: { n: 1, to: "b" }, reason: "" }]);
  assert.equal(canonical(bare.verdicts), canonical(whole.verdicts));
  assert.equal(bare.shown_digest, null);
  assert.match(String(whole.shown_digest), /^[0-9a-f]{64}$/);
});

test("SR-24 what the caller does to its objects later changes neither request nor decision", () => {
  const payload = haltRequest({ to: "alice" });
  const ctx = contextOf(payload);
  const request = readRequest(payload, ctx);
  const args = { to: "bob" };
  const decision = completeDecision(request, ctx.ref, { verb: "edit", args });
  payload.action.args.to = "mallory";
  args.to = "mallory";
  assert.deepEqual([request.actions[0].args, decision.verdicts[0].args], [{ to: "alice" }, { to: "bob" }]);
});

test("A-66 SR-48 a payload widens nothing: verbs, risk, deadline and deciders of the host stand", () => {
  const payload = haltRequest({}, { risk: "low" }, {
    allow_accept: true, config: { allow_edit: true }, risk: "low", expires_at: "2027-01-01T00:00:00Z", decisions: ["approve", "edit", "reject"],
    reversible: true, deciders: { any_of: ["mallory"] },
  });
  const model = toFormModel(payload, contextOf(payload, {
    policy: { verbs: ["approve", "reject"], risk: "high", expiresAt: NOW + 1000 }, tools: { send_email: { risk: "medium" } },
  }));
  assert.deepEqual([model.risk, model.expiresAt, model.reversible], ["high", NOW + 1000, "unknown"]);
  assert.deepEqual(model.buttons.map((button) => button.verb), ["reject", "approve", "stop", "leave"]);
  assert.throws(() => decide(model, [{ verb: "edit", args: { a: 1 } }]), { code: "E_BAD_DECISION" });
  assert.deepEqual(model.narrative.at(-1)?.rows.map((row) => row.path), ["/unread/0", "/unread/1", "/unread/1/allow_edit"]);
});

test("A-66 a payload narrows: fewer verbs, higher risk, an earlier deadline", () => {
  const payload = haltRequest({}, { decisions: ["approve"] }, { risk: "critical", expires_at: "2026-11-21T09:01:00Z", reversible: false });
  const model = toFormModel(payload, contextOf(payload, { policy: { expiresAt: NOW + 1e9, reversible: true } }));
  assert.deepEqual([model.risk, model.expiresAt, model.reversible], ["critical", NOW + 60_000, false]);
  assert.deepEqual(model.actions[0].allowed, ["approve"]);
});

test("A-67 a payload that narrows all verbs away leaves Stop and Leave, and says so", () => {
  const payload = haltRequest({}, {}, { decisions: ["choose"] });
  const model = toFormModel(payload, contextOf(payload));
  assert.deepEqual(model.buttons.map((button) => button.verb), ["stop", "leave"]);
  assert.ok(model.notices.some((notice) => notice.code === "narrowed"));
});

test("A-82 SR-22 an action named `send email` is shown in full and cannot be approved or edited", () => {
  const payload = haltRequest({ to: "a" }, { name: "send email" });
  const model = toFormModel(payload, contextOf(payload));
  assert.equal(model.actions[0].rows.length, 1);
  assert.ok(model.buttons.find((button) => button.verb === "approve")?.disabledWhy);
  assert.ok(!model.buttons.some((button) => button.verb === "edit"));
  assert.throws(() => decide(model, [{ verb: "approve" }]), { code: "E_BAD_NAME" });
  assert.equal(decide(model, [{ verb: "reject" }]).verdicts[0].verb, "reject");
});

for (const name of ["", "x".repeat(129), "sеnd_email", "send\u200Bemail", "toString"]) {
  test(`SR-22 SR-18 the tool name ${JSON.stringify(name).slice(0, 20)} is ${name === "toString" ? "an ordinary name" : "refused for Approve"}`, () => {
    const payload = haltRequest({}, { name });
    const model = toFormModel(payload, contextOf(payload, { tools: { other: { risk: "critical" } } }));
    assert.equal(model.buttons.find((button) => button.verb === "approve")?.disabledWhy === undefined, name === "toString");
    assert.equal(model.risk, "medium");
  });
}

test("SR-76 a reason above 4 KiB is E_REASON_TOO_LONG; a reason never changes the verb", () => {
  const payload = haltRequest({});
  const model = toFormModel(payload, contextOf(payload));
  assert.throws(() => decide(model, [{ verb: "reject", reason: "ä".repeat(2049) }]), { code: "E_REASON_TOO_LONG" });
  assert.equal(decide(model, [{ verb: "reject", reason: "approved, run it now" }]).verdicts[0].verb, "reject");
});

test("A.1 with `partial` single actions may be answered before the others", () => {
  const payload = { halt: 1, kind: "x", title: "x", partial: true, actions: [{ id: "a", name: "n", args: {} }, { id: "b", name: "n", args: {} }] };
  const decision = decide(toFormModel(payload, contextOf(payload)), [{ verb: "approve", action: "b" }]);
  assert.deepEqual(decision.verdicts, [{ verb: "approve", action: "b" }]);
});

test("A-68 registerDialect refuses a dialect whose example encodes to something else", () => {
  const yes = { verb: /** @type {const} */ ("approve") };
  const decision = { interrupt: "i", revision: 0, payload_digest: "d", verdicts: [yes], shown_digest: null, by: ANA, at: AT };
  const dialect = {
    id: "thumbs", detect: (/** @type {any} */ value) => (value?.thumbs === "?" ? /** @type {const} */ ("strong") : null),
    decode: () => ({ form: /** @type {const} */ ("value"), actions: [], verbs: /** @type {const} */ (["approve", "reject"]) }), encode: () => "up",
  };
  assert.throws(() => registerDialect({ ...dialect, examples: [{ payload: { thumbs: "?" }, decision, resume: "down" }] }), { code: "E_PAYLOAD_SHAPE" });
  registerDialect({ ...dialect, examples: [{ payload: { thumbs: "?" }, decision, resume: "up" }] });
  const model = toFormModel({ thumbs: "?" }, contextOf({ thumbs: "?" }));
  assert.deepEqual([model.dialect, model.strength], ["thumbs", "strong"]);
  registerDialect({ ...dialect, id: "thumbs-too" });
  assert.equal(toFormModel({ thumbs: "?" }, contextOf({ thumbs: "?" })).dialect, "fallback");
});
