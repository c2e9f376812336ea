// The SQL demo as a person uses it. What ran is read from the database's own books, and from the file that they hold.

import { Demo, visitDemo } from "../demo/desk.js";
import { until } from "../harness/until.js";

/** A request that becomes a DELETE, and how many rows that changes. */
export const CLEAN_UP = "Clean up customers who have been away for two years";

/** @param {import("../harness/server.js").Owner} owner */
export const visit = (owner) => visitDemo(owner, Guard);

/** One tab with the demo in it. */
export class Guard extends Demo {
  /** @override */
  static id = "sql";
  /** @override */
  static delayLabel = "The database takes";
  /** @override */
  static database = "halt-sql";

  /** Asks for something, in words or as SQL. @param {string} text */
  async ask(text) {
    await this.type("A request, or SQL", text);
    await this.press("Run it");
  }

  /** Asks for something that has to be decided. @param {string} text */
  async askAndWait(text) {
    await this.ask(text);
    await this.reach("Waiting for you");
    return this;
  }

  /** Approves, and once more: SQL is always shown as risky. */
  async approve() {
    await this.press("Approve run_sql");
    await this.confirm("Approve run_sql");
  }

  /** Changes the statement that is asked about. @param {string} statement */
  async edit(statement) {
    await this.press("Edit");
    await this.type("Statement", statement);
    await this.press("Review changes");
    await this.formSays(/1 change in/);
    await this.press("Approve this change");
    await this.confirm("Approve this change");
  }

  /** How many rows a table has, as the page reads them from the kept file; undefined where there is no such table. @param {string} table */
  async rows(table) {
    const said = await this.page.$$eval(".tables summary", (all) => all.map((one) => one.textContent ?? ""));
    const found = said.find((line) => line.startsWith(`${table} `));
    return found === undefined ? undefined : Number(/(\d+) rows?$/.exec(found)?.[1]);
  }

  /** Waits until a table has so many rows. @param {string} table @param {number | undefined} count */
  async untilRows(table, count) {
    await until(`${table} has ${count} rows`, async () => (await this.rows(table)) === count);
  }
}
