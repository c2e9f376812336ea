// The inbox: what it lists, in which order, and that a new request disturbs nobody.

import assert from "node:assert/strict";
import { test } from "node:test";

import { sharedDesk } from "./elements/owner.js";
import { until } from "./harness/until.js";

const shared = sharedDesk();
const MINUTE = 60_000;

/** @param {import("./elements/desk.js").Form} form */
const names = (form) => form.texts(".inbox-row .row-name");

/** Three requests: a plain one, a critical one, one that expires soon. */
const THREE = [
  { ask: "MAIL", with: { thread: "sales-7", created_at: Date.now() - 10 * MINUTE } },
  { ask: "DROP", with: { thread: "ops" } },
  { ask: "FLIGHT", with: { thread: "booking-42", expires_at: Date.now() + 12 * MINUTE } },
];
const INBOX = { element: "halt-inbox" };

test("D.7 what expires within the hour comes first, then the risk, then the oldest", async () => {
  const form = await shared.desk.show(THREE, INBOX);
  assert.deepEqual(await names(form), ["book_flight", "delete_database", "send_email"]);
  assert.equal(await form.text(".count"), "3 waiting");
  await form.close();
});

test("D.6 J, K and the arrows go through the list, Enter opens, / goes to the search", async () => {
  const form = await shared.desk.show(THREE, INBOX);
  const { keyboard } = form.page;
  await (await form.$(".inbox-row")).focus();
  await keyboard.press("j");
  await keyboard.press("ArrowDown");
  await keyboard.press("k");
  await keyboard.press("Enter");
  await until("it is open", async () => (await form.count("[part~=approve]")) === 1);
  assert.equal(await form.text("#title"), "delete_database");
  assert.equal(await form.focused(), "title");
  await (await form.$(".inbox-row")).focus();
  await keyboard.press("/");
  await keyboard.type("dana example");
  await until("it is found", async () => (await names(form)).join() === "send_email");
  await keyboard.type("zzz");
  await until("nothing is found", async () => /No request matches\./.test(await form.text(".empty")));
  assert.equal(await form.decisions(), 0);
  await form.close();
});

test("D.6 3.2.1 a new request moves neither the focus nor a row that has it; it is said once", async () => {
  const form = await shared.desk.show(THREE.slice(0, 1), INBOX);
  await (await form.$(".inbox-row")).focus();
  await form.ask("DROP", { thread: "ops" });
  await until("both are listed", async () => (await names(form)).length === 2);
  assert.deepEqual(await names(form), ["send_email", "delete_database"]);
  assert.match(await form.run("el.shadowRoot.activeElement.textContent"), /send_email/);
  assert.deepEqual((await form.texts(".hidden[role=status]"))[0], "New request: delete_database, Critical risk");
  await form.page.focus("#elsewhere");
  await form.page.mouse.move(1, 1);
  await form.ask("FLIGHT", { thread: "third", expires_at: Date.now() + 5 * MINUTE });
  await until("the list is put in order", async () => (await names(form)).join() === "book_flight,delete_database,send_email");
  await form.close();
});

test("D.8 a decision leaves its outcome on the screen, takes the row away and offers the next request", async () => {
  const form = await shared.desk.show([THREE[0], THREE[2]], INBOX);
  await form.press(".inbox-row");
  await form.press("[part~=approve]");
  await until("the row is gone", async () => (await names(form)).join() === "send_email");
  await form.reach("done");
  assert.match(await form.text(".outcome"), /book_flight ran at/);
  await form.press(".desk .buttons button");
  await until("the next is open", async () => (await form.text("#title")) === "send_email");
  await form.close();
});

test("D.8 empty, and a store that cannot be read, are said in words", async () => {
  const form = await shared.desk.show([], INBOX);
  assert.match(await form.text(".empty"), /Nothing is waiting for you\.\s+Runs that need a decision appear here\./);
  await form.run("app.pending = async () => { throw Object.assign(new Error('blocked'), { code: 'E_STORAGE' }); }; app.tell({ type: 'storage', thread: '' })");
  await until("the fault is said", async () => /Requests cannot be read\. Nothing was lost or run\.\s+E_STORAGE/.test(await form.text(".empty")));
  await form.close();
});

test("A-83 an inbox given two apps shows the requests of both, and each is answered by its own app", async () => {
  const form = await shared.desk.show(THREE.slice(0, 1), INBOX);
  await form.run("window.second = new FakeApp(); second.ask(samples.FLIGHT, { thread: 'other', interrupt: 'f'.repeat(32) }); el.app = [app, second]");
  await until("both are listed", async () => (await names(form)).length === 2);
  await form.run("[...el.shadowRoot.querySelectorAll('.inbox-row')].find((row) => row.textContent.includes('book_flight')).click()");
  await form.press("[part~=approve]");
  await form.reach("done");
  assert.deepEqual([await form.run("app.resumed.length"), await form.run("second.resumed.length")], [0, 1]);
  await form.close();
});

test("C.5 layout list opens nothing by itself and tells which request was meant", async () => {
  const form = await shared.desk.show(THREE.slice(0, 1), INBOX);
  await form.run("el.layout = 'list'");
  await form.press(".inbox-row");
  const [open] = await form.run("events.filter(({ type }) => type === 'halt-open')");
  assert.deepEqual([open.detail.ref.thread, open.frozen, await form.count("[part~=approve]")], ["sales-7", true, 0]);
  await form.close();
});

test("D.2 on a phone the opened request takes the place of the list, and `All requests` leads back", async () => {
  const form = await shared.desk.page();
  await form.page.setViewport({ width: 390, height: 844 });
  for (const { ask, with: options } of THREE) await form.ask(ask, options);
  await form.mount("halt-inbox");
  await form.press(".inbox-row");
  await until("it is open", async () => (await form.count("[part~=approve]")) === 1);
  assert.equal(await (await form.$(".column")).evaluate((column) => column.checkVisibility()), false);
  await form.press(".to-list");
  assert.equal(await (await form.$(".column")).evaluate((column) => column.checkVisibility()), true);
  assert.match(await form.run("el.shadowRoot.activeElement.textContent"), /book_flight/);
  await form.close();
});
