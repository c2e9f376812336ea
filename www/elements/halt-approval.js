// <halt-approval>: one request as a form. Picks the view of each state, keeps the focus where a person left it, and handles the
// keys. States are session.js, views the files beside this one.
/** @import { ApprovalState, Pending } from "../elements.js" */
import { define, HaltBase } from "./base.js";
import { h, slot } from "./dom.js";
import { headerView } from "./header_view.js";
import { keysView, onKey } from "./keys.js";
import { lateSheets, loaded } from "./late.js";
import { sideView } from "./narrative_view.js";
import { outcomeFooter, outcomeMain } from "./outcome_view.js";
import { requestFooter, requestMain } from "./request_view.js";
import { Session } from "./session.js";
import { Stage } from "./stage.js";
import { approvalSheets } from "./styles/index.js";

/** @typedef {{ main: (stage: Stage) => HTMLElement, footer: (stage: Stage) => HTMLElement[] }} View */

/** @type {Partial<Record<ApprovalState, View>>} */
const VIEWS = {
  pending: { main: requestMain, footer: requestFooter },
  editing: { main: (stage) => late("editor").editorMain(stage), footer: (stage) => late("editor").editorFooter(stage) },
  reviewing: { main: (stage) => late("editor").reviewMain(stage), footer: (stage) => late("editor").reviewFooter(stage) },
  confirming: { main: (stage) => late("followup").confirmMain(stage), footer: (stage) => late("followup").confirmFooter(stage) },
};
/** @type {View} */
const OUTCOME = { main: outcomeMain, footer: outcomeFooter };

/**
 * A part that a state needs: none is entered without its parts.
 * @template {import("./late.js").Part} P
 * @param {P} name
 */
const late = (name) => /** @type {import("./late.js").Parts[P]} */ (loaded(name));

/** @param {Element | null} active */
const isNobody = (active) => active === null || active === document.body || active instanceof HTMLDialogElement;

/**
 * The dialog that an element stands in, also from inside of shadow trees.
 * @param {Node} node
 * @returns {HTMLDialogElement | undefined}
 */
function dialogAround(node) {
  const found = node instanceof Element ? node.closest("dialog") : null;
  const root = node.getRootNode();
  return found ?? (root instanceof ShadowRoot ? dialogAround(root.host) : undefined);
}

/** One request as a form. */
export class HaltApproval extends HaltBase {
  static observedAttributes = ["thread", "interrupt", "readonly", "disabled"];
  /** @override */
  static properties = [...HaltBase.properties, "request", "thread", "interrupt", "readonly"];

  /**
   * Registers the element, unless the name is taken.
   * @param {string} [name]
   * @param {CustomElementRegistry} [registry]
   */
  static define(name = "halt-approval", registry = customElements) {
    define(this, name, registry);
  }

  /** @type {Pending | undefined} */
  #request;
  /** @type {Session | undefined} */
  #session;
  /** @type {Stage | undefined} */
  #stage;

  /** Whether the focus was here and had nowhere to go, as while loading. */
  #owed = false;
  /** What had the focus when it was asked for here, before there was a heading. @type {Element | null | undefined} */
  #asked;
  /** @type {HTMLDialogElement | undefined} */
  #dialog;
  #onToggle = () => this.#enterDialog();

  constructor() {
    super(approvalSheets());
    this.root.addEventListener("keydown", (event) => this.#session && onKey(/** @type {KeyboardEvent} */ (event), this, this.#session));
  }

  attributeChangedCallback() {
    this.restart();
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#dialog = dialogAround(this);
    this.#dialog?.addEventListener("toggle", this.#onToggle);
  }

  disconnectedCallback() {
    this.#dialog?.removeEventListener("toggle", this.#onToggle);
    this.#session?.stop();
    this.#stage?.clear();
    this.#session = undefined;
  }

  get request() {
    return this.#request;
  }

  set request(request) {
    this.#request = request;
    this.restart();
  }

  get thread() {
    return this.getAttribute("thread");
  }

  set thread(thread) {
    this.#reflect("thread", thread);
  }

  get interrupt() {
    return this.getAttribute("interrupt");
  }

  set interrupt(interrupt) {
    this.#reflect("interrupt", interrupt);
  }

  get readonly() {
    return this.hasAttribute("readonly");
  }

  set readonly(readonly) {
    this.toggleAttribute("readonly", readonly);
  }

  /**
   * @param {string} name
   * @param {string | null} value
   */
  #reflect(name, value) {
    if (value === null) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }

  get model() {
    return this.#session?.model;
  }

  get state() {
    return this.#session?.state ?? "loading";
  }

  /**
   * Moves the focus to the heading, never to a button.
   * @override
   * @param {FocusOptions} [options]
   */
  focus(options) {
    const target = this.root.querySelector("#title") ?? this.root.querySelector("[data-focus]");
    if (target instanceof HTMLElement) target.focus(options);
    else if (this.state === "loading") this.#asked = this.#elsewhere;
  }

  /** What has the focus around this element. */
  get #elsewhere() {
    return /** @type {Document | ShadowRoot} */ (this.getRootNode()).activeElement;
  }

  /** @override */
  begin() {
    this.#session?.stop();
    const { apps, thread, interrupt, readonly, messages } = this;
    const host = {
      draw: () => this.#draw(), refresh: () => this.#refresh(),
      emit: this.emit.bind(this), say: this.say.bind(this),
    };
    const session = new Session(apps, { thread, interrupt, request: this.#request, messages, readonly: readonly || this.disabled }, host);
    this.#session = session;
    this.#draw();
    if (apps.length > 0) session.start();
    else this.withoutApp(() => session === this.#session && session.fail({ code: "E_NO_APP", message: "set the property `app`" }));
  }

  #refresh() {
    if (this.#session?.state === "submitting") this.#tellProgress(this.#session);
    else this.#stage?.refresh();
  }

  #draw() {
    const session = this.#session;
    if (!session) return;
    this.#showState(session.state);
    const focused = this.root.activeElement !== null || (this.#owed && isNobody(document.activeElement));
    this.root.adoptedStyleSheets = [...approvalSheets(), ...lateSheets()];
    if (session.state === "submitting" && this.#stage?.session === session) this.#freeze(session);
    else {
      this.#stage?.clear();
      this.#stage = new Stage(session);
      this.stageRoot.replaceChildren(this.#card(this.#stage, session));
    }
    if (focused) this.#focusAgain();
    else if (session.question && this.#dialog === document.activeElement) this.#enterDialog();
    this.#owed = focused && this.root.activeElement === null;
    if (session.state !== "loading") this.#focusAsAsked();
  }

  /** Takes the focus that was asked for while the request was read, unless a person has moved on. */
  #focusAsAsked() {
    const asked = this.#asked;
    this.#asked = undefined;
    if (asked !== undefined && asked === this.#elsewhere) this.focus();
  }

  /** A dialog begins at the heading, not at the first thing that can be pressed. */
  #enterDialog() {
    const inside = document.activeElement === this || document.activeElement === this.#dialog;
    if (this.#dialog?.open && inside) this.focus();
  }

  /** @param {ApprovalState} state */
  #showState(state) {
    this.internals.states.clear();
    this.internals.states.add(state);
  }

  /**
   * @param {Stage} stage
   * @param {Session} session
   */
  #card(stage, session) {
    const { state } = session;
    if (state === "loading") return h("section", { class: "card is-loading", part: "base", "aria-busy": "true" }, h("p", { class: "hidden" }, session.t("loading")), h("div", { class: "bone" }), h("div", { class: "bone" }), h("div", { class: "bone" }));
    if (state === "empty") return h("section", { class: "card is-alone", part: "base" }, slot("empty", session.t("empty")));
    const view = VIEWS[state] ?? OUTCOME;
    return h("section", { class: `card is-${state}`, part: "base", "aria-labelledby": "title" }, headerView(stage), view.main(stage), session.model && sideView(stage, keysView(session, this)), ...view.footer(stage));
  }

  /** Keeps what was decided on the screen while it is sent, and lets nobody press again. @param {Session} session */
  #freeze(session) {
    const [card] = this.stageRoot.children;
    card.setAttribute("aria-busy", "true");
    for (const part of card.children) part.toggleAttribute("inert", true);
    // What was said of an earlier outcome is not so any more.
    card.querySelector(".outcome")?.toggleAttribute("hidden", true);
    card.append(h("p", { class: "progress", part: "status", role: "status", tabindex: -1, "data-focus": true }));
    this.#tellProgress(session);
  }

  /** @param {Session} session */
  #tellProgress(session) {
    const at = session.outcome.at;
    const text = at === undefined ? session.t("sending") : session.t("recorded", { time: session.time(at) });
    this.stageRoot.querySelector(".progress")?.replaceChildren(h("span", { class: "spinner", "aria-hidden": "true" }), text);
  }

  /** The drawing that had the focus is gone: the new one gets it where a person would go on reading. */
  #focusAgain() {
    const target = [...this.root.querySelectorAll("[data-focus]")].at(-1);
    if (target instanceof HTMLElement) target.focus();
    else this.focus();
  }
}
