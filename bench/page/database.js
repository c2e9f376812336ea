// IndexedDB as promises, and what is in a database. For contestants that are written by hand, and to count what any stored.

/** @import { Stored } from "../workloads/index.js" */

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
 * Resolves when the transaction is complete.
 *
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>}
 */
export function completed(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

/**
 * Opens a database. One that is not there is made.
 *
 * @param {string} name
 * @param {(database: IDBDatabase) => void} [make] makes its stores
 */
export function open(name, make) {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => make?.(request.result);
  return result(request);
}

/** @param {string} name */
export async function remove(name) {
  await result(indexedDB.deleteDatabase(name));
}

/**
 * Counts what calls left in a database, per call.
 *
 * @param {string} name
 * @param {number} calls
 * @param {readonly string[]} besides stores whose rows do not grow with what a call does, such as heads of threads
 * @returns {Promise<Stored>}
 */
export async function stored(name, calls, besides = []) {
  const database = await open(name);
  try {
    const stores = await Promise.all([...database.objectStoreNames].map(async (store) =>
      ({ store, bytes: weight(await result(database.transaction(store).objectStore(store).getAll())) })));
    const sum = (/** @type {boolean} */ apart) =>
      stores.filter(({ store }) => besides.includes(store) === apart).reduce((total, { bytes }) => total + bytes, 0) / calls;
    return { growing: sum(false), besides: sum(true) };
  } finally {
    database.close();
  }
}

const encoder = new TextEncoder();

/**
 * Bytes of a value as its contestant would write it: binary as it is, text as UTF-8, anything else as JSON.
 *
 * @param {unknown} value
 * @returns {number}
 */
export function weight(value) {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength;
  if (typeof value === "string") return encoder.encode(value).byteLength;
  if (Array.isArray(value)) return value.reduce((sum, item) => sum + weight(item), 0);
  if (value === null || typeof value !== "object") return encoder.encode(JSON.stringify(value) ?? "").byteLength;
  return Object.entries(value).reduce((sum, [key, item]) => sum + weight(key) + 4 + weight(item), 0);
}
