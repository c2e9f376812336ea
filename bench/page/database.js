// IndexedDB as promises, and what is in a database. Used by the floor, and to count what others stored.

/** @import { Footprint } from "./sample.js" */

/** The store of head records, and those whose rows grow with the steps. */
export const HEADS = "threads";
export const GROWING = ["checkpoints", "blobs"];

/**
 * @template Result
 * @param {IDBRequest<Result>} request
 * @returns {Promise<Result>}
 */
export function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Opens a database. One that is not there is made, with these stores.
 *
 * @param {string} name
 * @param {string[]} [stores]
 */
export function open(name, stores = []) {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => stores.forEach((store) => request.result.createObjectStore(store));
  return result(request);
}

/**
 * Opens a database only as long as it takes.
 *
 * @template Result
 * @param {string} name
 * @param {(database: IDBDatabase) => Promise<Result>} use
 */
export async function opened(name, use) {
  const database = await open(name);
  try {
    return await use(database);
  } finally {
    database.close();
  }
}

/** @param {string} name */
export async function remove(name) {
  await result(indexedDB.deleteDatabase(name));
}

/**
 * The rows of a store, in key order.
 *
 * @param {IDBDatabase} database
 * @param {string} name
 * @returns {Promise<{ key: IDBValidKey, bytes: Uint8Array }[]>}
 */
export async function rows(database, name) {
  const store = database.transaction(name).objectStore(name);
  const [keys, values] = await Promise.all([result(store.getAllKeys()), result(store.getAll())]);
  return keys.map((key, at) => ({ key, bytes: values[at] }));
}

/**
 * A row that grows with the steps. Its key ends in the number of its checkpoint, and these count up from 0 in a thread.
 *
 * @typedef {object} Row
 * @property {string} store
 * @property {IDBValidKey[]} key
 * @property {Uint8Array} bytes
 * @property {number} step which step wrote it; below 0, what came before the first node
 */

/**
 * Every such row, by thread, of threads that have each made one call.
 *
 * @param {IDBDatabase} database
 * @param {number} steps of the call
 * @returns {Promise<Row[][]>}
 */
export async function growth(database, steps) {
  const stores = await Promise.all(GROWING.map(async (store) => (await rows(database, store)).map((row) => ({ store, ...row }))));
  /** @type {Map<IDBValidKey | undefined, Row[]>} */
  const threads = new Map();
  for (const { store, key, bytes } of stores.flat()) {
    const parts = /** @type {IDBValidKey[]} */ (key);
    const thread = threads.get(parts[0]) ?? [];
    threads.set(parts[0], thread);
    thread.push({ store, key: parts, bytes, step: Number(parts[parts.length - 1]) });
  }
  return [...threads.values()].map((thread) => {
    const before = Math.max(...thread.map(({ step }) => step)) + 1 - steps;
    return thread.map((row) => ({ ...row, step: row.step - before }));
  });
}

/**
 * Counts what threads that have each made one call take.
 *
 * @param {IDBDatabase} database
 * @param {number} steps of the call
 * @returns {Promise<Footprint>}
 */
export async function footprint(database, steps) {
  const threads = await growth(database, steps);
  const heads = (await rows(database, HEADS)).map(({ bytes }) => bytes);
  const tenth = Math.floor(steps / 10);
  const between = (/** @type {number} */ from, /** @type {number} */ to) =>
    weight(threads.flat().filter(({ step }) => step >= from && step < to).map(({ bytes }) => bytes)) / threads.length;
  return {
    steps: between(0, steps),
    firstTenth: between(0, tenth),
    lastTenth: between(steps - tenth, steps),
    before: between(-Infinity, 0),
    head: weight(heads) / heads.length,
  };
}

/** @param {Uint8Array[]} list */
function weight(list) {
  return list.reduce((sum, bytes) => sum + bytes.byteLength, 0);
}
