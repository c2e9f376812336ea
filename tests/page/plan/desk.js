// The plan demo as a person uses it. What was done to the users is read from their own table.

import { Demo, visitDemo } from "../demo/desk.js";

export const GOAL = "Delete all users who have not logged in for 180 days";
/** How many users there are, and how many of them the goal is about. */
export const ALL = 14;
export const AWAY = 6;

/**
 * A browser with a profile of its own, and the demo in its first tab. The database answers at once.
 *
 * @param {import("../harness/server.js").Owner} owner
 */
export const visit = (owner) => visitDemo(owner, Desk);

/** One tab with the demo in it. */
export class Desk extends Demo {
  /** @override */
  static id = "plan";
  /** @override */
  static delayLabel = "The database takes";
  /** @override */
  static database = "halt-users";

  /** Names a goal. @param {string} [goal] */
  async ask(goal = GOAL) {
    await this.type("What should be done?", goal);
    await this.press("Plan it");
  }

  /** How long plans wait. @param {number} seconds */
  wait(seconds) {
    return this.type("Wait for me", String(seconds), "spinbutton");
  }

  /** Names the goal, and waits for the question, which waits an hour. */
  async askAndWait() {
    await this.wait(3600);
    await this.ask();
    await this.reach("Waiting for you");
    await this.formSays(/Exact value/);
    return this;
  }

  /** What was done: the users that are left, the orders that arrived, the entries of the journal. */
  async done() {
    const [users, { attempts, effects }] = await Promise.all([this.stored("users"), this.served()]);
    return { users: users.length, orders: attempts.length, entries: effects.map(({ operation, rows }) => [operation, rows]) };
  }
}
