// The users table, as a page sees a remote database: real rows, a slow line, and a journal with one entry for each key. What a
// plan does to the rows and its entry are written in one transaction.

import { once, Service } from "../../desk/service.js";
import { today } from "../../desk/dates.js";
import { firstUsers } from "./users.js";

/**
 * @import { Store } from "../../desk/books.js"
 * @import { ActionPlan } from "./planner.js"
 * @import { User } from "./users.js"
 */

/** What was done, as the journal has it. @typedef {{ operation: string, users: string[], rows: number, key: string, at: number }} Entry `rows`: how many were there to be touched */

export class UsersTable {
  /** @param {{ delay: () => number }} options `delay`: how long an answer takes, in milliseconds: half of it before the change */
  constructor({ delay }) {
    this.service = new Service({
      name: "halt-users", delay, stores: ["users"],
      create: (db) => {
        const store = db.createObjectStore("users", { keyPath: "email" });
        for (const user of firstUsers(today())) store.put(user);
      },
      rule: async (order, books) => {
        const ruling = once(order, books);
        if (ruling.kind !== "done" || !("effect" in ruling)) return ruling;
        return { ...ruling, effect: { ...ruling.effect, rows: await carryOut(order, books.stores.users) } };
      },
    });
  }

  /**
   * Carries out a plan. The same plan under the same key is carried out once, and gets the same entry.
   * @param {ActionPlan} plan
   * @param {{ key: string, signal?: AbortSignal }} options
   * @returns {Promise<Entry>}
   * @throws {import("../../desk/service.js").ServiceError} KEY_REUSED
   */
  async execute({ operation, users }, options) {
    return /** @type {Entry} */ (await this.service.perform({ operation, users }, options));
  }

  /** The rows as they are, who was seen last first. @returns {Promise<User[]>} */
  async rows() {
    /** @type {User[]} */
    const rows = await this.service.books.run(["users"], "readonly", ({ users }) => users.getAll());
    return rows.toSorted((a, b) => b.last_login.localeCompare(a.last_login));
  }

  /** Puts every row back, and empties the journal. */
  restore() {
    return this.service.clear(({ users }) => Promise.all(firstUsers(today()).map((user) => users.put(user))));
  }
}

/**
 * Deletes or deactivates rows. Says how many were there.
 * @param {import("../../desk/service.js").Order} plan
 * @param {Store} users
 */
async function carryOut({ operation, users: emails }, users) {
  let touched = 0;
  for (const email of emails) {
    const row = await users.get(email);
    if (!row) continue;
    touched += 1;
    await (operation === "delete" ? users.delete(email) : users.put({ ...row, active: false }));
  }
  return touched;
}
