// Laws of the dialects over seeded random requests: what a node makes of a resume value is what the person decided. The nodes
// are those of the founding articles and of LangChain's middleware, written as they read.

import assert from "node:assert/strict";
import { test } from "node:test";

import { decide, encode, toFormModel } from "../../www/dialects/index.js";
import { ANA, canonical, contextOf } from "./context.js";

const ROUNDS = 300;

/** Numbers from 0 to below `n`, the same at each run (mulberry32). @param {number} seed */
function dice(seed) {
  let state = seed;
  return (/** @type {number} */ n) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n;
  };
}

const TEXTS = ["", "a", " a ", "true", "5", "ä\u0301", "x\r\ny", "\u202Eevil", "__proto__", "rejected: no"];

/** @param {(n: number) => number} roll @param {number} [depth] @returns {any} */
function value(roll, depth = 0) {
  const kinds = [() => TEXTS[roll(TEXTS.length)], () => roll(2000) / 8 - 50, () => roll(2) === 0, () => null,
    () => Array.from({ length: roll(3) }, () => value(roll, depth + 1)), () => members(roll, depth + 1)];
  return kinds[roll(depth > 2 ? 4 : kinds.length)]();
}

/** @param {(n: number) => number} roll @param {number} [depth] */
const members = (roll, depth = 0) => Object.fromEntries(Array.from({ length: 1 + roll(4) }, (_, i) => [`k${i}`, value(roll, depth)]));

/** Arguments with another value in one or more places, of the same type, as an editor without a schema gives them.
 * @param {(n: number) => number} roll @param {any} args */
function edited(roll, args) {
  const keys = Object.keys(args).filter((key) => ["string", "number", "boolean"].includes(typeof args[key]));
  if (keys.length === 0) return undefined;
  const touched = keys.filter((_, i) => i === 0 || roll(2) === 0);
  const other = (/** @type {any} */ old) => (typeof old === "string" ? `${old}!` : typeof old === "number" ? old + 1 : !old);
  return { ...args, ...Object.fromEntries(touched.map((key) => [key, other(args[key])])) };
}

/** The resume value of some verdicts. @param {any} payload @param {any} context @param {any[]} verdicts @returns {any} */
function resumeValue(payload, context, verdicts) {
  const model = toFormModel(payload, contextOf(payload, context));
  assert.ok(model.request, model.error?.message);
  return encode(model.dialect, model.request, { ...decide(model, verdicts), by: ANA, at: "2026-11-21T09:12:04Z" });
}

/** @param {string} title @param {(roll: (n: number) => number) => void} round */
function law(title, round) {
  test(title, () => {
    for (let seed = 1; seed <= ROUNDS; seed += 1) round(dice(seed));
  });
}

law("A-09 kind-choice: the article's node runs exactly the edited arguments, and gets no more than what changed", (roll) => {
  const args = members(roll);
  const after = edited(roll, args);
  if (!after) return;
  const payload = { kind: "k", summary: "s", action: { name: "tool", args, id: "t1" } };
  const decision = resumeValue(payload, { binding: { dialect: "kind-choice" } }, [{ verb: "edit", args: after }]);
  assert.equal(canonical({ ...args, ...decision.edits }), canonical(after));
  assert.ok(Object.keys(decision.edits).every((key) => canonical(after[key]) !== canonical(args[key])));
});

law("A-11 plan-options: the article's node holds exactly the edited plan, and has booked nothing", (roll) => {
  const plan = members(roll);
  const after = edited(roll, plan);
  if (!after) return;
  const response = resumeValue({ message: "m", plan, options: ["approve", "edit", "cancel"] }, { binding: { dialect: "plan-options" } }, [{ verb: "edit", args: after }]);
  assert.equal(response.action, "edit");
  assert.equal(canonical({ ...plan, ...response.edits }), canonical(after));
});

law("A.6 query-verdict and plan-verdict: \"approved\" says approve and nothing else does, whatever the reason", (roll) => {
  const reason = TEXTS[roll(TEXTS.length)];
  for (const [payload, dialect] of /** @type {[any, string][]} */ ([[{ query: "q", risk: "LOW" }, "query-verdict"], [{ message: "m", plan: value(roll), request: value(roll) }, "plan-verdict"]])) {
    const rejected = resumeValue(payload, { binding: { dialect } }, [{ verb: "reject", reason }]);
    assert.equal(rejected, reason.trim() === "" ? "rejected" : `rejected: ${reason}`);
    assert.equal(resumeValue(payload, { binding: { dialect } }, [{ verb: "approve" }]), "approved");
  }
});

/** What the middleware makes of a response: calls to run, by its own rules (position, length, allowed decisions).
 * @param {any[]} requests @param {any[]} allowed @param {any} response @param {string} edit */
function middleware(requests, allowed, response, edit) {
  assert.equal(response.decisions.length, requests.length);
  return response.decisions.map((/** @type {any} */ decision, /** @type {number} */ i) => {
    assert.ok(allowed[i].includes(decision.type));
    if (decision.type === "approve") return requests[i];
    if (decision.type === "edit") return decision[edit];
    return decision.type === "respond" ? { said: decision.message } : { refused: decision.message ?? null };
  });
}

for (const [dialect, requests, configs, name, allowed, edit, verbs] of /** @type {[string, string, string, string, string, string, string[]][]} */ ([
  ["lc-hitl-js", "actionRequests", "reviewConfigs", "actionName", "allowedDecisions", "editedAction", ["approve", "edit", "reject"]],
  ["lc-hitl-py", "action_requests", "review_configs", "action_name", "allowed_decisions", "edited_action", ["approve", "edit", "reject", "respond"]],
])) {
  law(`A-03 A-04 S-INT-98 S-INT-99 ${dialect}: one decision per request, in its order, each the one that was made`, (roll) => {
    const calls = Array.from({ length: 1 + roll(5) }, (_, i) => ({ name: `tool_${i % 3}`, args: members(roll) }));
    const rules = calls.map(() => verbs.filter(() => roll(3) > 0));
    const payload = { [requests]: calls, [configs]: calls.map((call, i) => ({ [name]: call.name, [allowed]: rules[i] })) };
    if (rules.some((rule) => rule.length === 0)) return;
    const made = calls.map(({ args }, i) => {
      const after = edited(roll, args);
      const verb = rules[i][roll(rules[i].length)];
      const picked = verb === "edit" && !after ? "skip" : verb;
      return { verb: picked, action: String(i), ...(verb === "edit" ? { args: after } : verb === "respond" ? { answer: `a${i}` } : verb === "reject" ? { reason: `r${i}` } : {}) };
    });
    if (made.some(({ verb }) => verb === "skip")) return;
    const meant = made.map(({ verb, args, answer, reason }, i) => (verb === "approve" ? calls[i] : verb === "edit" ? { name: calls[i].name, args } : verb === "respond" ? { said: answer } : { refused: reason }));
    // The order in which a person decides does not count.
    const shuffled = made.toSorted(() => roll(3) - 1);
    const response = resumeValue(payload, {}, shuffled);
    assert.equal(canonical(middleware(calls, rules, response, edit)), canonical(meant));
    assert.deepEqual(Object.keys(response), ["decisions"]);
    assert.throws(() => resumeValue(payload, {}, made.slice(1)), { code: "E_PARTIAL" });
  });
}

law("0.2 no payload is read by two dialects of one level, and what is read is read again the same", (roll) => {
  const wild = [value(roll), { question: TEXTS[roll(3)], proposed_action: value(roll) }, { message: "m", plan: value(roll), request: value(roll) },
    { message: "m", [`p${roll(3)}`]: members(roll), options: ["approve"] }, { query: "q", risk: value(roll), message: "m" }][roll(5)];
  const [first, second] = [toFormModel(wild, contextOf(wild)), toFormModel(wild, contextOf(wild))];
  assert.deepEqual(first, second);
  assert.equal(first.request?.ambiguous, undefined);
});

test("A-69 the laws ran without a document", () => {
  assert.equal(typeof globalThis.document, "undefined");
});
