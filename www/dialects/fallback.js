// The dialect of every payload that no other one reads (A.12, A.14): the value is shown, yes is `true`, no stops the run.
/** @import { DialectDefinition } from "./index.js" */

/** @type {DialectDefinition} */
export const fallback = {
  id: "fallback",
  detect: () => "none",
  decode: (payload) => ({ form: "value", value: payload, actions: [], verbs: ["approve"] }),
  encode: () => true,
};
