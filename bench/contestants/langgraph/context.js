// What LangGraph.js has to be given so that it can pause in a browser. Its `interrupt()` finds the task that asks through
// Node's AsyncLocalStorage; browsers have none, so that there it throws `Called interrupt() outside the context of a graph`.

import { AsyncLocalStorageProviderSingleton } from "@langchain/core/singletons";

/** Named by the benchmark's output. */
export const SHIM =
  "LangGraph.js cannot pause in a browser, where interrupt() throws for want of AsyncLocalStorage; it was given one that "
  + "lasts until a node's first await, which is as long as these workloads need it.";

/**
 * An AsyncLocalStorage without the async: what runs synchronously within `run` finds the store. After an `await` it is
 * gone, or would be another task's, which no synchronous code can mend; so a node has to ask before it awaits anything.
 */
class SynchronousStorage {
  /** Whether it does anything: a graph that does not ask is faster without it. */
  enabled = false;
  /** @type {unknown} */
  #store;

  getStore() {
    return this.#store;
  }

  /**
   * @template Result
   * @param {unknown} store
   * @param {() => Result} callback
   * @returns {Result}
   */
  run(store, callback) {
    if (!this.enabled) return callback();
    const outer = this.#store;
    this.#store = store;
    try {
      return callback();
    } finally {
      this.#store = outer;
    }
  }

  /** @param {unknown} store */
  enterWith(store) {
    this.#store = store;
  }
}

const storage = new SynchronousStorage();

/** Lets LangGraph.js pause in this page. */
export function enablePausing() {
  AsyncLocalStorageProviderSingleton.initializeGlobalInstance(storage);
  storage.enabled = true;
}

/** Leaves LangGraph.js as it is in a browser. */
export function disablePausing() {
  storage.enabled = false;
}
