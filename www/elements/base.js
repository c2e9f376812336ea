// What every element shares: its shadow root and sheets, properties set before upgrade, drawing once per turn, events, and two
// live regions that outlast each drawing (C.3, D.11).
/** @import { HaltApp } from "../elements.js" */
/** @import { Messages } from "../dialects/index.js" */
import { h } from "./dom.js";

/** Base of the elements. */
export class HaltBase extends HTMLElement {
  /** Reflected and plain properties that a page may set before the class is known. @type {readonly string[]} */
  static properties = ["app", "messages", "disabled"];

  /** @type {HaltApp | readonly HaltApp[] | undefined} */
  #app;
  /** @type {Messages | undefined} */
  #messages;
  /** @type {Promise<void> | undefined} */
  #updating;
  #polite = h("p", { class: "hidden", role: "status" });
  #urgent = h("p", { class: "hidden", role: "alert" });

  /** @param {readonly CSSStyleSheet[]} sheets */
  constructor(sheets) {
    super();
    this.root = this.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = [...sheets];
    /** What is drawn anew; the live regions beside it stay. */
    this.stageRoot = h("div", { class: "stage" });
    this.root.append(this.stageRoot, this.#polite, this.#urgent);
    this.internals = this.attachInternals();
  }

  connectedCallback() {
    for (const name of /** @type {typeof HaltBase} */ (this.constructor).properties) this.#upgrade(name);
    this.restart();
  }

  /** A property set before the class was known hides its accessor: set it again. @param {string} name */
  #upgrade(name) {
    if (!Object.hasOwn(this, name)) return;
    const self = /** @type {any} */ (this);
    const value = self[name];
    delete self[name];
    self[name] = value;
  }

  get app() {
    return this.#app;
  }

  set app(app) {
    this.#app = app;
    this.restart();
  }

  /** The apps, none or more. */
  get apps() {
    return /** @type {HaltApp[]} */ ([this.#app ?? []].flat());
  }

  get messages() {
    return this.#messages;
  }

  set messages(messages) {
    this.#messages = messages;
    this.restart();
  }

  get disabled() {
    return this.hasAttribute("disabled");
  }

  set disabled(disabled) {
    this.toggleAttribute("disabled", disabled);
  }

  /** Begins again with the properties as they are: once per turn. */
  restart() {
    if (!this.isConnected) return;
    this.#updating ??= Promise.resolve().then(() => {
      this.#updating = undefined;
      if (this.isConnected) this.begin();
    });
  }

  /** Starts following the app, from zero. */
  begin() {}

  /** Resolves when what was set last is drawn. */
  get updateComplete() {
    return this.#updating ?? Promise.resolve();
  }

  /**
   * Runs when the page has loaded, if no app has come by then: markup may stand before the script that gives it one.
   * @param {() => void} then
   */
  withoutApp(then) {
    const check = () => this.isConnected && this.apps.length === 0 && then();
    if (document.readyState === "complete") check();
    else addEventListener("load", check, { once: true });
  }

  /**
   * Dispatches an event of the element.
   * @param {string} name
   * @param {object} detail
   * @param {boolean} [cancelable]
   * @returns {boolean} false when it was prevented
   */
  emit(name, detail, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, cancelable, detail: Object.freeze(detail) }));
  }

  /**
   * Tells a screen reader.
   * @param {string} text
   * @param {boolean} [urgent]
   */
  say(text, urgent = false) {
    (urgent ? this.#urgent : this.#polite).textContent = text;
  }
}

/**
 * Registers a class, unless the name is taken.
 * @param {CustomElementConstructor} element
 * @param {string} name
 * @param {CustomElementRegistry} registry
 */
export function define(element, name, registry) {
  if (!registry.get(name)) registry.define(name, element);
}
