// The SQL demo's view of a database: what a text would do is counted on a copy, and what runs is all of it or nothing.

import assert from "node:assert/strict";
import test, { before } from "node:test";

import { SEED } from "../../www/demos/sql/seed.js";
import { SqlError } from "../../www/demos/sql/sqlite.js";
import { loadSqlite } from "./sql_support.js";

/** @type {import("../../www/demos/sql/sqlite.js").Sqlite} */
let sqlite;
/** @type {Uint8Array} */
let database;
before(async () => {
  sqlite = await loadSqlite();
  database = sqlite.create(SEED);
});

const inspect = (sql) => sqlite.inspect(database, sql);
const changed = (sql) => inspect(sql).report?.changed;

test("the database is the same in every browser", () => {
  assert.equal(Buffer.compare(sqlite.create(SEED), database), 0);
  assert.deepEqual(sqlite.tables(database).map(({ name, total }) => [name, total]), [["customers", 40], ["invoices", 96]]);
});

test("rows are counted before anybody decides, those of foreign keys and triggers too, and stay", () => {
  assert.equal(changed("UPDATE invoices SET status = 'paid' WHERE status = 'overdue'"), 9);
  assert.equal(changed("DELETE FROM invoices"), 96);
  const { report } = inspect("DELETE FROM customers WHERE last_login < '2024-11-01'");
  assert.deepEqual([report.changed, report.tables], [42, [{ table: "customers", before: 40, after: 28 }, { table: "invoices", before: 96, after: 66 }]]);
  assert.equal(changed("CREATE TRIGGER t AFTER DELETE ON invoices BEGIN UPDATE customers SET plan = 'free' WHERE id = 1; END; DELETE FROM invoices WHERE id < 1011"), 20);
  assert.equal(changed("INSERT INTO invoices SELECT id + 1000, customer_id, 1, 'open', issued_on FROM invoices"), 96);
  assert.equal(changed("INSERT INTO customers SELECT * FROM customers WHERE true ON CONFLICT (id) DO UPDATE SET plan = 'team'"), 40);
  assert.equal(changed("WITH small AS (SELECT id FROM invoices WHERE amount_usd < 50) DELETE FROM invoices WHERE id IN small"), 7);
  assert.equal(sqlite.tables(database)[1].total, 96);
});

test("the rows of a dropped table are counted, once, whether or not another refers to it", () => {
  assert.deepEqual(inspect("DROP TABLE invoices").report.tables, [{ table: "invoices", before: 96, after: null }]);
  assert.equal(changed("DROP TABLE invoices"), 96);
  assert.equal(changed("DROP TABLE customers"), 136);
  assert.equal(changed("DELETE FROM invoices WHERE id < 1011; DROP TABLE invoices"), 96);
});

test("what SQLite calls a change is none that only reads, though its text may seem so", () => {
  assert.deepEqual([inspect("SELECT 1; SELECT 2").kind, inspect("SELECT 1; DELETE FROM invoices").kind], ["read", "write"]);
  assert.equal(inspect("EXPLAIN DELETE FROM invoices").kind, "read");
});

test("what SQLite would not run says why, in its words", () => {
  const errors = Object.fromEntries(["TRUNCATE TABLE invoices", "SELECT * FROM nowhere", "BEGIN; DELETE FROM invoices", "DELETE FROM invoices; INSERT INTO invoices VALUES (1, 999, 1, 'open', 'x')",
    "PRAGMA writable_schema = 1; DELETE FROM sqlite_schema", "SELECT 1\0"].map((sql) => [sql, inspect(sql).error]));
  assert.deepEqual(Object.values(errors), ['near "TRUNCATE": syntax error', "no such table: nowhere", "it begins a transaction and does not end it", "FOREIGN KEY constraint failed",
    "table sqlite_master may not be modified", "it holds a NUL, where SQLite stops reading"]);
});

test("a text that runs on and on is stopped, and so is one that would fill the memory", () => {
  assert.equal(inspect("WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a) SELECT count(*) FROM a").error, "it ran too long and was stopped");
  assert.match(inspect("SELECT length(randomblob(1000000000))").error, /too big/);
});

test("a run gives the database afterwards; one that fails in the middle gives nothing", () => {
  const { bytes, report } = sqlite.run(database, "DELETE FROM invoices WHERE id = 1001; SELECT count(*) AS n FROM invoices");
  assert.deepEqual([report.changed, report.answer], [1, { columns: ["n"], rows: [[95]], total: 1 }]);
  assert.equal(sqlite.tables(bytes)[1].total, 95);
  assert.throws(() => sqlite.run(database, "DELETE FROM invoices; SELECT * FROM nowhere"), SqlError);
  assert.equal(sqlite.tables(database)[1].total, 96);
});

test("cells are numbers, texts and NULL; blobs and long texts are told, not copied", () => {
  const { report } = sqlite.run(database, `SELECT NULL, 1.5, 9007199254740993, x'0102', '${"x".repeat(300)}'`);
  assert.deepEqual(report.answer.rows[0], [null, 1.5, "9007199254740993", "blob of 2 bytes", `${"x".repeat(200)}…`]);
});
