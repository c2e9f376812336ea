// Editing in the form: typed fields, errors where they belong, the difference before anything is sent, drafts that last.

import assert from "node:assert/strict";
import { test } from "node:test";

import { sharedDesk } from "./elements/owner.js";
import { until } from "./harness/until.js";

const shared = sharedDesk();
const APPROVE = "[part~=approve]";
const REVIEW = "[data-forward]";

/** A native request with these arguments. @param {any} args @param {any} [schema] */
const request = (args, schema) => ({ halt: 1, kind: "test", title: "A test", action: { id: "a1", name: "tool", args, ...(schema ? { schema } : {}) } });

/** @param {any} properties @param {string[]} [required] */
const object = (properties, required = []) => ({ type: "object", properties, required, additionalProperties: false });

test("A-30 SR-38 what is sent is what the difference showed", async () => {
  const form = await shared.desk.show([{ ask: "FLIGHT" }]);
  await form.edit();
  await form.type("Price", "199.5");
  await form.type("From", "SFO");
  await form.press(REVIEW);
  await form.reach("reviewing");
  assert.deepEqual(await form.texts("[part~=path]"), ["origin", "price"]);
  assert.match(await form.text(".review"), /2 changes in 9 fields; unchanged fields are hidden/);
  assert.equal(await form.text(APPROVE), "Approve these 2 changes");
  const shown = await form.run("digest(JSON.stringify({ ...samples.FLIGHT.action.args, price: 199.5, origin: 'SFO' }))");
  await form.press(APPROVE);
  await form.reach("done");
  const [value] = await form.run("app.resumed");
  assert.equal(await form.run(`digest(${JSON.stringify(JSON.stringify(value.args))})`), shown);
  assert.deepEqual(value.edits.map((/** @type {any} */ edit) => edit.path).toSorted(), ["/origin", "/price"]);
  await form.close();
});

test("A-31 nothing changed: the review is refused, and Approve is still offered", async () => {
  const form = await shared.desk.show([{ ask: "FLIGHT" }]);
  await form.edit();
  await form.type("Price", "187.5");
  await form.press(REVIEW);
  await until("it says so", async () => (await form.text("[role=alert]")) === "Nothing changed. Approve it as it is, or keep editing.");
  await form.page.keyboard.press("Escape");
  await form.reach("pending");
  await form.press(APPROVE);
  await form.reach("done");
  assert.equal((await form.run("app.resumed"))[0].verb, "approve");
  await form.close();
});

test("A-22 the number field says what to type; the value keeps its type", async () => {
  const form = await shared.desk.show([{ ask: request({ n: 5 }, object({ n: { type: "number", title: "Count" } }, ["n"])) }]);
  await form.edit();
  for (const [typed, told] of [["1,000", "Use 1000"], ["1.0.0", "Write a number"], [" 5", "Use 5"], ["0x10", "Write a number"], ["", "This is required."]]) {
    await form.type("Count", typed);
    await form.page.keyboard.press("Tab");
    assert.match(await form.text(".error"), new RegExp(told), typed);
  }
  await form.type("Count", "1e3");
  await until("the error goes while typing", async () => (await form.count(".error:not([hidden])")) === 0);
  assert.match(await form.text(".reading"), /= 1,000/);
  await form.press(REVIEW);
  await form.press(APPROVE);
  await form.reach("done");
  assert.deepEqual((await form.run("app.resumed"))[0].args, { n: 1000 });
  await form.close();
});

test("B.3 no error before a field was left; then with each key", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await form.edit();
  await form.type("to", "dana@");
  assert.equal(await form.count(".error:not([hidden])"), 0);
  await form.page.keyboard.press("Tab");
  assert.match(await form.text(".error:not([hidden])"), /name@example\.org/);
  const field = await form.field("to");
  assert.equal(await field.evaluate((input) => input.getAttribute("aria-invalid")), "true");
  await field.focus();
  await form.page.keyboard.press("End");
  await form.page.keyboard.type("x.org");
  assert.equal(await field.evaluate((input) => input.getAttribute("aria-invalid")), "false");
  await form.close();
});

test("A-29 a review with errors goes to the summary; each of its lines goes to its field; the draft stays", async () => {
  const form = await shared.desk.show([{ ask: "FLIGHT" }]);
  await form.edit();
  await form.type("Price", "999");
  await form.type("Departure", "tomorrow");
  await form.press(REVIEW);
  await until("the summary has the focus", () => form.run("el.shadowRoot.activeElement?.classList.contains('summary')"));
  assert.deepEqual(await form.texts(".summary .path"), ["/departs", "/price"]);
  assert.match(await form.text(".summary"), /Must be 400 or less\. You typed 999\./);
  const links = await form.page.$$("main >>> .summary .link");
  for (const [i, typed] of ["tomorrow", "999"].entries()) {
    await form.tab.press(links[i]);
    assert.equal(await form.run("el.shadowRoot.activeElement.value"), typed);
  }
  assert.equal(await form.decisions(), 0);
  await form.close();
});

test("A-25 an enum of 1, \"1\" and null shows three options and returns the one chosen with its type", async () => {
  for (const [i, value] of [1, "1", null].entries()) {
    const form = await shared.desk.show([{ ask: request({ n: i === 0 ? "1" : 1 }, object({ n: { enum: [1, "1", null], title: "N" } }, ["n"])) }]);
    await form.edit();
    const options = await form.page.$$("main >>> .option");
    assert.deepEqual((await form.texts(".option")).map((text) => text.replace(/\s+/g, " ").trim()), ["1 number", "\"1\" text", "null null"]);
    assert.equal(options.length, 3);
    await form.tab.press(options[i]);
    await form.press(REVIEW);
    await form.press(APPROVE);
    await form.reach("done");
    assert.deepEqual((await form.run("app.resumed"))[0].args, { n: value });
    await form.close();
  }
});

test("A-26 an optional yes/no has three states, and unset is not sent", async () => {
  const form = await shared.desk.show([{ ask: request({ a: "x", b: true }, object({ a: { type: "string", title: "A" }, b: { type: "boolean", title: "B" } })) }]);
  await form.edit();
  assert.deepEqual(await form.texts(".option"), ["Yes", "No", "Not set"]);
  await form.tab.press((await form.page.$$("main >>> .option"))[2]);
  await form.press(REVIEW);
  await form.press(APPROVE);
  await form.reach("done");
  assert.deepEqual((await form.run("app.resumed"))[0].args, { a: "x" });
  await form.close();
});

test("A-27 a field that no rule declares is named, and must be removed before the changes can be approved", async () => {
  const form = await shared.desk.show([{ ask: request({ a: 1, bcc: "eve@example.org" }, object({ a: { type: "number", title: "A" } })) }]);
  await form.edit();
  await form.type("A", "2");
  await form.press(REVIEW);
  assert.deepEqual([await form.state(), await form.texts(".summary .path")], ["editing", ["/bcc"]]);
  await form.tab.press((await form.page.$$("main >>> .tools button")).slice(-1)[0]);
  await form.press(REVIEW);
  await form.reach("reviewing");
  assert.match(await form.text(".changes"), /bcc\s*Removed/);
  await form.close();
});

test("A-21 opening and leaving every control is no edit", async () => {
  const form = await shared.desk.show([{ ask: "FLIGHT" }]);
  await form.edit();
  const total = await form.count("input, textarea, select");
  for (let i = 0; i < total + 12; i += 1) await form.page.keyboard.press("Tab");
  assert.deepEqual([await form.count(".is-dirty"), await form.run("Object.keys(sessionStorage).map((key) => JSON.parse(sessionStorage[key]).fields)")], [0, [{}]]);
  await form.press(REVIEW);
  assert.equal(await form.state(), "editing");
  await form.close();
});

test("B.1 lists: items are added, moved and removed with buttons alone", async () => {
  const form = await shared.desk.show([{ ask: request({ tags: ["a", "b"] }, object({ tags: { type: "array", items: { type: "string" }, title: "Tags" } }, ["tags"])) }]);
  await form.edit();
  await form.press(".add");
  await form.page.keyboard.type("c");
  await form.tab.press((await form.page.$$("main >>> .tool.is-back"))[2]);
  await form.tab.press((await form.page.$$("main >>> .tool.is-cross"))[0]);
  await form.press(REVIEW);
  await form.press(APPROVE);
  await form.reach("done");
  assert.deepEqual((await form.run("app.resumed"))[0].args, { tags: ["c", "b"] });
  await form.close();
});

test("B.1 a missing text can be added and removed; null is a state of its own", async () => {
  const schema = object({ note: { type: "string", title: "Note" }, code: { type: "string", nullable: true, title: "Code" } }, ["code"]);
  const form = await shared.desk.show([{ ask: request({ code: null }, schema) }]);
  await form.edit();
  assert.deepEqual(await form.texts(".unset"), ["Not set", "No value"]);
  for (const label of ["Add", "Give a value"]) {
    for (const tool of await form.page.$$("main >>> .tools button")) {
      if ((await tool.evaluate((button) => button.textContent)) === label) {
        await form.tab.press(tool);
        break;
      }
    }
    await form.page.keyboard.type(`typed ${label}`);
  }
  await form.press(REVIEW);
  await form.press(APPROVE);
  await form.reach("done");
  assert.deepEqual((await form.run("app.resumed"))[0].args, { code: "typed Give a value", note: "typed Add" });
  await form.close();
});

test("A-20 after a reload the same form, the same draft; after the decision no draft is left", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await form.edit();
  await form.type("subject", "Offer 118");
  await form.page.reload();
  await form.ready();
  await form.ask("MAIL");
  await form.mount();
  assert.equal(await form.state(), "editing");
  assert.equal(await (await form.field("subject")).evaluate((input) => input.value), "Offer 118");
  await form.press(REVIEW);
  await form.press(APPROVE);
  await form.reach("done");
  assert.deepEqual([await form.run("Object.keys(sessionStorage)"), (await form.calls("resume")).length], [[], 1]);
  await form.close();
});

test("B.3 a secret is never written to the draft, and its difference is hidden", async () => {
  const form = await shared.desk.show([{ ask: request({ key: "hunter2" }, object({ key: { type: "string", format: "password", title: "Key" } }, ["key"])) }]);
  assert.ok(!(await form.text()).includes("hunter2"));
  await form.edit();
  await form.type("Key", "swordfish");
  assert.ok(!(await form.run("JSON.stringify(sessionStorage)")).includes("swordfish"));
  await form.press(REVIEW);
  assert.match(await form.text(".changes"), /changed \(hidden\)/);
  assert.ok(!(await form.text()).includes("swordfish"));
  await form.close();
});

test("B.3 an error that the app returns stands at its field; one without a field stands in the summary", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await form.edit();
  await form.type("subject", "Offer 118");
  await form.run("app.refuse = Object.assign(new Error('the subject names no known offer'), { code: 'E_SCHEMA', path: '/subject' })");
  await form.press(REVIEW);
  await form.press(APPROVE);
  await form.reach("editing");
  assert.match(await form.text(".error:not([hidden])"), /the subject names no known offer/);
  assert.equal(await (await form.field("subject")).evaluate((input) => input.value), "Offer 118");
  await form.run("app.refuse = Object.assign(new Error('no such place'), { code: 'E_SCHEMA', path: '/nowhere' })");
  await form.press(REVIEW);
  await form.press(APPROVE);
  await until("the summary names the pointer", async () => (await form.text(".summary")).includes("/nowhere"));
  await form.close();
});

test("A-32 an edit at high risk needs its second step too", async () => {
  const form = await shared.desk.show([{ ask: "MAIL", with: { policy: { risk: "high" } } }]);
  await form.edit();
  await form.type("subject", "Offer 118");
  await form.press(REVIEW);
  await form.press(APPROVE);
  await form.reach("confirming");
  assert.match(await form.text(".confirm"), /This runs send_email with your changes\./);
  await form.page.keyboard.press("Escape");
  await form.reach("reviewing");
  assert.equal(await form.decisions(), 0);
  await form.close();
});

test("A-24 the calendar changes the day and keeps time and offset", async () => {
  const form = await shared.desk.show([{ ask: "FLIGHT" }]);
  await form.edit();
  await (await form.$(".calendar")).evaluate((input) => {
    /** @type {HTMLInputElement} */ (input).value = "2026-06-01";
    input.dispatchEvent(new Event("change"));
  });
  assert.equal(await (await form.field("Departure")).evaluate((input) => input.value), "2026-06-01T10:00:00+09:00");
  assert.match(await form.text(".kind-text .reading:not(:empty)"), /Monday, June 1, 2026/);
  await form.close();
});

test("A.1 an open question is answered by its schema; Skip needs no answer", async () => {
  const form = await shared.desk.show([{ ask: "AGE" }]);
  await form.type("Age of the guest", "34 years");
  await form.press("[part~=respond]");
  await until("it says what to type", async () => (await form.text(".error:not([hidden])")).includes("Write a number"));
  await form.type("Age of the guest", "34");
  await form.press("[part~=respond]");
  await form.reach("done");
  assert.deepEqual((await form.run("app.resumed")).map((/** @type {any} */ value) => [value.verb, value.answer]), [["respond", 34]]);
  await form.close();
});
