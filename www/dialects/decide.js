// Verdicts of a person as the decision that is sent: what was shown, for which question, with what result.
/** @import { Decision, FormModel, Verdict } from "./index.js" */
import { completeDecision } from "./core.js";
import { DialectError } from "./errors.js";

/**
 * The decision for these verdicts, as `app.resume` takes it; it adds actor, time and nonce.
 * @param {FormModel} model
 * @param {readonly Verdict[]} verdicts one per action
 * @returns {Decision}
 * @throws {DialectError} E_BAD_DECISION, E_PARTIAL, E_REASON_REQUIRED, E_REASON_TOO_LONG, E_EDIT_EMPTY, E_SCHEMA,
 *   E_UNKNOWN_FIELD, E_BAD_NAME
 */
export function decide(model, verdicts) {
  if (!model.request) throw new DialectError("E_BAD_DECISION", "a request in state error cannot be decided");
  const { interrupt, revision } = model.ref;
  return completeDecision(model.request, model.ref, {
    interrupt, revision, payload_digest: model.digest, verdicts: [...verdicts], shown_digest: model.shownDigest,
  });
}
