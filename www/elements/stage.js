// What a view is built with: the session it shows, the parts that stay up to date without a redraw, the buttons that decide with
// their locks, and what several views say. One stage per drawing; the next drawing clears it. Views that load later get here
// what they share with those that are always there.
/** @import { Button } from "../dialects/index.js" */
/** @import { Session } from "./session.js" */
/** @import { Attributes, Child } from "./dom.js" */
import { pieces } from "../dialects/visible.js";
import { unopened } from "./args_view.js";
import { draw, h, icon, slot } from "./dom.js";
import { guard } from "./press.js";

/** The tools of one drawing. */
export class Stage {
  /** @type {(() => void)[]} */
  #live = [];
  /** @type {(() => void)[]} */
  #ends = [];

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.t = session.t;
    /** The line that tells what just happened. */
    this.status = h("p", { class: "status", part: "status", role: "status" });
  }

  /**
   * Runs now and whenever locks and counts may have changed.
   * @param {() => void} update
   */
  live(update) {
    this.#live.push(update);
    update();
  }

  /** Brings everything live up to date. */
  refresh() {
    this.#live.forEach((update) => update());
  }

  /**
   * Runs when the drawing is replaced.
   * @param {() => void} end
   */
  atEnd(end) {
    this.#ends.push(end);
  }

  /** Ends the drawing. */
  clear() {
    this.#ends.forEach((end) => end());
    this.#ends = [];
    this.#live = [];
  }

  /** Redraws nothing: tells in the status line. @param {string} text */
  tell(text) {
    this.status.textContent = text;
  }

  /**
   * A button that decides: it takes a deliberate press, and none while it is locked.
   * @param {Child[]} content
   * @param {() => void} onPress
   * @param {Attributes} attributes
   * @param {() => string | undefined} [lockedWhy] why it cannot be pressed now
   */
  decision(content, onPress, attributes, lockedWhy = () => undefined) {
    const element = h("button", { type: "button", ...attributes, class: `decision ${attributes.class ?? ""}` }, ...content);
    const why = () => lockedWhy() ?? (this.session.state === "submitting" ? this.t("sending") : undefined);
    const watch = guard(element, {
      press: () => (why() === undefined ? onPress() : this.tell(why() ?? "")),
      early: () => this.tell(why() ?? this.t("press.unsettled")),
      settle: () => this.refresh(),
    });
    this.atEnd(() => watch.release());
    this.live(() => element.setAttribute("aria-disabled", String(why() !== undefined || !watch.isSettled())));
    return element;
  }

  /**
   * Why a button that lets something run is locked, or undefined.
   * @param {Button | undefined} model
   */
  lockOf(model) {
    const folded = unopened(this).length;
    if (model?.verb === "respond" && !this.session.editor) return this.t("part.missing");
    return model?.disabledWhy ?? (folded > 0 ? this.t("approve.locked.unseen", { n: folded }) : undefined);
  }

  /**
   * The footer of a state: why it is locked, what just happened, its buttons.
   * @param {...Child} buttons
   */
  footer(...buttons) {
    return h("footer", { class: "footer", part: "footer" }, this.#lockNote(), this.status, h("div", { class: "buttons" }, ...buttons), slot("footer-note"));
  }

  /** Why Approve is locked, in words beside it. */
  #lockNote() {
    const text = h("span", { id: "lock" });
    const note = h("p", { class: "lock" }, icon("lock"), text);
    const approve = this.session.model?.buttons.find(({ verb }) => verb === "approve");
    this.live(() => {
      const why = this.lockOf(approve);
      text.textContent = why ?? "";
      note.toggleAttribute("hidden", why === undefined);
    });
    return note;
  }

  /**
   * The words of an error that a run ended with; they may come from a model.
   * @param {unknown} error
   */
  thrown(error) {
    const { code, message } = /** @type {{ code?: unknown, message?: unknown }} */ (Object(error));
    const text = [code, message ?? error].filter((part) => part !== undefined).map(String).join(": ");
    return h("p", { class: "thrown" }, h("bdi", { class: "value" }, ...draw(pieces(text), this.t)));
  }

  /** The refusal that the session met, if any. */
  problem() {
    return this.session.problem ? this.thrown(this.session.problem) : null;
  }
}
