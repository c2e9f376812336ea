// The database that the agent works on: a service whose books hold the SQLite file as bytes. A statement is run, the file is
// kept and the key is noted in one transaction: all three or none. Knows nothing of graphs and approvals.

import { once, Service, ServiceError } from "../../desk/service.js";
import { SEED } from "./seed.js";
import { Sqlite, SqlError } from "./sqlite.js";

/**
 * @import { Rule } from "../../desk/service.js"
 * @import { Inspection, Report } from "./sqlite.js"
 */

const FILE = "bytes";

/** What a run came to; `moved`: it would change another number of rows than expected, so nothing was done. @typedef {{ kind: "ran", report: Report } | { kind: "moved" }} Ran */

export class Database {
  #sqlite;
  #first;

  /**
   * @param {Sqlite} sqlite
   * @param {{ delay: () => number }} options how long an answer takes, in milliseconds: half of it before the statement runs
   */
  constructor(sqlite, { delay }) {
    this.#sqlite = sqlite;
    this.#first = sqlite.create(SEED);
    this.service = new Service({ name: "halt-sql", delay, stores: ["file"], create: (db) => void db.createObjectStore("file"), rule: this.#rule });
  }

  /** @param {ConstructorParameters<typeof Database>[1]} options */
  static async open(options) {
    return new Database(await Sqlite.load(), options);
  }

  /**
   * Tells what a statement would do. The database stays as it is.
   * @param {string} statement
   * @returns {Promise<Inspection>}
   */
  async inspect(statement) {
    return this.#sqlite.inspect(await this.#bytes(), statement);
  }

  /**
   * Runs a statement, once for each key.
   * @param {string} statement
   * @param {{ expected: number, key: string, signal?: AbortSignal }} options `expected`: how many rows it changes, as was counted
   * @returns {Promise<Ran>}
   * @throws {ServiceError} SQL_REFUSED where SQLite does not run it
   */
  async run(statement, { expected, ...options }) {
    try {
      const { report } = await this.service.perform({ statement, expected }, options);
      return { kind: "ran", report };
    } catch (error) {
      if (error instanceof ServiceError && error.code === "COUNT_MOVED") return { kind: "moved" };
      throw error;
    }
  }

  /** Every table with its first rows. */
  async tables() {
    return this.#sqlite.tables(await this.#bytes());
  }

  /** Empties the books, and puts the database back as it was at first. */
  clear() {
    return this.service.clear();
  }

  /** @returns {Promise<Uint8Array>} */
  #bytes() {
    return this.service.books.run(["file"], "readonly", async ({ file }) => await file.get(FILE) ?? this.#first);
  }

  /** @type {Rule} */
  #rule = async (order, books) => {
    if (books.effect) return once(order, books);
    const { file } = books.stores;
    const kept = await file.get(FILE) ?? this.#first;
    const done = this.#attempt(kept, order.statement);
    if (done instanceof SqlError) return { kind: "refused", code: done.code, message: `SQLite refuses it: ${done.message}. Nothing was changed.` };
    if (done.report.changed !== order.expected) return { kind: "refused", code: "COUNT_MOVED", message: "It would change another number of rows than was counted. Nothing was changed." };
    await file.put(done.bytes, FILE);
    return { kind: "done", effect: { ...order, report: done.report, key: books.key, at: books.now } };
  };

  /**
   * @param {Uint8Array} bytes
   * @param {string} statement
   */
  #attempt(bytes, statement) {
    try {
      return this.#sqlite.run(bytes, statement);
    } catch (error) {
      if (error instanceof SqlError) return error;
      throw error;
    }
  }
}
