// What `subscribe` tells (S-STR-56): who listens, and when the engine has to follow other tabs for them.

import { fromEngine } from "./errors.js";
import { owed, unlessDead } from "./guard.js";
import { badArgument, onlyKnown } from "./options.js";

/**
 * @import { GraphEvent } from "./types/app.js"
 * @import { Engine } from "./types/engine.js"
 * @import { Warn } from "./warn.js"
 */

/**
 * @typedef {object} Subscription
 * @property {(event: GraphEvent) => void} listener
 * @property {string} [thread]
 * @property {ReadonlySet<string>} [types]
 */

/** The listeners of one compiled graph. */
export class Events {
  /** @type {Set<Subscription>} */
  #subscriptions = new Set();
  #warn;
  /** The engine, while anybody listens: a graph that is listened to is not collected. @type {Engine | undefined} */
  #followed;

  /** @param {Warn} warn */
  constructor(warn) {
    this.#warn = warn;
  }

  /**
   * @param {Engine} engine
   * @param {(event: GraphEvent) => void} listener
   * @param {{ thread?: string, type?: string | readonly string[] }} [filter]
   * @returns {() => void}
   */
  subscribe(engine, listener, filter) {
    if (typeof listener !== "function") throw badArgument("subscribe takes a function: (event) => {}");
    onlyKnown("subscribe filter", filter, ["thread", "type"]);
    const subscription = { listener, thread: filter?.thread, types: filter?.type === undefined ? undefined : new Set([filter.type].flat()) };
    if (this.#followed === undefined) this.#follow(engine);
    this.#subscriptions.add(subscription);
    return () => this.#unsubscribe(subscription);
  }

  /**
   * @param {string} text an event of the engine
   */
  tell(text) {
    if (this.#subscriptions.size === 0) return;
    const event = readEvent(text);
    const listening = [...this.#subscriptions];
    for (const subscription of listening) {
      if (this.#subscriptions.has(subscription) && wants(subscription, event)) this.#call(subscription, event);
    }
  }

  /** @param {Engine} engine */
  #follow(engine) {
    this.#followed = engine;
    owed(() => engine.attach()).catch((error) => this.#warn(error.code ?? "E_STORAGE", `subscribe could not open the store: ${error.message}`));
  }

  /** @param {Subscription} subscription */
  #unsubscribe(subscription) {
    this.#subscriptions.delete(subscription);
    const engine = this.#followed;
    if (this.#subscriptions.size > 0 || engine === undefined) return;
    this.#followed = undefined;
    unlessDead(() => engine.detach());
  }

  /**
   * @param {Subscription} subscription
   * @param {GraphEvent} event
   */
  #call({ listener }, event) {
    try {
      listener(event);
    } catch (error) {
      this.#warn("E_CALLBACK", `a subscriber threw: ${error}`);
    }
  }
}

/**
 * @param {Subscription} subscription
 * @param {GraphEvent} event
 */
function wants({ thread, types }, event) {
  return (thread === undefined || thread === event.thread) && (types?.has(event.type) ?? true);
}

/**
 * @param {string} text `{ type, thread, interrupt?, revision?, digest?, decided?, error? }`
 * @returns {GraphEvent}
 */
function readEvent(text) {
  const { type, thread, interrupt, revision, digest, decided, error } = JSON.parse(text);
  return Object.freeze({
    type,
    thread,
    ...(interrupt !== undefined && { ref: Object.freeze({ thread, interrupt, revision, digest }) }),
    ...decided,
    ...(error !== undefined && { error: fromEngine(error) }),
  });
}
