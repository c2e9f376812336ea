// `plan-verdict` (A.6, seed 003): a plan for a request, answered by "approved" or "rejected".
/** @import { DialectDefinition } from "./index.js" */
import { anything, object, required, text } from "./readers.js";
import { approvedOrRejected, exactly, having, recognised } from "./shapes.js";

const KEYS = ["message", "plan", "request"];

/** @type {DialectDefinition} */
export const planVerdict = recognised("plan-verdict", "shape", having(...KEYS), {
  decode(payload) {
    const source = object(payload, "");
    exactly(source, KEYS);
    return {
      form: "value", verbs: ["approve", "reject"], actions: [],
      summary: required(source, "", "message", text()),
      value: { plan: required(source, "", "plan", anything), request: required(source, "", "request", anything) },
    };
  },
  encode: (_, { verdicts: [verdict] }) => approvedOrRejected(verdict),
});
