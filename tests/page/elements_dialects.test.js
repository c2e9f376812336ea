// The forms of payloads that other people's graphs ask with: the founding articles' and LangChain's. What a press sends, what is
// not offered, what one by one means.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { sharedDesk } from "./elements/owner.js";
import { until } from "./harness/until.js";

const FOLDER = new URL("../node/fixtures/dialects/", import.meta.url);
/** @type {any[]} */
const fixtures = readdirSync(FOLDER).flatMap((name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")));

const shared = sharedDesk();
const APPROVE = "[part~=approve]";
const REJECT = "[part~=reject]";
const STOP = "[part~=stop]";
const SEND = ".footer .decision";

/** A form that asks a fixture's question. @param {string} name @param {object} [more] */
async function show(name, more = {}) {
  const { payload, context } = fixtures.find((one) => one.name === name);
  return shared.desk.show([{ ask: payload, with: { ...context, ...more } }]);
}

/** @param {import("./elements/desk.js").Form} form @returns {Promise<any[]>} */
const resumed = (form) => form.run("app.resumed");

/** Takes the second step, whose button becomes active after a while. @param {import("./elements/desk.js").Form} form */
async function confirm(form) {
  await form.reach("confirming");
  await until("it is sent", async () => (await form.state()) === "done" || (await form.press(APPROVE), false));
}

test("A-07 a recognised payload: Stop ends the run, the node is not resumed, no edit is offered, and both are said", async () => {
  const form = await show("seed 000, unbound");
  assert.deepEqual([await form.count(REJECT), await form.count("[part~=edit]")], [0, 0]);
  const text = await form.text();
  assert.match(text, /no known way to say no, so refusing stops the run\.[^]*Changes cannot be sent/);
  assert.match(text, /Reason \(kept in the record only\)/);
  await (await form.$("#reason")).focus();
  await form.page.keyboard.type("Too dear");
  await form.press(STOP);
  await form.reach("cancelled");
  const [cancelled] = await form.calls("cancel");
  assert.deepEqual([cancelled[2], await resumed(form), (await form.calls("resume")).length], [{ reason: "Too dear" }, [], 0]);
  await form.close();
});

test("0.2 the record of a recognised payload says the word that binds its node; that of a bound one does not", async () => {
  const form = await show("seed 000, unbound", { node: "approval_gate" });
  await (await form.$(".record")).evaluate((details) => { /** @type {HTMLDetailsElement} */ (details).open = true; });
  assert.match(await form.text(".record"), /kind-choice \(shape\)[^]*nodes: \{ "approval_gate": \{ dialect: "kind-choice" \} \}/);
  await form.close();
  const bound = await show("seed 000, as printed, at a bound node");
  await (await bound.$(".record")).evaluate((details) => { /** @type {HTMLDetailsElement} */ (details).open = true; });
  assert.match(await bound.text(".record"), /kind-choice \(bound\)/);
  assert.doesNotMatch(await bound.text(".record"), /dialect:/);
  await bound.close();
});

test("A-07 A-09 A-30 seed 000, bound: what is sent is the change that the review showed, and nothing else", async () => {
  const form = await show("seed 000, as printed, at a bound node");
  await form.edit();
  assert.equal(await form.count(".field .quiet"), 0);
  await form.type("date", "2026-05-30");
  await form.press("[data-forward]");
  await form.reach("reviewing");
  assert.match(await form.text(".changes"), /date[^]*2026-05-29[^]*2026-05-30/);
  assert.equal((await form.texts(".change")).length, 1);
  await form.press(APPROVE);
  await form.reach("done");
  assert.deepEqual(await resumed(form), [{ choice: "edit", edits: { date: "2026-05-30" } }]);
  await form.close();
});

test("A-07 seed 000, bound: Reject resumes with the reason, by the keyboard alone", async () => {
  const form = await show("seed 000, as printed, at a bound node");
  await form.key("#reason", "F");
  await form.page.keyboard.type("ound cheaper on Kayak");
  await form.key(REJECT);
  await form.reach("done");
  assert.deepEqual(await resumed(form), [{ choice: "reject", reason: "Found cheaper on Kayak" }]);
  await form.close();
});

test("A-08 seed 001: Reject is `false`, and the form says that the reason stays in the record", async () => {
  const form = await show("seed 001, as printed, unbound");
  assert.match(await form.text(), /Reason \(kept in the record only\)/);
  await form.press(REJECT);
  await form.reach("done");
  assert.deepEqual(await resumed(form), [false]);
  await form.close();
});

test("A-11 seed 002, example 2: the edit reads \"Send changes\", says that nothing is booked, and says so afterwards", async () => {
  const form = await show("seed 002, example 2, as printed, at a bound node");
  await form.edit();
  await form.type("hotel", "Shibuya Hotel, 3 nights KRW 380,000");
  await form.press("[data-forward]");
  await form.reach("reviewing");
  assert.equal(await form.text(APPROVE), "Send changes");
  assert.match(await form.text(), /Your changes go back to the planner\. Nothing is booked yet\./);
  await form.press(APPROVE);
  await form.reach("done");
  assert.deepEqual(await resumed(form), [{ action: "edit", edits: { hotel: "Shibuya Hotel, 3 nights KRW 380,000" } }]);
  assert.match(await form.text(".outcome"), /Changes sent at .*did not run/);
  assert.match(await form.text(), /Your changes/);
  await form.close();
});

test("A-29 A-31 a plan in which nothing changed is no edit; an error of a field keeps the draft", async () => {
  const form = await show("seed 002, example 2, as printed, at a bound node", { tools: { plan: { schema: { type: "object", properties: { hotel: { type: "string", maxLength: 50 } } } } } });
  await form.edit();
  await form.press("[data-forward]");
  await until("it says that nothing changed", async () => (await form.text()).includes("Nothing changed."));
  await form.type("hotel", "x".repeat(60));
  await form.press("[data-forward]");
  await until("the summary has the focus", async () => (await form.focused()) === "summary");
  await form.key(".summary .link");
  assert.equal(await (await form.field("hotel")).evaluate((input) => /** @type {ShadowRoot} */ (input.getRootNode()).activeElement === input && input.value), "x".repeat(60));
  assert.deepEqual([await form.state(), await form.decisions()], ["editing", 0]);
  await form.close();
});

test("002b words of the payload's own are buttons beside its verbs", async () => {
  const form = await show("words of its own are choices");
  assert.deepEqual(await form.texts(".choice"), ["cancel", "postpone"]);
  await form.press(".choice:nth-child(2)");
  await form.reach("done");
  assert.deepEqual(await resumed(form), [{ action: "postpone" }]);
  await form.close();
});

test("A-10 A-33 seed 003, a long plan: Approve is locked until the plan was opened, also for a script's press", async () => {
  const { payload } = fixtures.find(({ name }) => name === "seed 003, unbound");
  const form = await shared.desk.show([{ ask: { ...payload, plan: "1. Query users\n".repeat(60) }, with: { binding: { dialect: "plan-verdict" } } }]);
  assert.equal(await (await form.$(APPROVE)).evaluate((button) => button.getAttribute("aria-disabled")), "true");
  await form.press(APPROVE);
  await form.key(APPROVE);
  await (await form.$(APPROVE)).evaluate((button) => /** @type {HTMLElement} */ (button).click());
  assert.equal(await form.decisions(), 0);
  await form.press(".open");
  await form.press(APPROVE);
  await form.reach("done");
  assert.deepEqual(await resumed(form), ["approved"]);
  await form.close();
});

test("A.6 seed 004, a list: all calls are shown, one decision is for all", async () => {
  const form = await show("seed 004, several calls under one answer", { policy: { risk: "high" } });
  assert.match(await form.text(), /One decision for all 2\.[^]*delete_cluster[^]*cl-001[^]*scale_down[^]*cl-002/);
  assert.equal(await form.text(APPROVE), "Approve all 2");
  await form.press(APPROVE);
  await form.reach("confirming");
  assert.match(await form.text(".confirm"), /cl-001[^]*cl-002/);
  await confirm(form);
  await form.reach("done");
  assert.deepEqual(await resumed(form), [{ approval: "approved" }]);
  await form.close();
});

/** The chips of the n-th action, by verb. @param {import("./elements/desk.js").Form} form @param {number} n @param {string} verb */
async function choose(form, n, verb) {
  const cards = await form.page.$$("main >>> .card-action");
  const chip = await cards[n].$(`.chip.is-${verb} input`);
  await chip?.focus();
  await form.page.keyboard.press(" ");
}

test("S-INT-99 A-04 LangChain's request: one by one, each with its own words, nothing sent before all are decided", async () => {
  const form = await show("LangChain's middleware of Python, an answer and a rejection");
  assert.equal(await form.count("input:checked"), 0);
  await choose(form, 1, "reject");
  await (await form.$("#said-1")).focus();
  await form.page.keyboard.type("Keep it");
  await choose(form, 0, "respond");
  assert.equal(await form.text(".footer .count"), "1 of 2 decided");
  await form.press(SEND);
  assert.deepEqual([await form.state(), await form.decisions()], ["pending", 0]);
  await (await form.$("#said-0")).focus();
  await form.page.keyboard.type("eu-west");
  assert.equal(await form.text(".footer .count"), "2 of 2 decided");
  await form.press(SEND);
  await form.reach("confirming");
  assert.deepEqual(await form.texts(".verdict"), ["Answered\nask_user\nquestion Which region?\neu-west", "Rejected\ndelete_cluster\nid cl-001\nKeep it"]);
  await confirm(form);
  await form.reach("done");
  assert.deepEqual(await resumed(form), [{ decisions: [{ type: "respond", message: "eu-west" }, { type: "reject", message: "Keep it" }] }]);
  await form.close();
});

test("A-63 JavaScript's batch warns before it is sent; A-03 the answer is in its spelling, an edit too", async () => {
  const form = await shared.desk.show([{ ask: { actionRequests: [{ name: "refund", args: { order: "A-1" } }, { name: "mail", args: { to: "a" } }],
    reviewConfigs: [{ actionName: "refund", allowedDecisions: ["approve", "edit", "reject"] }, { actionName: "mail", allowedDecisions: ["approve"] }] } }]);
  assert.match(await form.text("[part~=notice]"), /Rejecting one action here also stops the other 1 in this step\./);
  await choose(form, 1, "approve");
  await form.edit();
  await form.type("order", "A-2");
  await form.press("[data-forward]");
  await form.reach("reviewing");
  await form.press(APPROVE);
  await form.reach("pending");
  assert.equal(await form.text(".footer .count"), "2 of 2 decided");
  await form.press(SEND);
  await confirm(form);
  await form.reach("done");
  assert.deepEqual(await resumed(form), [{ decisions: [{ type: "edit", editedAction: { name: "refund", args: { order: "A-2" } } }, { type: "approve" }] }]);
  await form.close();
});

test("A.2 one action that is answered in place of the tool: an empty answer is refused, the text is sent", async () => {
  const form = await shared.desk.show([{ ask: { action_requests: [{ name: "ask_user", args: { question: "Which region?" } }], review_configs: [{ action_name: "ask_user", allowed_decisions: ["respond", "reject"] }] } }]);
  await form.press("[part~=respond]");
  await until("it asks for an answer", async () => (await form.count("[aria-invalid=true]")) === 1);
  assert.equal(await form.decisions(), 0);
  await form.type("Your answer", "eu-west");
  await form.press("[part~=respond]");
  await form.reach("done");
  assert.deepEqual(await resumed(form), [{ decisions: [{ type: "respond", message: "eu-west" }] }]);
  await form.close();
});

test("A-12 A-13 Enter in the words beside a verdict is a line; Ctrl+Enter goes to the way on and presses nothing", async () => {
  const form = await show("LangChain's middleware of Python, an answer and a rejection");
  await choose(form, 1, "approve");
  await choose(form, 0, "respond");
  await (await form.$("#said-0")).focus();
  await form.page.keyboard.type("eu");
  await form.page.keyboard.press("Enter");
  await form.page.keyboard.type("west");
  assert.equal(await (await form.$("#said-0")).evaluate((input) => /** @type {HTMLTextAreaElement} */ (input).value), "eu\nwest");
  await form.page.keyboard.down("Control");
  await form.page.keyboard.press("Enter");
  await form.page.keyboard.up("Control");
  assert.match(await form.focused(), /Review and send/);
  await form.idle();
  assert.deepEqual([await form.state(), await form.decisions()], ["pending", 0]);
  await form.close();
});

test("A-20 the words beside a verdict survive a reload; no verdict is chosen by it; a sent decision leaves none", async () => {
  const name = "LangChain's middleware of Python, an answer and a rejection";
  const form = await show(name);
  await choose(form, 0, "respond");
  await (await form.$("#said-0")).focus();
  await form.page.keyboard.type("eu-west");
  await form.page.reload();
  await form.ready();
  await form.ask(fixtures.find((one) => one.name === name).payload);
  await form.mount();
  assert.equal(await form.count("input:checked"), 0);
  await choose(form, 0, "respond");
  assert.equal(await (await form.$("#said-0")).evaluate((input) => /** @type {HTMLTextAreaElement} */ (input).value), "eu-west");
  await choose(form, 1, "approve");
  await form.press(SEND);
  await confirm(form);
  await form.reach("done");
  assert.equal(await form.run("Object.keys(sessionStorage).length"), 0);
  await form.close();
});

test("A-16 SR-73 presses that no person made decide nothing in any of these forms", async () => {
  for (const { name } of fixtures.filter(({ dialect, strength }) => strength === "bound" || dialect.startsWith("lc-"))) {
    const form = await show(name);
    await form.run(`for (const button of el.shadowRoot.querySelectorAll("button")) { button.click(); button.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })); button.dispatchEvent(new PointerEvent("pointerup", { bubbles: true })); }`);
    await form.idle();
    assert.deepEqual([(await form.calls("resume")).length, (await form.calls("cancel")).length], [0, 0], name);
    await form.close();
  }
});

test("A-39 a decision elsewhere closes LangChain's form with who, when and how, and removes its buttons", async () => {
  const form = await show("one rule per tool name, for two calls of it");
  await form.run("app.close(app.questions[0].interrupt, { by: { id: 'ana', name: 'Ana', method: 'session' }, at: Date.now(), verb: 'mixed' })");
  await form.reach("closed");
  assert.match(await form.text(".outcome"), /Ana decided this in another tab at .*: decided one by one\./);
  assert.equal(await form.count(".chip, [part~=approve], [part~=reject], [part~=stop]"), 0);
  await form.close();
});

test("A-71 a node that asked in another dialect before: the form says so, and only Stop refuses", async () => {
  const form = await show("LangChain's middleware of JavaScript, one action", { pinned: "kind-choice" });
  assert.match(await form.text(), /This step used to ask in another form\. Read it as a guess\./);
  assert.deepEqual([await form.count(REJECT), await form.count("[part~=edit]")], [0, 0]);
  await form.press(STOP);
  await form.reach("cancelled");
  assert.deepEqual(await resumed(form), []);
  await form.close();
});

test("A-48 every fixture's form under the strict headers: no violation, and no word of a payload outside of its place", async () => {
  const form = await shared.desk.page();
  for (const [i, { payload, context }] of fixtures.entries()) await form.ask(payload, { ...context, thread: `t${i}` });
  await form.mount("halt-inbox");
  for (const row of await form.page.$$("main >>> .inbox-row")) {
    await form.tab.press(row);
    await until("it is open", async () => ["pending", "expired"].includes(await form.state()));
  }
  assert.deepEqual(await form.run("violations"), []);
  await form.close();
});

test("B.1 the exact arguments stand in the order of the editor's fields: the schema's", async () => {
  const schema = { type: "object", properties: { to: { type: "string" }, subject: { type: "string" }, body: { type: "string", "x-halt": { order: 1 } } } };
  const form = await shared.desk.show([{ ask: { halt: 1, kind: "m", title: "t", action: { id: "a1", name: "send", args: { extra: 1, body: "b", subject: "s", to: "t" }, schema } } }]);
  const rows = await form.texts("[part~=arg-row] dt bdi");
  await form.edit();
  assert.deepEqual([rows, await form.texts(".field label, .field .label")], [["body", "to", "subject", "extra"], ["body", "to", "subject", "extra"]]);
  await form.close();
});

const CLAIMED = { claimed: true, decided: { by: { id: "ana", method: "session" }, at: Date.now(), verb: "approve" } };

test("A-77 another tab goes on with an answer of unknown outcome: Continue leaves, and the end of the run is told", async () => {
  const form = await shared.desk.show([{ ask: "MAIL", with: CLAIMED }]);
  assert.equal(await form.state(), "unknown-outcome");
  await form.run("{ window.kept = app.questions; app.questions = []; app.tell({ type: 'progress', thread: 'booking-42' }); }");
  await form.reach("submitting");
  assert.match(await form.text(".progress"), /Recorded at .*\. Running\./);
  assert.doesNotMatch(await form.text(), /Continue/);
  await form.run("app.tell({ type: 'finished', thread: 'booking-42' })");
  await form.reach("done");
  assert.match(await form.text(".outcome"), /send_email ran at/);
  await form.close();
});

test("A-77 the tab that goes on dies too: the outcome is unknown again, and Continue is back", async () => {
  const form = await shared.desk.show([{ ask: "MAIL", with: CLAIMED }]);
  await form.run("{ window.kept = app.questions; app.questions = []; app.tell({ type: 'progress', thread: 'booking-42' }); }");
  await form.reach("submitting");
  await form.run("app.questions = kept; undefined");
  await form.reach("unknown-outcome");
  assert.equal(await form.text(".outcome .tone-primary"), "Continue");
  await form.close();
});

test("A-77 progress of another thread, or of a run that nobody took up, changes nothing", async () => {
  const form = await shared.desk.show([{ ask: "MAIL", with: CLAIMED }]);
  await form.run("app.tell({ type: 'progress', thread: 'another' }); app.tell({ type: 'progress', thread: 'booking-42' });");
  await form.idle();
  assert.equal(await form.state(), "unknown-outcome");
  await form.close();
});
