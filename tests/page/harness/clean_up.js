// What a test leaves behind is cleaned up the other way round than it was made: a page ends before the server that it asks.
// Node's runner takes the order in which clean-ups were given.

/** @import { Owner } from "./server.js" */

/** @type {WeakMap<Owner, (() => unknown)[]>} */
const stacks = new WeakMap();

/**
 * Adds a clean-up, to run before those that the owner has. All run, whatever becomes of one; the first error is thrown.
 *
 * @param {Owner} owner
 * @param {() => unknown} cleanUp
 */
export function cleanUpAfter(owner, cleanUp) {
  const known = stacks.get(owner);
  if (known) return void known.push(cleanUp);
  const stack = [cleanUp];
  stacks.set(owner, stack);
  owner.after(() => run(stack));
}

/** @param {(() => unknown)[]} stack */
async function run(stack) {
  const errors = [];
  for (const cleanUp of stack.toReversed()) {
    try {
      await cleanUp();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
