// Decisions in their one normal form: from those a program makes, and from the verdicts of a form. Which members a verdict may
// bring is verdicts.js; whether an edit or an answer fits its schema is the judge's.
/** @import { Decision, FormModel, Ref, Request, Verdict } from "./index.js" */
/** @import { Judge } from "./verdicts.js" */
import { DialectError } from "./errors.js";
import { deepFreeze, isObject } from "./json.js";
import { completeVerdicts } from "./verdicts.js";

/**
 * A decision from a whole Decision, or from one bare Verdict and the ref.
 * @param {Judge} judge
 * @param {Request} request
 * @param {Ref} ref
 * @param {Decision | Verdict} given
 * @returns {Decision}
 */
export function completeWith(judge, request, ref, given) {
  if (!isObject(given)) throw new DialectError("E_BAD_DECISION", "a decision is an object with a verb or with verdicts");
  const whole = /** @type {Partial<Decision> & Partial<Verdict>} */ (given);
  const bare = whole.verdicts === undefined;
  const verdicts = bare ? [given] : whole.verdicts;
  if (!Array.isArray(verdicts)) throw new DialectError("E_BAD_DECISION", "verdicts is not a list", "/verdicts");
  return deepFreeze({
    interrupt: bare ? ref.interrupt : String(whole.interrupt),
    revision: bare ? ref.revision : Number(whole.revision),
    payload_digest: bare ? ref.digest : String(whole.payload_digest),
    verdicts: completeVerdicts(judge, request, verdicts),
    shown_digest: bare ? null : whole.shown_digest ?? null,
  });
}

/**
 * The decision for the verdicts of a person: what was shown, for which question, with what result.
 * @param {Judge} judge
 * @param {FormModel} model
 * @param {readonly Verdict[]} verdicts one per action
 * @returns {Decision}
 */
export function decideWith(judge, model, verdicts) {
  if (!model.request) throw new DialectError("E_BAD_DECISION", "a request in state error cannot be decided");
  const { interrupt, revision } = model.ref;
  return completeWith(judge, model.request, model.ref, {
    interrupt, revision, payload_digest: model.digest, verdicts: [...verdicts], shown_digest: model.shownDigest,
  });
}
