// `query-verdict` (A.6, seed 002, first example): a query and its risk, answered by "approved" or "rejected".
/** @import { DialectDefinition, Json, Risk } from "./index.js" */
import { RISKS } from "./halt.js";
import { compact, own } from "./json.js";
import { object, optional, refuse, required, text } from "./readers.js";
import { approvedOrRejected, exactly, having, recognised } from "./shapes.js";

const KEYS = ["query", "risk", "risk_level", "tip", "message"];

/** @type {DialectDefinition} */
export const queryVerdict = recognised("query-verdict", "shape", having("query"), {
  decode(payload) {
    const source = object(payload, "");
    exactly(source, KEYS);
    const said = ["risk", "risk_level"].filter((key) => Object.hasOwn(source, key));
    if (said.length === 0) refuse("", "risk or risk_level");
    const evidence = [...said, "tip"].filter((key) => Object.hasOwn(source, key)).map((label) => ({ label, value: source[label] }));
    return compact({
      form: /** @type {const} */ ("value"), verbs: /** @type {const} */ (["approve", "reject"]), actions: [],
      summary: optional(source, "", "message", text()),
      context: evidence,
      value: { query: required(source, "", "query", text()) }, opaque: ["/query"],
      risk: said.map((key) => riskOf(own(source, key))).find((risk) => risk !== undefined),
    });
  },
  encode: (_, { verdicts: [verdict] }) => approvedOrRejected(verdict),
});

/**
 * The risk that a word names, whatever its case.
 * @param {Json} word
 * @returns {Risk | undefined}
 */
const riskOf = (word) => RISKS.find((risk) => typeof word === "string" && word.toLowerCase() === risk);
