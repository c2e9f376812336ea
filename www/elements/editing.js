// Which action of a request is edited, and what a review of it found. What a person changes there is changing.js, which loads
// with the editor.
/** @import { Change, Verdict } from "../dialects/index.js" */
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

  /** Back to the request; what was typed is kept. */
  leave() {
    this.session.draft.editing = null;
    this.session.errors = [];
    this.session.keepDraft();
    this.session.to("pending");
  }
}
