// SQLite over a database that is kept as bytes: each call works on a copy of its own and is synchronous, so that it can stand
// inside a transaction of another store. Knows nothing of graphs; which text may do what is also asked of classify.js.

import { classify } from "./classify.js";

/**
 * @import { Sqlite3Static, Database, WasmPointer } from "../../pkg/sqlite/sqlite3.mjs"
 * @import { Kind } from "./classify.js"
 */

/** A cell as it can be kept and shown. @typedef {string | number | null} Cell */

/** Rows that a statement gave: the first of them, and how many there are. @typedef {{ columns: string[], rows: Cell[][], total: number }} Answer */

/**
 * What one statement of a text did.
 * @typedef {object} Step
 * @property {string} verb
 * @property {number} changed rows that it added, changed or removed, those of triggers and foreign keys too
 * @property {boolean} writes by SQLite's own opinion of the compiled statement
 */

/**
 * What a text did to a copy.
 * @typedef {object} Report
 * @property {Step[]} steps
 * @property {number} changed rows, of all steps
 * @property {{ table: string, before: number | null, after: number | null }[]} tables those whose number of rows changed; null: not there
 * @property {Answer | null} answer of the last step that gives rows
 */

/**
 * What is known of a text before anybody decides.
 * @typedef {object} Inspection
 * @property {Kind} kind
 * @property {string[]} verbs
 * @property {Report} [report] what it would do
 * @property {string} [error] why SQLite would not run it
 */

/** What SQLite refuses, in its words. */
export class SqlError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = "SqlError";
    this.code = "SQL_REFUSED";
  }
}

/** Steps of SQLite's machine between two looks, and how many looks one text may take. */
const LOOK_EVERY = 100_000;
const MOST_LOOKS = 120;
const MOST_ROWS = 50;
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_CELL = 200;

export class Sqlite {
  #sqlite3;

  /** @param {Sqlite3Static} sqlite3 */
  constructor(sqlite3) {
    this.#sqlite3 = sqlite3;
  }

  /** Loads SQLite from this page's own origin. */
  static async load() {
    // Its note that this page has no private file system is no news.
    /** @type {any} */ (globalThis).sqlite3ApiConfig = { warn: () => undefined };
    const { default: init } = await import("../../pkg/sqlite/sqlite3.mjs");
    return new Sqlite(await init());
  }

  /**
   * A new database, as bytes.
   * @param {string} sql
   * @returns {Uint8Array}
   */
  create(sql) {
    return this.#on(undefined, (db) => {
      db.exec(sql);
      return this.#export(db);
    });
  }

  /**
   * Tells what a text would do, by running it on a copy that is thrown away.
   * @param {Uint8Array} bytes
   * @param {string} sql
   * @returns {Inspection}
   */
  inspect(bytes, sql) {
    const { kind, statements } = classify(sql);
    const verbs = statements.map(({ verb }) => verb);
    if (kind === "empty") return { kind, verbs };
    try {
      const report = this.#on(bytes, (db) => this.#run(db, sql));
      // Two opinions: where SQLite finds more statements than the text shows, or a change where the text shows none, nothing is known.
      const surprises = kind === "read" && (report.steps.length !== statements.length || report.steps.some(({ writes }) => writes));
      return { kind: surprises ? "unknown" : kind, verbs, report };
    } catch (error) {
      if (error instanceof SqlError) return { kind, verbs, error: error.message };
      throw error;
    }
  }

  /**
   * Runs a text, all of it or nothing.
   * @param {Uint8Array} bytes
   * @param {string} sql
   * @returns {{ bytes: Uint8Array, report: Report }} the database afterwards
   * @throws {SqlError}
   */
  run(bytes, sql) {
    return this.#on(bytes, (db) => {
      const report = this.#run(db, sql);
      return { bytes: this.#export(db), report };
    });
  }

  /**
   * Reads rows as objects, for the page's own view of the database.
   * @param {Uint8Array} bytes
   * @returns {{ name: string, columns: string[], rows: Cell[][], total: number }[]} every table, with its first rows
   */
  tables(bytes) {
    return this.#on(bytes, (db) => tableNames(db).map((name) => {
      const columns = db.selectValues(`SELECT name FROM pragma_table_info(${quoted(name, "'")})`).map(String);
      const rows = db.selectArrays(`SELECT * FROM ${quoted(name, '"')} LIMIT ${MOST_ROWS}`).map((row) => row.map(cell));
      return { name, columns, rows, total: countOf(db, name) };
    }));
  }

  /**
   * @template T
   * @param {Uint8Array | undefined} bytes
   * @param {(db: Database) => T} work
   * @returns {T}
   */
  #on(bytes, work) {
    const { oo1, capi } = this.#sqlite3;
    const db = new oo1.DB(":memory:");
    try {
      if (bytes) this.#import(db, bytes);
      // No text can damage the file's format. VACUUM needs one database beside it.
      capi.sqlite3_db_config(db, capi.SQLITE_DBCONFIG_DEFENSIVE, 1, 0);
      capi.sqlite3_limit(db, capi.SQLITE_LIMIT_ATTACHED, 1);
      capi.sqlite3_limit(db, capi.SQLITE_LIMIT_LENGTH, MOST_BYTES);
      db.exec("PRAGMA foreign_keys = ON");
      this.#limit(db);
      return work(db);
    } finally {
      db.close();
    }
  }

  /** Ends a text that runs on and on: it would stop the page. @param {Database} db */
  #limit(db) {
    const { capi } = this.#sqlite3;
    let looks = 0;
    const look = () => {
      looks += 1;
      return looks > MOST_LOOKS ? 1 : 0;
    };
    capi.sqlite3_progress_handler(db, LOOK_EVERY, look, /** @type {any} */ (0));
  }

  /**
   * @param {Database} db
   * @param {Uint8Array} bytes
   */
  #import(db, bytes) {
    const { capi, wasm } = this.#sqlite3;
    const place = wasm.allocFromTypedArray(bytes);
    const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_RESIZEABLE;
    db.checkRc(capi.sqlite3_deserialize(db, "main", place, bytes.length, bytes.length, flags));
  }

  /** @param {Database} db */
  #export(db) {
    const { capi } = this.#sqlite3;
    const bytes = capi.sqlite3_js_db_export(db);
    if (bytes.length > MOST_BYTES) throw new SqlError(`the database would grow to ${bytes.length} bytes, and may have ${MOST_BYTES}`);
    return bytes;
  }

  /**
   * @param {Database} db
   * @param {string} sql
   * @returns {Report}
   */
  #run(db, sql) {
    if (sql.includes("\0")) throw new SqlError("it holds a NUL, where SQLite stops reading");
    const before = counts(db);
    /** @type {Report["answer"]} */
    let answer = null;
    /** @type {Step[]} */
    const steps = [];
    try {
      this.#each(db, sql, (statement) => {
        const { rows, ...step } = this.#step(db, statement);
        answer = rows ?? answer;
        steps.push(step);
      });
    } catch (error) {
      throw error instanceof this.#sqlite3.SQLite3Error ? new SqlError(plain(error.message)) : error;
    }
    if (this.#sqlite3.capi.sqlite3_txn_state(db, "main") !== 0) throw new SqlError("it begins a transaction and does not end it");
    return { steps, changed: steps.reduce((sum, { changed }) => sum + changed, 0), tables: differences(before, counts(db)), answer };
  }

  /**
   * Compiles one statement after the other, each only when those before it have run.
   * @param {Database} db
   * @param {string} sql
   * @param {(statement: WasmPointer) => void} work
   */
  #each(db, sql, work) {
    const { capi, wasm } = this.#sqlite3;
    const scope = wasm.scopedAllocPush();
    try {
      const [text, length] = wasm.scopedAllocCString(sql, true);
      const end = Number(text) + length;
      const out = wasm.scopedAllocPtr(2, true);
      for (let at = Number(text); at < end;) {
        db.checkRc(capi.sqlite3_prepare_v3(db, at, end - at, 0, out[0], out[1]));
        const statement = wasm.peekPtr(out[0]);
        at = Number(wasm.peekPtr(out[1]));
        try {
          if (statement) work(statement);
        } finally {
          capi.sqlite3_finalize(statement);
        }
      }
    } finally {
      wasm.scopedAllocPop(scope);
    }
  }

  /**
   * Runs a compiled statement to its end.
   * @param {Database} db
   * @param {WasmPointer} statement
   * @returns {Step & { rows: Answer | undefined }}
   */
  #step(db, statement) {
    const { capi } = this.#sqlite3;
    const had = counts(db);
    const changes = db.changes(true);
    const writes = capi.sqlite3_stmt_readonly(statement) === 0 && capi.sqlite3_stmt_isexplain(statement) === 0;
    const verb = classify(capi.sqlite3_sql(statement)).statements[0]?.verb ?? "";
    const rows = this.#answer(db, statement);
    const has = counts(db);
    // Rows of a dropped table are counted by SQLite only where other tables refer to it.
    const lost = [...had].reduce((sum, [name, count]) => sum + (has.has(name) ? 0 : count), 0);
    return { verb, writes, rows, changed: Math.max(db.changes(true) - changes, lost) };
  }

  /**
   * @param {Database} db
   * @param {WasmPointer} statement
   * @returns {Answer | undefined}
   */
  #answer(db, statement) {
    const { capi } = this.#sqlite3;
    const width = capi.sqlite3_column_count(statement);
    const numbers = Array.from({ length: width }, (_, i) => i);
    /** @type {Cell[][]} */
    const rows = [];
    let total = 0;
    for (let rc = capi.sqlite3_step(statement); rc !== capi.SQLITE_DONE; rc = capi.sqlite3_step(statement)) {
      if (rc !== capi.SQLITE_ROW) db.checkRc(rc);
      total += 1;
      if (total <= MOST_ROWS) rows.push(numbers.map((i) => cell(capi.sqlite3_column_js(statement, i))));
    }
    return width === 0 ? undefined : { columns: numbers.map((i) => capi.sqlite3_column_name(statement, i)), rows, total };
  }
}

/** @param {Database} db */
const tableNames = (db) => db.selectValues("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid").map(String);

/** @param {Database} db @param {string} table */
const countOf = (db, table) => Number(db.selectValue(`SELECT count(*) FROM ${quoted(table, '"')}`));

/** Rows of each table. @param {Database} db @returns {Map<string, number>} */
const counts = (db) => new Map(tableNames(db).map((name) => [name, countOf(db, name)]));

/**
 * @param {string} name
 * @param {string} sign
 */
const quoted = (name, sign) => `${sign}${name.replaceAll(sign, sign + sign)}${sign}`;

/**
 * Tables whose number of rows is not what it was.
 * @param {Map<string, number>} before
 * @param {Map<string, number>} after
 * @returns {Report["tables"]}
 */
function differences(before, after) {
  const names = new Set([...before.keys(), ...after.keys()]);
  const pairs = [...names].map((name) => /** @type {const} */ ([name, [before.get(name) ?? null, after.get(name) ?? null]]));
  return pairs.filter(([, [had, has]]) => had !== has).map(([table, [had, has]]) => ({ table, before: had, after: has }));
}

/** @param {unknown} value as SQLite gives it @returns {Cell} */
function cell(value) {
  if (value === null || typeof value === "number") return value;
  if (value instanceof Uint8Array) return `blob of ${value.length} bytes`;
  const text = String(value);
  return text.length > MOST_CELL ? `${text.slice(0, MOST_CELL)}…` : text;
}

/** SQLite's words without those of the library around them. @param {string} message */
const plain = (message) => (message.endsWith(": interrupted") ? "it ran too long and was stopped" : message).replace(/^SQLITE_\w+: (sqlite3 result code \d+: )?/, "");
