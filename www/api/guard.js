// The poisoned-instance rule (S-ERR-57): the call that traps is the last one that enters the wasm. The generated glue
// passes its exports through `guard`. Nothing here knows what the exports do.

import { EngineDeadError, fromEngine } from "./errors.js";

/** What ended the instance: undefined while it lives. @type {{ cause: unknown } | undefined} */
let fault;

/** How many exports are being executed, one inside another. */
let depth = 0;

/** Called once, at the death. @type {Set<(error: EngineDeadError) => void>} */
const mourners = new Set();

/**
 * Exports that the event loop enters by itself: closures (timers, storage callbacks, microtasks) and finalizers. Nobody
 * stands behind them to catch; whoever waits for their outcome is told by the rejection of his own call.
 */
const ENTERED_BY_EVENT_LOOP = /invoke|closure|_free$/;

/**
 * What such an export gives once the instance is dead: to the glue, which reads `[result, failed]`, nothing that failed.
 * @type {readonly unknown[]}
 */
const NOTHING = Object.freeze([]);

function deadError() {
  return new EngineDeadError(
    "The engine met a fault it cannot go on from\n\nLoad the page (or the worker) again: threads are as last stored.",
    { cause: fault?.cause },
  );
}

/** @param {unknown} cause */
function die(cause) {
  if (fault !== undefined) return;
  fault = { cause };
  const told = [...mourners];
  mourners.clear();
  for (const mourn of told) mourn(deadError());
}

/**
 * Any throw that leaves an export is fatal, whatever its class: it unwound wasm frames without restoring their stack.
 * Errors that the engine reports are returned by the export and thrown by the glue, outside of this.
 * @template {(...args: any[]) => any} F
 * @param {string} name
 * @param {F} run
 */
function guardOne(name, run) {
  const unattended = ENTERED_BY_EVENT_LOOP.test(name);
  /** @param {any[]} args */
  return (...args) => {
    if (fault !== undefined) {
      if (unattended && depth === 0) return NOTHING;
      throw deadError();
    }
    depth += 1;
    try {
      return run(...args);
    } catch (cause) {
      die(cause);
      if (unattended && depth === 1) return NOTHING;
      throw deadError();
    } finally {
      depth -= 1;
    }
  };
}

/**
 * Wraps the exports of a wasm instance: after a fault none of its functions is entered again. Memories and tables pass.
 * @param {WebAssembly.Exports} exports
 * @returns {Record<string, any>}
 */
export function guard(exports) {
  return Object.fromEntries(
    Object.entries(exports).map(([name, item]) => {
      return [name, typeof item === "function" ? guardOne(name, /** @type {any} */ (item)) : item];
    }),
  );
}

/**
 * Throws the EngineDeadError if the instance is dead.
 */
export function assertAlive() {
  if (fault !== undefined) throw deadError();
}

/**
 * Calls `mourn` once if the instance dies. Returns the function that takes the wish back.
 * @param {(error: EngineDeadError) => void} mourn
 * @returns {() => void}
 */
export function onDeath(mourn) {
  mourners.add(mourn);
  return () => mourners.delete(mourn);
}

/**
 * What an export owes: its promise, or the instance's death, whichever comes first, so that nothing is left pending. What
 * the engine refuses is thrown as an error of its class.
 * @template T
 * @param {() => PromiseLike<T>} call
 * @returns {Promise<T>}
 */
export async function owed(call) {
  /** @type {() => void} */
  let forget = () => {};
  const death = new Promise((_, reject) => {
    forget = onDeath(reject);
  });
  try {
    return await Promise.race([call(), /** @type {Promise<never>} */ (death)]);
  } catch (thrown) {
    throw fromEngine(thrown);
  } finally {
    forget();
  }
}

/**
 * Calls into the engine from where nobody could catch. Its death is told by the rejection of the calls that it owed.
 * @param {() => void} call
 */
export function unlessDead(call) {
  try {
    call();
  } catch (error) {
    if (!(error instanceof EngineDeadError)) throw error;
  }
}
