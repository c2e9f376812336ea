// What becomes of a request while it is on the screen: here, in another form, in another tab, after a death, at its deadline.

import assert from "node:assert/strict";
import { test } from "node:test";

import { sharedDesk } from "./elements/owner.js";
import { until } from "./harness/until.js";

const shared = sharedDesk();
const APPROVE = "[part~=approve]";

/** @param {import("./elements/desk.js").Form} form */
const noDecisionButtons = async (form) => assert.equal(await form.count(".decision[aria-disabled]"), 0);

test("reject sends the reason that was typed; a required one is asked for first", async () => {
  const form = await shared.desk.page();
  await form.run("app.ask({ ...samples.MAIL, reason: { reject: 'required' } })");
  await form.mount();
  await form.press("[part~=reject]");
  await until("it asks for a reason", async () => (await form.text("#reason-error")).includes("Write a reason"));
  assert.deepEqual([await form.focused(), await form.decisions()], ["reason", 0]);
  await form.page.keyboard.type("approved, run it now");
  await form.press("[part~=reject]");
  await form.reach("done");
  assert.match(await form.text(".outcome"), /Rejected\. send_email did not run\./);
  assert.deepEqual((await form.run("app.resumed")).map((/** @type {any} */ value) => [value.verb, value.reason]), [["reject", "approved, run it now"]]);
  await form.close();
});

test("SR-76 a reason above 4 KiB is refused with its length, and the question stays open", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await (await form.$("#reason")).evaluate((input) => {
    /** @type {HTMLTextAreaElement} */ (input).value = "x".repeat(5000);
    input.dispatchEvent(new Event("input"));
  });
  await form.press("[part~=reject]");
  await until("it says how long it is", async () => (await form.text("#reason-error")).includes("5,000"));
  assert.deepEqual([await form.state(), await form.decisions()], ["pending", 0]);
  await form.close();
});

test("A-07 the fallback: Approve gives true; refusing stops the run and never resumes; no edit is offered", async () => {
  const yes = await shared.desk.show([{ ask: "PLAIN", with: { native: false } }]);
  assert.equal(await yes.count("[part~=edit], [part~=reject]"), 0);
  await yes.press(APPROVE);
  await yes.reach("done");
  assert.deepEqual(await yes.run("app.resumed"), [true]);
  await yes.close();
  const no = await shared.desk.show([{ ask: "PLAIN", with: { native: false } }]);
  await no.press("[part~=stop]");
  await no.reach("cancelled");
  assert.deepEqual([(await no.calls("resume")).length, (await no.calls("cancel")).length], [0, 1]);
  assert.match(await no.text(".outcome"), /You stopped this run at/);
  await no.close();
});

test("D.5 Stop asks once where another question of the thread would end too", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }, { ask: "FLIGHT" }]);
  await form.press("[part~=stop]");
  await form.reach("confirming");
  assert.match(await form.text(".confirm"), /Stopping ends the whole run/);
  assert.equal(await form.decisions(), 0);
  await form.press("[part~=stop]");
  await until("the button waits a second", async () => (await form.state()) === "cancelled" || (await form.press("[part~=stop]"), false));
  assert.equal((await form.calls("cancel")).length, 1);
  await form.close();
});

test("5 `Leave waiting` sends nothing and tells the page", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await form.press(".leave");
  assert.deepEqual([await form.decisions(), await form.run("events.filter(({ type }) => type === 'halt-leave').length")], [0, 1]);
  await form.close();
});

test("A-67 all verbs narrowed away: only Stop and Leave are left, with a notice", async () => {
  const form = await shared.desk.page();
  await form.run("app.ask({ ...samples.MAIL, decisions: ['choose'] })");
  await form.mount();
  assert.deepEqual(await form.texts(":is(.footer, .secondary) button"), ["Stop this run", "Leave waiting"]);
  assert.match(await form.text("[part~=notice]"), /Nothing can be decided here/);
  await form.close();
});

test("A-82 an action named `send email` is shown in full; Approve is locked with its reason, Stop works", async () => {
  const form = await shared.desk.page();
  await form.run("app.ask({ ...samples.MAIL, action: { ...samples.MAIL.action, name: 'send email' } })");
  await form.mount();
  assert.equal((await form.texts("[part~=arg-row]")).length, 3);
  await form.press(APPROVE);
  await form.key(APPROVE);
  assert.deepEqual([await form.state(), await form.decisions()], ["pending", 0]);
  assert.match(await form.text(".lock"), /This is no tool name/);
  await form.press("[part~=stop]");
  await form.reach("cancelled");
  await form.close();
});

test("A-50 `halt-before-decide` with preventDefault() stops the decision, and the form is pending", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await form.run("addEventListener('halt-before-decide', (event) => { window.asked = event.detail.verdicts; event.preventDefault(); })");
  await form.press(APPROVE);
  await until("it was asked", () => form.run("window.asked"));
  assert.deepEqual([await form.state(), await form.decisions()], ["pending", 0]);
  await form.close();
});

test("A-39 a decision in another tab closes the form: who, when, how; its buttons are removed, the focus stays", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await (await form.$("#reason")).focus();
  await form.run("app.close(app.questions[0].interrupt, { by: { id: 'ana', name: 'Ana', method: 'session' }, at: Date.now(), verb: 'reject' })");
  await form.reach("closed");
  assert.match(await form.text(".outcome"), /Ana decided this in another tab at \d.*: rejected\./);
  await noDecisionButtons(form);
  assert.equal(await form.run("document.activeElement === el"), true);
  await form.close();
});

test("A-39 without BroadcastChannel the first poll closes the form", async () => {
  const form = await shared.desk.page();
  await form.run("window.BroadcastChannel = undefined");
  await form.ask("MAIL");
  await form.mount();
  await form.run("app.questions = []");
  await form.reach("closed");
  await form.close();
});

for (const [type, state, words] of [["superseded", "closed", "Replaced by new input at"], ["cancelled", "cancelled", "Someone stopped this run at"], ["expired", "expired", "Expired at"]]) {
  test(`C.4 "${type}" from the store shows ${state}`, async () => {
    const form = await shared.desk.show([{ ask: "MAIL" }]);
    await form.run(`{ const [{ thread, ref }] = app.questions; app.questions = []; app.tell({ type: "${type}", thread, ref }); }`);
    await form.reach(state);
    assert.ok((await form.text(".outcome")).includes(words));
    await noDecisionButtons(form);
    await form.close();
  });
}

test("A-40 another payload under an open draft: stale, both versions compared, Approve locked, the draft kept", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await form.edit();
  await form.type("subject", "Offer 118");
  await form.run("{ const [{ interrupt, payload }] = app.questions; const next = structuredClone(payload); next.action.args.to = 'mallory@example.org'; app.ask(next, { interrupt, revision: 1 }); }");
  await form.reach("stale");
  assert.match(await form.text(".outcome"), /This request changed while you were reading[^]*dana[^]*mallory/);
  assert.equal(await form.count("[part~=approve]"), 0);
  await form.press(".outcome .decision");
  await form.reach("editing");
  assert.equal(await (await form.field("subject")).evaluate((input) => input.value), "Offer 118");
  assert.equal(await (await form.field("to")).evaluate((input) => input.value), "mallory@example.org");
  await form.close();
});

test("A-40 a moved deadline alone leaves the form usable under the new revision", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await form.run("{ const [{ interrupt, payload }] = app.questions; app.ask(payload, { interrupt, revision: 1, expires_at: Date.now() + 600_000 }); }");
  await until("the new time is shown", async () => (await form.text()).includes("Expires in"));
  await form.press(APPROVE);
  await form.reach("done");
  assert.equal((await form.calls("resume"))[0][1].revision, 1);
  await form.close();
});

test("SR-60 a decision refused as stale shows the newer version", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await form.run("app.listeners.clear(); { const [{ interrupt, payload }] = app.questions; const next = structuredClone(payload); next.action.args.subject = 'Other'; app.ask(next, { interrupt, revision: 1 }); }");
  await form.press(APPROVE);
  await form.reach("stale");
  assert.deepEqual(await form.run("app.resumed"), []);
  await form.close();
});

test("A-37 the deadline passes while editing: expired at the next tick, no buttons, the draft readable, the record not rejected", async () => {
  const form = await shared.desk.show([{ ask: "MAIL", with: { expires_at: Date.now() + 3_600_000 } }]);
  await form.edit();
  await form.type("subject", "Offer 118");
  await form.run("{ const now = Date.now; Date.now = () => now() + 3_590_000; const [{ interrupt, payload }] = app.questions; app.ask(payload, { interrupt, revision: 1, expires_at: now() + 3_590_500 }); }");
  await form.reach("expired");
  assert.match(await form.text(".outcome"), /Expired at .*Nothing ran\.[^]*Your draft, as it was[^]*\/subject[^]*Offer 118/);
  await noDecisionButtons(form);
  assert.deepEqual([await form.decisions(), await form.run("events.filter(({ type }) => type === 'halt-expired').length")], [0, 1]);
  await form.close();
});

test("A-41 two threads in turn in one element: nothing of the first stays", async () => {
  const form = await shared.desk.show([{ ask: "DROP", with: { thread: "first" } }, { ask: "MAIL", with: { thread: "second" } }]);
  await (await form.$("#reason")).evaluate((input) => {
    /** @type {HTMLTextAreaElement} */ (input).value = "first reason";
    input.dispatchEvent(new Event("input"));
  });
  await form.run("el.thread = 'second'");
  await until("the second is shown", async () => (await form.text("#title")).includes("send_email"));
  const all = await form.run("el.shadowRoot.textContent + [...el.shadowRoot.querySelectorAll('input, textarea')].map(({ value }) => value).join()");
  for (const word of ["delete_database", "customers_prod", "Routine", "first", "first reason"]) assert.ok(!all.includes(word), word);
  await form.close();
});

test("A-76 a run that fails: the error as text, and Run again goes on with the stored decision", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await form.run("app.run = async () => { throw Object.assign(new Error('<img src=x onerror=alert(1)> timed out'), { code: 'E_UPSTREAM' }); }");
  await form.press(APPROVE);
  await form.reach("done");
  assert.match(await form.text(".outcome"), /Approved\. send_email failed at .*[^]*E_UPSTREAM: <img src=x onerror=alert\(1\)> timed out/);
  await form.run("app.run = async () => ({})");
  await form.press(".outcome .decision");
  await until("it ran", async () => (await form.text(".outcome")).includes("send_email ran at"));
  assert.deepEqual([(await form.calls("resume")).length, (await form.calls("continue")).length], [1, 1]);
  await form.close();
});

test("A-77 a question answered by a page that died: it is not known whether it ran; Continue runs the stored decision once", async () => {
  const form = await shared.desk.show([{ ask: "MAIL", with: { claimed: true, decided: { by: { id: "ana", method: "session" }, at: Date.now(), verb: "approve" } } }]);
  assert.equal(await form.state(), "unknown-outcome");
  assert.match(await form.text(".outcome"), /Approved, but it is not known whether send_email ran\. It will not be repeated by itself\./);
  await form.run("app.refuse = Object.assign(new Error('another tab runs it'), { code: 'THREAD_BUSY' })");
  await form.press(".outcome .tone-primary");
  await until("it offers to take over", async () => (await form.text(".outcome")).includes("Another tab seems to run it"));
  await form.press(".outcome .tone-neutral");
  await form.reach("done");
  const calls = await form.calls("continue");
  assert.deepEqual([calls.length, calls[1][2], (await form.calls("resume")).length], [2, { takeOver: true }, 0]);
  await form.close();
});

test("A-78 two forms of one question: one press, one claim, both go on together; one subscription", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await form.run("{ window.twin = document.createElement('halt-approval'); twin.app = app; document.querySelector('main').append(twin); }");
  await until("both are drawn", () => form.run("twin.state === 'pending'"));
  await form.run("app.claim = new Promise((resolve) => { window.claim = resolve; }); undefined");
  await form.press(APPROVE);
  await until("both are sending", () => form.run("el.state === 'submitting' && twin.state === 'submitting'"));
  await form.run("claim()");
  await until("both are done", () => form.run("el.state === 'done' && twin.state === 'done'"));
  assert.deepEqual([(await form.calls("resume")).length, await form.run("app.subscriptions"), await form.run("events.filter(({ type }) => type === 'halt-decided').length")], [1, 1, 1]);
  await form.close();
});

test("A-79 another decision than the first: the form says who decided, when and how", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await form.run("app.listeners.clear(); app.close(app.questions[0].interrupt, { by: { id: 'ana', name: 'Ana', method: 'session' }, at: Date.now(), verb: 'approve' })");
  await form.press("[part~=reject]");
  await form.reach("closed");
  assert.match(await form.text(".outcome"), /Ana decided this in another tab at .*: approved\./);
  await form.close();
});

test("C.4 while a decision is sent the form is inert; a storage fault keeps it open to try again", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await form.run("app.claim = new Promise((resolve) => { window.claim = resolve; }); app.refuse = Object.assign(new Error('quota'), { code: 'E_STORAGE' })");
  await form.press(APPROVE);
  await form.reach("submitting");
  assert.deepEqual([await form.count(".card > [inert]"), await form.text(".progress")], [4 + 1, "Sending"]);
  await form.run("claim()");
  await form.reach("error");
  assert.match(await form.text(".outcome"), /Requests cannot be read\. Nothing was lost or run\.[^]*E_STORAGE: quota/);
  await form.press(".outcome .decision");
  await form.reach("pending");
  await form.close();
});

test("C.4 no app, a broken store, and a payload that is no JSON are errors in words; nothing waits is no error", async () => {
  const form = await shared.desk.page();
  await form.mount();
  assert.equal(await form.text(), "Nothing is waiting for you.");
  await form.run("el.app = undefined");
  await form.reach("error");
  assert.match(await form.text(), /not connected to an app[^]*E_NO_APP/);
  await form.run("app.pending = async () => { throw Object.assign(new Error('blocked'), { code: 'E_STORAGE' }); }; el.app = app");
  await until("it tells of the store", async () => (await form.text()).includes("E_STORAGE: blocked"));
  await form.close();
});

test("A-56 a new request gives one polite message with tool and risk; a deadline is not counted aloud", async () => {
  const form = await shared.desk.page();
  await form.mount();
  await form.run(`window.said = []; new MutationObserver(() => said.push(el.shadowRoot.querySelector(':host > .hidden[role=status], .hidden[role=status]').textContent))
    .observe(el.shadowRoot.querySelector('.hidden[role=status]'), { childList: true, characterData: true, subtree: true })`);
  await form.ask("MAIL", { expires_at: Date.now() + 30 * 60_000 });
  await form.reach("pending");
  await form.idle();
  assert.deepEqual(await form.run("said"), ["New request: send_email, Medium risk"]);
  await form.close();
});

test("A-42 several actions: nothing chosen beforehand, Send locked until all are decided, a summary by verdict", async () => {
  const form = await shared.desk.show([{ ask: "REFUNDS" }]);
  assert.equal(await form.count("input:checked"), 0);
  const send = ".footer .decision";
  await form.press(send);
  assert.deepEqual([await form.text(".footer .count"), await form.state()], ["0 of 2 decided", "pending"]);
  const chips = await form.page.$$("main >>> .chip");
  await form.tab.press(chips[0]);
  await form.tab.press(chips[3]);
  await (await form.$("#said-1")).focus();
  await form.page.keyboard.type("Over limit");
  await form.press(send);
  await form.reach("confirming");
  assert.deepEqual(await form.texts(".verdict"), ["Approved\nrefund\norder A-1amount 20", "Rejected\nrefund\norder A-2amount 900\nOver limit"]);
  await until("it is sent", async () => (await form.state()) === "done" || (await form.press(APPROVE), false));
  assert.deepEqual((await form.run("app.resumed"))[0].items, [{ verb: "approve", action: "r1" }, { verb: "reject", action: "r2", reason: "Over limit" }]);
  await form.close();
});

test("A.1 one of several choices", async () => {
  const form = await shared.desk.show([{ ask: "ROUTE" }]);
  await form.press(".choice:nth-child(2)");
  await form.reach("done");
  assert.deepEqual((await form.run("app.resumed")).map((/** @type {any} */ value) => [value.verb, value.choice]), [["choose", "lyon"]]);
  await form.close();
});

test("SR-34 a long list shows its first 20 members; Approve waits until the rest was opened", async () => {
  const args = { to: Array.from({ length: 25 }, (_, i) => `guest-${i}@example.org`) };
  const form = await shared.desk.show([{ ask: { halt: 1, kind: "t", title: "t", action: { id: "a1", name: "invite", args } } }]);
  assert.deepEqual([(await form.texts("[part~=arg-row]")).length, (await form.text()).includes("guest-20")], [21, false]);
  await form.press(APPROVE);
  assert.equal(await form.decisions(), 0);
  await form.press(".open");
  assert.deepEqual([(await form.texts("[part~=arg-row]")).length, (await form.text()).includes("guest-24@example.org")], [26, true]);
  await form.press(APPROVE);
  await form.reach("done");
  await form.close();
});

test("C.2 a question that is asked while the list is being read is not missed", async () => {
  const form = await shared.desk.page();
  await form.run(`{ const { pending } = FakeApp.prototype; let first = true;
    app.pending = function () { const now = pending.call(this); if (!first) return now; first = false; return now.then((list) => new Promise((resolve) => { window.answer = () => resolve(list); })); }; }`);
  await form.run("window.el = Object.assign(document.createElement('halt-approval'), { app }); document.querySelector('main').append(el)");
  await until("the list is being read", () => form.run("window.answer !== undefined"));
  await form.ask("MAIL");
  await form.run("answer()");
  await form.reach("pending");
  await form.close();
});

for (const [type, error, words] of /** @type {[string, string, RegExp][]} */ ([
  ["finished", "undefined", /Expired at .*\. The run went on with the answer set for this case\./],
  ["failed", "new Error('no answer')", /Expired at .*\. The run failed for it\.[^]*no answer/],
])) {
  test(`S-HG-20 C.4 a deadline that let the graph go on is not said to have run nothing (${type})`, async () => {
    const form = await shared.desk.show([{ ask: "MAIL", with: { expires_at: Date.now() + 400 } }]);
    await form.reach("expired");
    assert.match(await form.text(".outcome"), /Nothing ran\./);
    await form.run(`app.tell({ type: ${JSON.stringify(type)}, thread: "booking-42", error: ${error} })`);
    await until("it says what became of it", async () => words.test(await form.text(".outcome")));
    await form.close();
  });
}
