// What a person changes in a request, from the first key press to the confirmed difference (B.3, B.6), and what answers it. No DOM;
// sending.js sends.
/** @import { Control, Entry, FieldError } from "../dialects/index.js" */
/** @import { Session } from "./session.js" */
import { diff } from "../dialects/diff.js";
import { validate, validateAnswer } from "../dialects/validate.js";

/**
 * The entries of the action under edit.
 * @param {Session} session
 * @returns {Readonly<Record<string, Entry>>}
 */
export const entriesOf = ({ draft, editing }) => draft.fields[editing.action?.id ?? ""] ?? {};

/**
 * Notes what a field says now; without an entry it is the original again.
 * @param {Session} session
 * @param {string} path
 * @param {Entry | undefined} entry
 */
export function setEntry(session, path, entry) {
  const { draft, editing } = session;
  const { [path]: _, ...others } = entriesOf(session);
  draft.fields = { ...draft.fields, [editing.action?.id ?? ""]: entry ? { ...others, [path]: entry } : others };
  session.keepDraft();
}

/**
 * The errors of one field, as things stand.
 * @param {Session} session
 * @param {Control} control
 * @returns {FieldError[]}
 */
export function errorsOf(session, { path }) {
  const result = checked(session);
  return result.ok ? [] : result.errors.filter((error) => error.code !== "E_EDIT_EMPTY" && (error.path === path || error.path.startsWith(`${path}/`)));
}

/** @param {Session} session */
function checked(session) {
  if (!session.model) throw new TypeError("nothing is edited");
  return validate(session.model, { action: session.editing.action?.id ?? "", fields: entriesOf(session) }, session.context);
}

/**
 * Checks everything, and shows the difference or the errors.
 * @param {Session} session
 */
export function toReview(session) {
  const result = checked(session);
  const { editing } = session;
  const request = session.model?.request?.actions.find(({ id }) => id === editing.action?.id);
  if (!result.ok || !request) {
    session.errors = result.ok ? [] : result.errors;
    return session.to("editing");
  }
  session.errors = [];
  const { args, edits } = result;
  editing.reviewed = { verdict: { verb: "edit", action: request.id, args, edits }, changes: diff(request.args, args, { schema: request.schema }) };
  return session.to("reviewing");
}

/**
 * Confirms the difference that is shown: one action is sent, one of several is noted.
 * @param {Session} session
 */
export function confirmReview(session) {
  const { reviewed } = session.editing;
  if (!reviewed) return;
  if (session.model?.request?.form !== "actions") return session.sending.ask([reviewed.verdict]);
  session.verdicts.set(reviewed.verdict.action ?? "", reviewed.verdict);
  return session.editing.leave();
}

/**
 * Back to the request as it was asked.
 * @param {Session} session
 */
export function discardEdit({ draft, verdicts, editing }) {
  const id = editing.action?.id ?? "";
  draft.fields = Object.fromEntries(Object.entries(draft.fields).filter(([key]) => key !== id));
  if (verdicts.get(id)?.verb === "edit") verdicts.delete(id);
  editing.leave();
}

/** @param {Session} session */
function checkedAnswer({ model, draft, context }) {
  if (!model) throw new TypeError("no answer is asked");
  return validateAnswer(model, { fields: draft.fields[""] ?? {} }, context);
}

/**
 * What is wrong with the answer as it stands.
 * @param {Session} session
 */
export function answerErrors(session) {
  const result = checkedAnswer(session);
  return result.ok ? [] : result.errors;
}

/**
 * Sends the answer that was typed, or shows what is wrong with it.
 * @param {Session} session
 */
export function respond(session) {
  const result = checkedAnswer(session);
  if (result.ok) return session.sending.press("respond", { answer: result.answer });
  session.errors = result.errors;
  return session.to("pending");
}
