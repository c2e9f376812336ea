// One subscription per app, shared by all elements of the page (C.3), and word of each decision under way: two forms of one
// question go on together. Knows no form, and of the DOM only whether the page is visible.
/** @import { AppEvent, HaltApp, Pending, Receipt } from "../elements.js" */
/** @import { Decision, Ref } from "../dialects/index.js" */

/** How often storage is asked where tabs cannot tell each other (D.8). */
const POLL_MS = 1000;

/** A decision of another form of this page is on its way.
 * @typedef {{ type: "submitting", thread: string, ref: Ref, decision: Decision, receipt: Promise<Receipt> }} Submitting */
/** @typedef {(event: AppEvent | Submitting) => void} Listener */

/** @type {WeakMap<HaltApp, Feed>} */
const feeds = new WeakMap();

/**
 * The feed of an app.
 * @param {HaltApp} app
 * @returns {Feed}
 */
export function feedOf(app) {
  const known = feeds.get(app) ?? new Feed(app);
  feeds.set(app, known);
  return known;
}

/** What the elements of one page know of one app. */
export class Feed {
  #app;
  /** @type {Set<Listener>} */
  #listeners = new Set();
  /** @type {(() => void) | undefined} */
  #unsubscribe;
  /** The read under way. @type {Promise<Pending[]>} */
  #reading = Promise.resolve([]);
  /** The read that begins after it. @type {Promise<Pending[]> | undefined} */
  #queued;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #poll;

  /** @param {HaltApp} app */
  constructor(app) {
    this.#app = app;
  }

  get app() {
    return this.#app;
  }

  /**
   * Listens until the returned function is called. The first listener attaches the app.
   * @param {Listener} listener
   * @returns {() => void}
   */
  listen(listener) {
    this.#listeners.add(listener);
    if (!this.#unsubscribe) this.#start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  #start() {
    this.#unsubscribe = this.#app.subscribe((event) => this.#tell(event));
    if (typeof BroadcastChannel === "undefined") this.#poll = setInterval(() => this.#look(), POLL_MS);
  }

  #stop() {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    clearInterval(this.#poll);
  }

  #look() {
    if (document.visibilityState === "visible") this.#tell({ type: "pending", thread: "" });
  }

  /** @param {AppEvent | Submitting} event */
  #tell(event) {
    for (const listener of [...this.#listeners]) listener(event);
  }

  /**
   * All open questions of the app, as they are after this call: calls share a read that has not begun yet, never one that has.
   * @returns {Promise<Pending[]>}
   */
  list() {
    this.#queued ??= this.#reading.catch(() => undefined).then(() => {
      this.#queued = undefined;
      this.#reading = this.#read();
      return this.#reading;
    });
    return this.#queued;
  }

  async #read() {
    await this.#app.attach();
    return this.#app.pending();
  }

  /**
   * Sends a decision, and tells the other forms of its question in this page before anything can be pressed there.
   * @param {Ref} ref
   * @param {Decision} decision
   * @returns {Promise<Receipt>}
   */
  submit(ref, decision) {
    const receipt = this.#app.resume(ref, decision);
    this.#tell({ type: "submitting", thread: ref.thread, ref, decision, receipt });
    return receipt;
  }
}
