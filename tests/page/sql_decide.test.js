// The SQL demo, end to end: reads pass; a change is counted, then approved, edited or rejected, each at once, after a reload, and
// after the tab was closed and opened again. The database's own books and file tell what ran.

import assert from "node:assert/strict";
import test from "node:test";

import { until } from "./harness/until.js";
import { BETWEEN } from "./demo/between.js";
import { CLEAN_UP, visit } from "./sql/guard.js";

/** @typedef {import("./sql/guard.js").Guard} Guard */

const DELETE = "DELETE FROM customers WHERE last_login < '2024-11-01'";

/**
 * A question that waits, whatever happens in between; the count left the rows as they were.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} between
 */
async function waiting(t, between) {
  const first = await (await visit(t)).askAndWait(CLEAN_UP);
  await first.formSays(/Exact arguments/);
  const before = await first.form();
  const demo = await BETWEEN[between](first);
  await demo.reach("Waiting for you");
  await demo.formSays(/Exact arguments/);
  assert.equal(await demo.form(), before);
  assert.match(await demo.text(".preview"), /^Would change\s+42 rows\s+customers\s+40 → 28\s+invoices\s+96 → 66$/);
  assert.deepEqual((await demo.served()).attempts, [], "nothing was ordered before the answer");
  await demo.untilRows("customers", 40);
  return demo;
}

/** One order, one effect, under one key. @param {Guard} demo @param {string} statement */
async function ranOnce(demo, statement) {
  const { attempts, effects } = await demo.served();
  assert.deepEqual(attempts.map(({ state }) => state), ["done"]);
  assert.deepEqual(effects.map(({ key, statement: ran }) => [key, ran]), [[attempts[0].key, statement]]);
}

for (const between of Object.keys(BETWEEN)) {
  test(`approved ${between}: the statement runs once, and the rows stay gone (A-20, S-GATE-02)`, async (t) => {
    const demo = await waiting(t, between);
    await demo.approve();
    await demo.reach("Ran");
    assert.match(await demo.text(".ran"), /^42 rows changed\. customers: 40 → 28, invoices: 96 → 66$/);
    await ranOnce(demo, DELETE);
    await demo.reload();
    await demo.reach("Ran");
    await demo.untilRows("customers", 28);
    await demo.untilRows("invoices", 66);
    await ranOnce(demo, DELETE);
  });

  test(`edited ${between}: the new statement is counted and asked about, then runs (A-30)`, async (t) => {
    const demo = await waiting(t, between);
    const edited = DELETE.replace("2024-11-01", "2024-03-01");
    await demo.edit(edited);
    await until("the new count is shown", async () => /^Would change\s+7 rows/.test(await demo.text(".preview")));
    assert.deepEqual((await demo.served()).attempts, [], "the edit has run nothing");
    await demo.formSays(/2024-03-01/);
    const reloaded = await demo.reload();
    await reloaded.approve();
    await reloaded.reach("Ran");
    await ranOnce(reloaded, edited);
    await reloaded.untilRows("customers", 38);
  });

  test(`rejected ${between}: the table is as it was, and the reason is kept (SR-76)`, async (t) => {
    const demo = await waiting(t, between);
    await demo.type("Reason (the agent will read this) optional", "Ask the owners first.");
    await demo.press("Reject");
    await demo.reach("Rejected");
    assert.match(await demo.text(".decided"), /^You rejected this at .*\s+Reason: Ask the owners first\.$/);
    await demo.reload();
    await demo.reach("Rejected");
    assert.deepEqual(await demo.served(), { attempts: [], effects: [] });
    await demo.untilRows("customers", 40);
  });
}

test("what only reads is answered at once, with its rows", async (t) => {
  const demo = await visit(t);
  await demo.ask("select status, count(*) as n from invoices group by 1 -- DELETE FROM invoices");
  await demo.reach("Answered");
  assert.match(await demo.text(".detail .rows"), /status\s+n\s+open\s+\d+\s+overdue\s+9\s+paid\s+\d+$/);
  assert.deepEqual(await demo.served(), { attempts: [], effects: [] });
});

test("what SQLite would not run stops too: it can be mended, not approved", async (t) => {
  const demo = await (await visit(t)).askAndWait("TRUNCATE TABLE invoices");
  assert.match(await demo.text(".detail .note"), /SQLite would not run it \(near "TRUNCATE": syntax error\)/);
  await demo.formSays(/Exact arguments/);
  assert.equal(await demo.tab.control("button", "Approve run_sql"), null);
  await demo.edit("DELETE FROM invoices");
  await until("the rows are counted", async () => /^Would change\s+96 rows/.test(await demo.text(".preview")));
  await demo.approve();
  await demo.reach("Ran");
  await demo.untilRows("invoices", 0);
});

test("rows that another tab took meanwhile: nothing runs, and it is asked again with the new count", async (t) => {
  const one = await (await visit(t)).askAndWait(CLEAN_UP);
  const two = await one.beside();
  await two.askAndWait("DELETE FROM invoices");
  await two.approve();
  await two.reach("Ran");
  await one.approve();
  await until("it is counted again", async () => /^Would change\s+12 rows/.test(await one.text(".preview")));
  await one.formSays(/counted again/);
  await one.untilRows("customers", 40);
  await one.approve();
  await one.reach("Ran");
  await one.untilRows("customers", 28);
});

test("a dropped table is gone after a reload, and a reset brings everything back", async (t) => {
  const demo = await (await visit(t)).askAndWait("DROP TABLE customers; DROP TABLE invoices");
  await demo.approve();
  await demo.reach("Ran");
  await demo.reload();
  await until("the page says so", async () => (await demo.text(".tables")).startsWith("The database has no table any more"));
  await demo.press("Reset this demo");
  await demo.press("Reset");
  await demo.untilRows("customers", 40);
  await demo.untilRows("invoices", 96);
  assert.deepEqual([await demo.states(), await demo.served()], [[], { attempts: [], effects: [] }]);
});
