// Whether an edit or an answer can be taken: its schema, and what its step can carry. With the validator; a form that is not
// edited needs neither.
/** @import { Problem, Request, RequestAction, Verdict } from "./index.js" */
/** @import { Judge } from "./verdicts.js" */
import { check } from "./check.js";
import { editsBetween, lostMember } from "./edits.js";
import { DialectError } from "./errors.js";
import { isObject, pointer, same, snapshot } from "./json.js";

/**
 * @param {RequestAction | undefined} action
 * @param {Verdict} verdict
 * @param {string} path
 * @returns {Partial<Verdict>}
 */
function edit(action, verdict, path) {
  if (!action) throw new DialectError("E_EDIT_UNSUPPORTED", "this request has no arguments to edit", path);
  const args = verdict.args && snapshot(verdict.args);
  if (!isObject(args)) throw new DialectError("E_BAD_DECISION", "an edit brings its full arguments", pointer(path, "args"));
  if (same(args, action.args)) throw new DialectError("E_EDIT_EMPTY", "nothing changed: approve it as it is", pointer(path, "args"));
  const lost = lostMember(action, args);
  if (lost !== undefined) throw new DialectError("E_EDIT_CANNOT_REMOVE", "the step merges what changed, so no member can be removed", pointer(pointer(path, "args"), lost));
  refuseProblems(check(action.schema, args, { original: action.args, patterns: action.schemaSource === "host" }));
  return { args, edits: editsBetween(action.args, args) };
}

/**
 * @param {Request} request
 * @param {Verdict} verdict
 * @param {string} path
 * @returns {Partial<Verdict>}
 */
function answer(request, verdict, path) {
  if (verdict.answer === undefined) throw new DialectError("E_BAD_DECISION", "a response brings its answer", pointer(path, "answer"));
  const given = snapshot(verdict.answer);
  refuseProblems(check(request.input ?? { type: "string" }, given));
  return { answer: given };
}

/** @param {Problem[]} problems */
function refuseProblems([first]) {
  if (first) throw new DialectError(first.code, `the value breaks the rule "${first.rule}" ${Object.values(first.params).join(" ")}`.trim(), first.path);
}

/** @type {Judge} */
export const judge = { edit, answer };
