// Which keys of state somebody sees: a node with an input schema, the result of a graph with an output schema.

/**
 * The part of a state object that some keys are.
 * @param {Record<string, unknown>} state
 * @param {string | readonly string[] | undefined} keys one name: its bare value; none: all of it
 * @returns {any}
 */
export function pick(state, keys) {
  if (keys === undefined) return state;
  if (typeof keys === "string") return state[keys];
  return Object.fromEntries(keys.filter((key) => Object.hasOwn(state, key)).map((key) => [key, state[key]]));
}
