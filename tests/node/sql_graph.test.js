// The SQL demo's graph without a page: what passes, what asks and with which numbers, what runs and under which keys.

import assert from "node:assert/strict";
import test, { before } from "node:test";

import { MemorySaver } from "../../www/haltgraph.js";
import { sqlAgent } from "../../www/demos/sql/graph.js";
import { SEED } from "../../www/demos/sql/seed.js";
import { writeSql } from "../../www/demos/sql/writer.js";
import { on, refusal } from "./graphs.js";
import { loadSqlite } from "./sql_support.js";

const DELETE = "DELETE FROM invoices WHERE amount_usd < 50";

/** @type {import("../../www/demos/sql/sqlite.js").Sqlite} */
let sqlite;
before(async () => {
  sqlite = await loadSqlite();
});

/** An agent over a database in memory, and the orders that reach it. */
function agent() {
  let bytes = sqlite.create(SEED);
  const orders = [];
  const database = {
    inspect: async (statement) => sqlite.inspect(bytes, statement),
    run: async (statement, { expected, key }) => {
      orders.push({ statement, expected, key });
      const done = sqlite.run(bytes, statement);
      if (done.report.changed !== expected) return { kind: "moved" };
      bytes = done.bytes;
      return { kind: "ran", report: done.report };
    },
  };
  const app = sqlAgent({ write: writeSql, database, checkpointer: new MemorySaver() });
  const ask = async (request, thread = "t") => [await app.invoke({ request }, on(thread)), ...await app.pending({ thread })];
  const rows = () => Object.fromEntries(sqlite.tables(bytes).map(({ name, total }) => [name, total]));
  return { app, ask, orders, rows, change: (sql) => ({ bytes } = sqlite.run(bytes, sql)) };
}

test("a read is answered without a question, and orders nothing", async () => {
  const { ask, orders } = agent();
  const [done, question] = await ask("SELECT count(*) FROM customers");
  assert.deepEqual([done.outcome.kind, done.outcome.report.answer.rows, question, orders], ["answered", [[40]], undefined, []]);
});

test("a request in words becomes SQL, and stops with its numbers (A-20)", async () => {
  const { ask, rows } = agent();
  const [, { payload }] = await ask("clean up customers who have been away for two years!");
  assert.deepEqual([payload.halt, payload.title, payload.action.args.statement], [1, "Run this DELETE? It changes 42 rows.", "DELETE FROM customers WHERE last_login < '2024-11-01'"]);
  assert.deepEqual(payload.consequences, ["12 rows of customers go.", "30 rows of invoices go."]);
  assert.deepEqual(payload.context[0], { label: "Rows that change", value: 42 });
  assert.deepEqual(rows(), { customers: 40, invoices: 96 }, "the count left no trace");
});

test("what is more than a read stops, whatever it is; what SQLite would not run can be mended and not approved", async () => {
  const { app, ask } = agent();
  for (const [i, sql] of ["DROP TABLE invoices", "PRAGMA user_version = 3", "VACUUM", "CREATE TABLE t (x)", "BEGIN; COMMIT", "TRUNCATE TABLE invoices", "make me a sandwich"].entries()) {
    const [, question] = await ask(sql, `t${i}`);
    assert.equal(question.payload.action.args.statement, sql);
    const mended = question.payload.decisions;
    assert.deepEqual(mended, i < 5 ? ["approve", "edit", "reject"] : ["edit", "reject"], sql);
    if (i >= 5) await refusal(app.resume(question.ref, { verb: "approve" }), "HaltError", "E_BAD_DECISION");
  }
});

test("approve runs what was shown, reject nothing", async () => {
  const { app, ask, orders, rows } = agent();
  const [, first] = await ask(DELETE, "a");
  const approved = await (await app.resume(first.ref, { verb: "approve" })).done;
  assert.deepEqual([approved.outcome.kind, approved.outcome.report.changed, rows().invoices], ["ran", 7, 89]);
  const [, second] = await ask("DROP TABLE invoices", "r");
  const rejected = await (await app.resume(second.ref, { verb: "reject", reason: "Not today" })).done;
  assert.deepEqual([rejected.outcome.kind, rejected.decision.reason, rows().invoices, orders.length], ["rejected", "Not today", 89, 1]);
});

test("an edit is inspected and asked again; one that only reads is answered", async () => {
  const { app, ask, orders } = agent();
  const edit = async (statement, thread) => {
    const [, { ref }] = await ask(DELETE, thread);
    return (await app.resume(ref, { verb: "edit", args: { statement } })).done;
  };
  const again = await edit("DELETE FROM invoices WHERE amount_usd < 30", "again");
  assert.equal(again.__interrupt__[0].value.title, "Run this DELETE? It changes 3 rows.");
  const read = await edit("SELECT count(*) FROM invoices WHERE amount_usd < 50", "read");
  assert.deepEqual([read.outcome.kind, read.outcome.report.answer.rows], ["answered", [[7]]]);
  assert.deepEqual(orders, []);
  const [question] = await app.pending({ thread: "again" });
  const done = await (await app.resume(question.ref, { verb: "approve" })).done;
  assert.deepEqual([done.outcome.kind, orders[0].statement, orders[0].expected], ["ran", "DELETE FROM invoices WHERE amount_usd < 30", 3]);
});

test("rows that came or went since the count: nothing is changed, and it is asked again with the new number", async () => {
  const { app, ask, orders, rows, change } = agent();
  const [, { ref }] = await ask(DELETE);
  change("DELETE FROM invoices WHERE amount_usd < 30");
  const again = await (await app.resume(ref, { verb: "approve" })).done;
  assert.equal(again.__interrupt__[0].value.title, "Run this DELETE? It changes 4 rows.");
  assert.match(again.__interrupt__[0].value.why, /counted again/);
  assert.equal(rows().invoices, 93);
  const [question] = await app.pending();
  const done = await (await app.resume(question.ref, { verb: "approve" })).done;
  assert.deepEqual([done.outcome.kind, rows().invoices], ["ran", 89]);
  assert.notEqual(orders[0].key, orders[1].key, "another question, another key");
});

test("without a statement there is nothing to ask; a read that cannot run says why", async () => {
  const { ask } = agent();
  const [nothing] = await ask("-- only a comment", "a");
  const [lost] = await ask("SELECT * FROM nowhere", "b");
  assert.deepEqual([nothing.outcome, lost.outcome], [{ kind: "empty" }, { kind: "refused", error: "no such table: nowhere" }]);
});
