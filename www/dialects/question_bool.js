// `question-bool` (A.6, seed 001): a question about a proposed action, answered by true or false.
/** @import { DialectDefinition } from "./index.js" */
import { anything, object, required, text } from "./readers.js";
import { exactly, having, recognised } from "./shapes.js";

const KEYS = ["question", "proposed_action"];

/** @type {DialectDefinition} */
export const questionBool = recognised("question-bool", "shape", having(...KEYS), {
  refusesWithFalse: true,
  decode(payload) {
    const source = object(payload, "");
    exactly(source, KEYS);
    return {
      form: "value", verbs: ["approve", "reject"], actions: [], reasonKept: true,
      summary: required(source, "", "question", text()),
      value: { proposed_action: required(source, "", "proposed_action", anything) },
    };
  },
  encode: (_, { verdicts: [{ verb }] }) => verb === "approve",
});
