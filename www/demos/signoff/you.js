// Who sits in front of this tab, in place of a sign-in. Kept for the tab, so that two tabs can be two people.

import { keep } from "../../desk/settings.js";
import { PEOPLE, person } from "./people.js";

/**
 * @import { Actor } from "../../dialects/index.js"
 * @import { Person } from "./people.js"
 */

const KEY = "haltgraph-demo:signoff:you";
/** Who a new visitor is: the one who asks for payments. */
const FIRST = PEOPLE[2];

export class You {
  /** @type {Person} */
  #person = person(keep(() => sessionStorage.getItem(KEY))) ?? FIRST;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @returns {Person} */
  get person() {
    return this.#person;
  }

  /** As whom this tab decides. @returns {Actor} */
  get actor() {
    const { id, name } = this.#person;
    return { id, name, method: "chosen" };
  }

  /**
   * @param {string} id
   * @throws {RangeError} where nobody has this id
   */
  become(id) {
    const found = person(id);
    if (!found) throw new RangeError(`nobody is "${id}"`);
    this.#person = found;
    keep(() => sessionStorage.setItem(KEY, id));
    this.#listeners.forEach((listener) => listener());
  }

  /** Back to who a new visitor is. */
  reset() {
    this.become(FIRST.id);
  }

  /**
   * Tells when this tab has become somebody else. Returns what ends it.
   * @param {() => void} listener
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
