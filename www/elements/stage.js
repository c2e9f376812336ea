// What a view is built with: the session it shows, the parts that stay up to date without a redraw, and the buttons that
// decide. One stage per drawing; the next drawing clears it.
/** @import { Session } from "./session.js" */
/** @import { Attributes, Child } from "./dom.js" */
import { h } from "./dom.js";
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
}
