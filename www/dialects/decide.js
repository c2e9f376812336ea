// Verdicts of a person as the decision that is sent: what was shown, for which question, with what result.
/** @import { Decision, FormModel, Verdict } from "./index.js" */
import { decideWith } from "./decision.js";
import { judge } from "./judge.js";

/**
 * The decision for these verdicts, as `app.resume` takes it; it adds actor, time and nonce.
 * @param {FormModel} model
 * @param {readonly Verdict[]} verdicts one per action
 * @returns {Decision}
 * @throws {DialectError} E_BAD_DECISION, E_PARTIAL, E_REASON_REQUIRED, E_REASON_TOO_LONG, E_EDIT_EMPTY, E_SCHEMA,
 *   E_UNKNOWN_FIELD, E_BAD_NAME
 */
export const decide = (model, verdicts) => decideWith(judge, model, verdicts);
