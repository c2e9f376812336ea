// The part of the dialects that the engine's glue needs: read a payload, complete and refuse a decision, encode the resume
// value. No form, no catalog texts, no DOM: those stand in form_model.js and above.
/** @import { Decision, Ref, Request, Verdict } from "./index.js" */
import { judge } from "./judge.js";
import { completeWith } from "./reading.js";

export { DialectError } from "./errors.js";
export { adviceFor, encode, readRequest } from "./reading.js";

/**
 * A decision in its one normal form: from a whole Decision, or from one bare Verdict and the ref. Equal decisions come out equal.
 * @param {Request} request
 * @param {Ref} ref
 * @param {Decision | Verdict} given
 * @returns {Decision}
 * @throws {DialectError} the refusals of approvals 0.1; nothing but an offered verb, with its own data, passes (SR-47)
 */
export const completeDecision = (request, ref, given) => completeWith(judge, request, ref, given);
