// The SQL demo's classifier: only what reads is called a read, however it is written. Examples, then properties over texts made
// by rule, then SQLite itself as the judge.

import assert from "node:assert/strict";
import test, { before } from "node:test";

import { classify } from "../../www/demos/sql/classify.js";
import { SEED } from "../../www/demos/sql/seed.js";
import { SqlError } from "../../www/demos/sql/sqlite.js";
import { loadSqlite } from "./sql_support.js";

const kindOf = (sql) => classify(sql).kind;

/** Texts by what they are. */
const CASES = {
  read: [
    "SELECT * FROM customers", "select 1;", "  \n\tSELECT 1", "VALUES (1), (2)", "SELECT 1; SELECT 2;;", "SELECT replace(name, 'a', 'b') FROM customers",
    "WITH a AS (SELECT 1) SELECT * FROM a", "with recursive a(n) as (values(1) union all select n+1 from a where n<3) select n from a",
    "WITH a AS MATERIALIZED (SELECT 1), b AS (SELECT 2) VALUES (1)", "SELECT 'DELETE FROM customers; DROP TABLE x'", 'SELECT "drop" FROM (SELECT 1 AS "drop")',
    "SELECT [delete] FROM (SELECT 1 AS [delete])", "SELECT `update` FROM (SELECT 1 AS `update`)", "-- DROP TABLE x\nSELECT 1", "/* DELETE */ SELECT 1 /* no end; DROP TABLE x",
    "SELECT 'it''s; DELETE'", "SELECT x'44524F50'", "EXPLAIN DELETE FROM customers", "explain query plan update customers set name = 1", "EXPLAIN WITH a AS (SELECT 1) DELETE FROM customers",
    "PRAGMA table_info(customers)", "pragma main.index_list('customers')", "PRAGMA user_version", "PRAGMA integrity_check", "SELECT deleted, dropped FROM updates", "/**/SELECT 1", "\uFEFFSELECT 1",
    "SELECT ?1, :name, @other, $third", "SELECT 1_000, .5e-3, 0xFF",
  ],
  write: [
    "DELETE FROM customers", "delete from customers", "DeLeTe FROM customers", "-- only reads\nDELETE FROM customers", "/* SELECT */DELETE FROM customers", "/**/ DELETE FROM customers",
    "/*/ SELECT */ DELETE FROM customers", "UPDATE customers SET name = 'SELECT'", "INSERT INTO customers SELECT * FROM customers", "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING",
    "INSERT OR REPLACE INTO t VALUES (1)", "REPLACE INTO t VALUES (1)", "DROP TABLE customers", "ALTER TABLE customers ADD COLUMN x", "CREATE TABLE t (x)", "CREATE TEMP TABLE t AS SELECT 1",
    "CREATE TRIGGER t AFTER DELETE ON a BEGIN SELECT 1; END", "WITH a AS (SELECT 1) DELETE FROM customers", "WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a", "with a as (select ')') update t set x = 1",
    "WITH a AS (SELECT 1) REPLACE INTO t SELECT * FROM a", "SELECT 1; DELETE FROM customers", "DELETE FROM customers; SELECT 1", "ATTACH 'x' AS y", "DETACH y", "VACUUM", "VACUUM INTO 'x'", "REINDEX", "ANALYZE",
    "PRAGMA user_version = 3", "PRAGMA user_version(3)", "PRAGMA writable_schema=1", "PRAGMA wal_checkpoint", "PRAGMA optimize", 'PRAGMA "table_info"(x)', "PRAGMA", "PRAGMA foreign_keys = OFF",
    ";;DELETE FROM customers", "\uFEFFDELETE FROM customers", "BEGIN; DELETE FROM customers; COMMIT",
  ],
  control: ["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT a", "RELEASE a", "SELECT 1; BEGIN IMMEDIATE"],
  unknown: [
    "TRUNCATE TABLE customers", "truncate customers", "MERGE INTO t USING s", "GRANT ALL", "CALL x()", "hello", "'SELECT 1'", "(SELECT 1)", '"SELECT" 1', "SELECT 'no end", 'SELECT "no end', "SELECT [no end",
    "SELECT 1 \\ 2", "SELECT 1\0; DELETE FROM customers", "SELECT $a('); DELETE FROM customers; --'", "SELECT @a(');DROP TABLE x;--')", "EXPLAIN PRAGMA user_version=3", "EXPLAIN ANALYZE DELETE FROM customers", "EXPLAIN",
    "WITH a AS (SELECT 1)", "WITH a AS (SELECT 1) DROP TABLE x", "WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a", "SELECT * INTO x FROM customers", "SELECT 1 DELETE FROM customers", "SELECT\u000B1", "1e", "SELECT 0x",
  ],
  empty: ["", "  \n", ";", ";;;", "-- nothing", "/* nothing */ ; -- at all", "/* DELETE FROM customers", "\uFEFF"],
};

for (const [kind, texts] of Object.entries(CASES)) {
  test(`${texts.length} texts are ${kind}`, () => {
    for (const text of texts) assert.equal(kindOf(text), kind, JSON.stringify(text));
  });
}

test("a statement is named by its verb, behind WITH and EXPLAIN too", () => {
  const verbs = (sql) => classify(sql).statements.map(({ verb }) => verb);
  assert.deepEqual(verbs("with a as (select 1) delete from t; SELECT 1; pragma user_version"), ["DELETE", "SELECT", "PRAGMA USER_VERSION"]);
  assert.deepEqual(verbs("explain delete from t"), ["EXPLAIN"]);
});

/** Numbers that are the same at each run. @param {number} seed */
function random(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The same text otherwise: other case, other blanks, comments between the tokens. */
function disguised(sql, dice) {
  const blanks = [" ", "\n", "\t ", " /* SELECT ; ' \" */ ", " -- DELETE FROM x; '\n", "/**/ ", " /* [ ` */"];
  const cased = (text) => [...text].map((letter) => (dice(2) ? letter.toUpperCase() : letter.toLowerCase())).join("");
  const parts = sql.match(/'(?:[^']|'')*'|"[^"]*"|\[[^\]]*\]|`[^`]*`|\s+|[^\s'"[`]+/g) ?? [];
  return parts.map((part) => (/^\s/.test(part) ? blanks[dice(blanks.length)] : /^['"[`]/.test(part) ? part : cased(part))).join("");
}

/** Texts without comments of their own, which a disguise could end. */
const plain = (kind) => CASES[kind].filter((text) => !/--|\/\*|\0/.test(text) && text.includes(" "));

test("no disguise changes what a text is", () => {
  const dice = random(7);
  for (const kind of ["read", "write", "control"]) {
    for (const text of plain(kind)) for (let n = 0; n < 40; n += 1) {
      const other = disguised(text, dice);
      assert.equal(kindOf(other), kind, JSON.stringify(other));
    }
  }
});

test("a text is as bad as its worst statement, in any order and number", () => {
  const dice = random(11);
  const ranks = ["read", "control", "write"];
  for (let n = 0; n < 500; n += 1) {
    const chosen = Array.from({ length: 1 + dice(4) }, () => ranks[dice(3)]);
    const text = chosen.map((kind) => plain(kind)[dice(plain(kind).length)]).join(";");
    assert.equal(kindOf(text), ranks[Math.max(...chosen.map((kind) => ranks.indexOf(kind)))], JSON.stringify(text));
  }
});

test("what stands in quotes is never a statement", () => {
  const dice = random(13);
  const words = CASES.write.filter((text) => !text.includes("\0"));
  const quotes = [(text) => `'${text.replaceAll("'", "''")}'`, (text) => `"${text.replaceAll('"', '""')}"`, (text) => `\`${text.replaceAll("`", "``")}\``, (text) => `[${text.replaceAll("]", "")}]`];
  for (let n = 0; n < 500; n += 1) {
    const text = `SELECT ${quotes[dice(4)](words[dice(words.length)])} AS x`;
    assert.equal(kindOf(text), "read", text);
  }
});

/** @type {import("../../www/demos/sql/sqlite.js").Sqlite} */
let sqlite;
/** @type {Uint8Array} */
let database;
before(async () => {
  sqlite = await loadSqlite();
  database = sqlite.create(SEED);
});

/** One change at random: a token gone, twice, swapped, or one of another text in its place. */
function mutated(sql, dice) {
  const tokens = sql.match(/'(?:[^']|'')*'|\w+|\s+|[^\w\s]/g) ?? [];
  const spares = ["DELETE FROM invoices", ";", "'", '"', "(", ")", "--", "/*", "*/", "WITH", "SELECT", "DROP TABLE invoices", "[", "]", "`", "$a(", "EXPLAIN", "PRAGMA user_version=1", "VALUES(1)", "UPDATE invoices SET amount_usd=0", "\n", "\uFEFF", "RETURNING *", "0x", "é"];
  const at = dice(tokens.length + 1);
  const ways = [
    () => tokens.toSpliced(at, 1), () => tokens.toSpliced(at, 0, " ", spares[dice(spares.length)], " "), () => tokens.toSpliced(at, 1, spares[dice(spares.length)]),
    () => tokens.toSpliced(at, 0, tokens[dice(tokens.length)] ?? ""),
  ];
  return ways[dice(ways.length)]().join("");
}

test("whatever is called a read, SQLite finds nothing in it that writes, and the file stays as it was", () => {
  const dice = random(17);
  const seeds = [...CASES.read, ...CASES.write, ...CASES.unknown, "SELECT id, amount_usd FROM invoices WHERE status = 'paid'", "SELECT 'a' || name, /* b */ [id] FROM customers -- c\n;SELECT 1"];
  let ran = 0;
  for (let n = 0; n < 3000; n += 1) {
    let text = seeds[dice(seeds.length)];
    for (let times = 1 + dice(3); times > 0; times -= 1) text = mutated(text, dice);
    if (kindOf(text) !== "read") continue;
    try {
      const { bytes, report } = sqlite.run(database, text);
      ran += 1;
      assert.ok(report.steps.every(({ writes }) => !writes), JSON.stringify(text));
      assert.deepEqual(Buffer.compare(bytes, database), 0, JSON.stringify(text));
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
    }
  }
  assert.ok(ran > 80, `only ${ran} such texts could run`);
});
