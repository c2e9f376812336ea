// The press that decides: what counts as one, and everything that must not.

import assert from "node:assert/strict";
import { test } from "node:test";

import { sharedDesk } from "./elements/owner.js";
import { until } from "./harness/until.js";

const shared = sharedDesk();
const APPROVE = "[part~=approve]";

test("a deliberate press with the pointer approves once, and says so", async () => {
  const form = await shared.desk.show([{ ask: "FLIGHT" }]);
  await form.press(APPROVE);
  await form.reach("done");
  assert.match(await form.text(".outcome"), /Approved\. book_flight ran at/);
  const [[, ref, decision], ...others] = await form.calls("resume");
  assert.deepEqual([others.length, ref.interrupt, decision.verdicts], [0, decision.interrupt, [{ verb: "approve", action: "a1" }]]);
  assert.match(decision.shown_digest, /^[0-9a-f]{64}$/);
  await form.close();
});

for (const key of /** @type {const} */ (["Enter", " "])) {
  test(`D.6 a fresh ${key} on the focused Approve approves`, async () => {
    const form = await shared.desk.show([{ ask: "FLIGHT" }]);
    await form.key(APPROVE, key);
    await form.reach("done");
    await form.close();
  });
}

test("A-10 SR-34 with a folded value Approve is locked for pointer, key and script; opened, it works", async () => {
  const form = await shared.desk.show([{ ask: "MAIL", with: { tools: {} } }]);
  await form.run("app.ask({ ...samples.MAIL, action: { ...samples.MAIL.action, args: { ...samples.MAIL.action.args, body: 'x'.repeat(2000) } } }, { thread: 'long' })");
  await form.run("el.thread = 'long'");
  await until("the long one is shown", async () => (await form.text()).includes("Open all values before approving: 1 value is still folded."));
  const approve = await form.$(APPROVE);
  assert.equal(await approve.evaluate((button) => button.getAttribute("aria-disabled")), "true");
  await form.press(APPROVE);
  await form.key(APPROVE);
  await approve.evaluate((button) => /** @type {HTMLElement} */ (button).click());
  assert.deepEqual([await form.state(), await form.decisions()], ["pending", 0]);
  await form.key(".open");
  assert.equal(await form.run("el.shadowRoot.activeElement?.tagName"), "DD", "the focus stays with what was opened");
  assert.ok(!(await form.text()).includes("still folded"));
  await form.press(APPROVE);
  await form.reach("done");
  await form.close();
});

test("A-16 SR-73 element.click(), synthetic events and a held Enter decide nothing", async () => {
  const form = await shared.desk.show([{ ask: "FLIGHT" }]);
  await form.at(APPROVE);
  const approve = await form.$(APPROVE);
  await approve.evaluate((button) => {
    /** @type {HTMLElement} */ (button).click();
    for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) button.dispatchEvent(new PointerEvent(type, { bubbles: true }));
    for (const type of ["keydown", "keyup"]) button.dispatchEvent(new KeyboardEvent(type, { key: "Enter", bubbles: true }));
  });
  await approve.focus();
  for (let i = 0; i < 5; i += 1) await form.page.keyboard.down("Enter");
  await form.page.keyboard.up("Enter");
  await form.idle();
  assert.deepEqual([await form.state(), await form.decisions()], ["pending", 0]);
  await form.key(APPROVE);
  await form.reach("done");
  await form.close();
});

test("SR-73 a key that went down elsewhere, and keys with Ctrl, do not press Approve", async () => {
  const form = await shared.desk.show([{ ask: "FLIGHT" }]);
  await form.at(APPROVE);
  const approve = await form.$(APPROVE);
  await (await form.$("#reason")).focus();
  await form.page.keyboard.down("Shift");
  await form.page.keyboard.down("Enter");
  await approve.focus();
  await form.page.keyboard.up("Enter");
  await form.page.keyboard.up("Shift");
  await form.page.keyboard.down("Control");
  await form.page.keyboard.press("Enter");
  await form.page.keyboard.up("Control");
  await form.idle();
  assert.equal(await form.decisions(), 0);
  await form.close();
});

test("SR-73 a press on a button that has just moved, or that began before the form appeared, is dropped and said", async () => {
  const form = await shared.desk.page();
  await form.ask("FLIGHT");
  await form.page.setViewport({ width: 1280, height: 1400 });
  await form.mount();
  const { x, y } = await form.at(APPROVE);
  await form.run("document.querySelector('main').prepend(document.createElement('hr'))");
  await form.page.mouse.click(x, y + 8);
  await until("it says why", async () => (await form.text("[part~=status]")).includes("only just appeared or moved"));
  assert.equal(await form.decisions(), 0);
  await form.close();
});

test("SR-73 a press right after the tab becomes visible is dropped", async () => {
  const form = await shared.desk.show([{ ask: "FLIGHT" }]);
  const { x, y } = await form.at(APPROVE);
  await form.run("document.dispatchEvent(new Event('visibilitychange'))");
  await form.page.mouse.click(x, y);
  await until("it says why", async () => (await form.text("[part~=status]")).includes("Press it again"));
  assert.equal(await form.decisions(), 0);
  await form.press(APPROVE);
  await form.reach("done");
  await form.close();
});

test("A-12 Enter in any text field sends nothing and changes no state", async () => {
  const form = await shared.desk.show([{ ask: "FLIGHT" }]);
  await form.edit();
  const fields = await form.page.$$("main >>> input[type=text]");
  assert.ok(fields.length >= 4);
  for (const field of fields) {
    await field.focus();
    await form.page.keyboard.press("Enter");
  }
  assert.deepEqual([await form.state(), await form.decisions()], ["editing", 0]);
  await form.close();
});

test("A-13 Ctrl+Enter goes to Review or Approve, and sends nothing", async () => {
  const form = await shared.desk.show([{ ask: "FLIGHT" }]);
  const forward = async () => {
    await form.page.keyboard.down("Control");
    await form.page.keyboard.press("Enter");
    await form.page.keyboard.up("Control");
    return form.focused();
  };
  await (await form.$("#reason")).focus();
  assert.equal(await forward(), "approve");
  await form.edit();
  await (await form.field("From")).focus();
  assert.equal(await forward(), "Review changes");
  assert.deepEqual([await form.state(), await form.decisions()], ["editing", 0]);
  await form.close();
});

test("A-14 a request that appears while a person types elsewhere gets none of 200 keys, and not the focus", async () => {
  const form = await shared.desk.page();
  await form.mount();
  await (await form.$("#elsewhere").catch(() => form.page.$("#elsewhere")))?.focus();
  await form.page.focus("#elsewhere");
  const keys = /** @type {import("puppeteer-core").KeyInput[]} */ (["Enter", " ", "a", "y", "e", "r", "Escape", "k", "j", "Delete"]);
  for (let i = 0; i < 200; i += 1) {
    if (i === 40) await form.ask("FLIGHT");
    await form.page.keyboard.press(keys[(i * 7) % keys.length]);
  }
  await form.reach("pending");
  assert.deepEqual([await form.run("document.activeElement.id"), await form.decisions()], ["elsewhere", 0]);
  await form.close();
});

test("A-15 a dialog opens with the focus on the heading; Approve is focused only by the person", async () => {
  const form = await shared.desk.show([{ ask: "FLIGHT" }]);
  await form.run("{ const dialog = document.createElement('dialog'); document.body.append(dialog); dialog.append(el); dialog.showModal(); }");
  await until("the heading has the focus", async () => (await form.run("el.shadowRoot.activeElement?.id")) === "title");
  await form.run("el.focus()");
  assert.equal(await form.run("el.shadowRoot.activeElement.id"), "title");
  await form.close();
});

test("A-33 high risk: a second step in another place; a double click on the first sends nothing", async () => {
  const form = await shared.desk.show([{ ask: "FLIGHT", with: { policy: { risk: "high" } } }]);
  const first = await form.at(APPROVE);
  await form.page.mouse.click(first.x, first.y, { count: 2 });
  await form.reach("confirming");
  await form.page.mouse.click(first.x, first.y);
  await form.idle();
  assert.deepEqual([await form.state(), await form.decisions()], ["confirming", 0]);
  const second = await form.at(APPROVE);
  assert.ok(Math.hypot(first.x - second.x, first.y - second.y) > 40);
  await until("the second is active", async () => (await (await form.$(APPROVE)).evaluate((button) => button.getAttribute("aria-disabled"))) === "false");
  await form.press(APPROVE);
  await form.reach("done");
  await form.close();
});

test("A-34 critical risk: locked until the host's word is typed", async () => {
  const form = await shared.desk.show([{ ask: "FLIGHT", with: { policy: { risk: "critical", typeText: "JFK" } } }]);
  await form.press(APPROVE);
  await form.reach("confirming");
  const locked = async () => (await (await form.$(APPROVE)).evaluate((button) => button.getAttribute("aria-disabled")));
  await form.page.keyboard.press("Tab");
  await (await form.$("#word")).focus();
  await form.page.keyboard.type("jfk");
  await form.press(APPROVE);
  assert.deepEqual([await locked(), await form.decisions()], ["true", 0]);
  await (await form.$("#word")).evaluate((input) => /** @type {HTMLInputElement} */ (input).select());
  await form.page.keyboard.type("JFK");
  await until("it is active", async () => (await locked()) === "false");
  await form.press(APPROVE);
  await form.reach("done");
  await form.close();
});

test("D.6 the whole way by keyboard alone: edit, review, back, approve the changes", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  const { keyboard } = form.page;
  await form.page.focus("#elsewhere");
  await form.run("el.focus()");
  await keyboard.press("e");
  await form.reach("editing");
  for (let i = 0; i < 2; i += 1) await keyboard.press("Tab");
  await keyboard.press("End");
  await keyboard.type(" 118");
  const go = async (/** @type {string} */ label) => {
    await until(`the focus reaches ${label}`, async () => {
      if ((await form.focused()).includes(label)) return true;
      await keyboard.press("Tab");
      return false;
    });
  };
  await go("Review changes");
  await keyboard.press("Enter");
  await form.reach("reviewing");
  await keyboard.press("Escape");
  await form.reach("editing");
  await go("Review changes");
  await keyboard.press("Enter");
  await form.reach("reviewing");
  await go("approve");
  await until("Approve has come to rest", () => form.run("el.shadowRoot.activeElement.matches('[data-settled]')"));
  await keyboard.press("Enter");
  await form.reach("done");
  assert.deepEqual((await form.run("app.resumed"))[0].args.subject, "Offer 118");
  await form.close();
});

test("2.1.4 shortcuts can be turned off, and never act in a field", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await (await form.$("#reason")).focus();
  await form.page.keyboard.type("er?");
  assert.deepEqual([await form.state(), await form.run("el.shadowRoot.querySelector('#reason').value")], ["pending", "er?"]);
  await form.run("el.setAttribute('shortcuts', 'off'); el.focus()");
  await form.page.keyboard.press("e");
  assert.equal(await form.state(), "pending");
  await form.close();
});
