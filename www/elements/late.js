// The parts of a form that load on first use: most requests are decided without them (C.3). Each is loaded once per page; one
// that could not be loaded is tried again by whoever needs it next. Which request needs which part stands in session.js.

import { bringDialects } from "../dialects/registry.js";

const LOADERS = {
  editor: () => import("./editor.js"),
  followup: () => import("./followup.js"),
};

/** @typedef {keyof typeof LOADERS} Part */
/** @typedef {{ [P in Part]: Awaited<ReturnType<(typeof LOADERS)[P]>> }} Parts */

/** @type {Partial<Parts>} */
const parts = {};
/** @type {Map<Part, Promise<void>>} */
const loading = new Map();

/**
 * A part, where it is loaded.
 * @template {Part} P
 * @param {P} name
 * @returns {Partial<Parts>[P]}
 */
export const loaded = (name) => parts[name];

/**
 * Loads a part; rejects where its files cannot be had.
 * @param {Part} name
 * @returns {Promise<void>}
 */
export function load(name) {
  const promise = loading.get(name) ?? LOADERS[name]().then((module) => {
    Object.assign(parts, { [name]: module });
  }, (error) => {
    loading.delete(name);
    throw error;
  });
  loading.set(name, promise);
  return promise;
}

/**
 * Loads parts when the page has nothing else to do, so that a press seldom waits for one.
 * @param {readonly Part[]} names
 */
export function foresee(names) {
  const missing = names.filter((name) => !parts[name]);
  const fetch = () => missing.forEach((name) => load(name).catch(() => undefined));
  if (missing.length === 0) return;
  // Safari has no idle callbacks.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(fetch);
  else setTimeout(fetch);
}

/**
 * Fetches now what would be fetched on first use, the dialects of published payloads too: for pages that go on without a
 * network. Rejects where a file cannot be had.
 */
export async function preload() {
  await Promise.all([load("editor"), load("followup"), bringDialects()]);
}

/** The sheets of the parts that are loaded. */
export const lateSheets = () => [...new Set(Object.values(parts).flatMap(({ sheets }) => sheets()))];
