// What a person changes in a request, from the first key press to the confirmed difference (B.3, B.6). No DOM, nothing is sent
// from here.
/** @import { Change, Control, Entry, FieldError, Verdict } from "../dialects/index.js" */
/** @import { Session } from "./session.js" */

/** The edit of one action of a request. */
export class Editing {
  /** The change under review. @type {{ verdict: Verdict, changes: Change[] } | undefined} */
  reviewed;

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
  }

  /** The action under edit, once the editor is there. */
  get action() {
    return this.session.editor && this.session.model?.actions.find(({ id, editable }) => editable && id === this.session.draft.editing);
  }

  /** Whether anything was typed and not sent. */
  get isDirty() {
    return Object.values(this.session.draft.fields).some((entries) => Object.keys(entries).length > 0);
  }

  /** The entries of the action under edit. @returns {Readonly<Record<string, Entry>>} */
  get entries() {
    return this.session.draft.fields[this.action?.id ?? ""] ?? {};
  }

  /**
   * Opens the editor of an action.
   * @param {string} id
   */
  start(id) {
    const { session } = this;
    session.draft.editing = id;
    session.errors = [];
    session.keepDraft();
    session.withParts(["editor"], () => session.to(this.action ? "editing" : "pending"));
  }

  /**
   * Notes what a field says now; without an entry it is the original again.
   * @param {string} path
   * @param {Entry | undefined} entry
   */
  set(path, entry) {
    const { draft } = this.session;
    const { [path]: _, ...others } = this.entries;
    draft.fields = { ...draft.fields, [this.action?.id ?? ""]: entry ? { ...others, [path]: entry } : others };
    this.session.keepDraft();
  }

  /**
   * The errors of one field, as things stand.
   * @param {Control} control
   * @returns {FieldError[]}
   */
  errorsOf({ path }) {
    const result = this.#validate();
    return result.ok ? [] : result.errors.filter((error) => error.code !== "E_EDIT_EMPTY" && (error.path === path || error.path.startsWith(`${path}/`)));
  }

  #validate() {
    const { model, context, editor } = this.session;
    if (!model || !editor) throw new TypeError("nothing is edited");
    return editor.validate(model, { action: this.action?.id ?? "", fields: this.entries }, context);
  }

  /** Checks everything, and shows the difference or the errors. */
  review() {
    const result = this.#validate();
    const { action, session } = this;
    const { editor } = session;
    const request = session.model?.request?.actions.find(({ id }) => id === action?.id);
    if (!result.ok || !request || !editor) {
      session.errors = result.ok ? [] : result.errors;
      return session.to("editing");
    }
    session.errors = [];
    const { args, edits } = result;
    this.reviewed = { verdict: { verb: "edit", action: request.id, args, edits }, changes: editor.diff(request.args, args, { schema: request.schema }) };
    return session.to("reviewing");
  }

  /** Confirms the difference that is shown: one action is sent, one of several is noted. */
  confirm() {
    const { session, reviewed } = this;
    if (!reviewed) return;
    if (session.model?.request?.form !== "actions") return session.sending.ask([reviewed.verdict]);
    session.verdicts.set(reviewed.verdict.action ?? "", reviewed.verdict);
    return this.leave();
  }

  /** Back to the request; what was typed is kept. */
  leave() {
    this.session.draft.editing = null;
    this.session.errors = [];
    this.session.keepDraft();
    this.session.to("pending");
  }

  /** Back to the request as it was asked. */
  discard() {
    const { draft, verdicts } = this.session;
    const id = this.action?.id ?? "";
    draft.fields = Object.fromEntries(Object.entries(draft.fields).filter(([key]) => key !== id));
    if (verdicts.get(id)?.verb === "edit") verdicts.delete(id);
    this.leave();
  }
}
