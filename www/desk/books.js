// Books in an IndexedDB database: opened when first used, read and written in whole transactions, and a word to every tab
// after each change. What stands in them is the owner's.

/**
 * An object store whose requests are promises. Await nothing else between them: the transaction would end.
 * @typedef {object} Store
 * @property {(key: IDBValidKey) => Promise<any>} get
 * @property {() => Promise<any[]>} getAll
 * @property {(value: unknown) => Promise<any>} add gives the key
 * @property {(value: unknown, key?: IDBValidKey) => Promise<any>} put
 * @property {(key: IDBValidKey) => Promise<void>} delete
 * @property {() => Promise<void>} clear
 */

export class Books {
  #name;
  #create;
  /** @type {Promise<IDBDatabase> | undefined} */
  #opening;
  /** @type {BroadcastChannel | undefined} */
  #channel;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /**
   * @param {string} name of the database
   * @param {(db: IDBDatabase) => void} create makes its stores, once
   */
  constructor(name, create) {
    this.#name = name;
    this.#create = create;
  }

  /**
   * Runs one transaction. What is written is on the disk when the promise resolves; a body that throws leaves nothing.
   * @template T
   * @param {readonly string[]} names of the stores
   * @param {"readonly" | "readwrite"} mode
   * @param {(stores: Record<string, Store>) => Promise<T>} body
   * @returns {Promise<T>}
   */
  async run(names, mode, body) {
    const transaction = (await this.#database()).transaction(names, mode, { durability: "strict" });
    const ended = completion(transaction);
    const stores = Object.fromEntries(names.map((name) => [name, storeOf(transaction.objectStore(name))]));
    const result = await body(stores).catch((error) => {
      ended.catch(() => undefined);
      abort(transaction);
      throw error;
    });
    await ended;
    if (mode === "readwrite") this.#tell();
    return result;
  }

  /**
   * Tells of each change, in this tab or another. Returns what ends it.
   * @param {() => void} listener
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    this.#openChannel();
    return () => void this.#listeners.delete(listener);
  }

  #tell() {
    this.#openChannel()?.postMessage("changed");
    this.#hear();
  }

  #hear() {
    this.#listeners.forEach((listener) => listener());
  }

  #openChannel() {
    if (!this.#channel && typeof BroadcastChannel === "function") {
      this.#channel = new BroadcastChannel(this.#name);
      this.#channel.onmessage = () => this.#hear();
    }
    return this.#channel;
  }

  #database() {
    this.#opening ??= this.#open().catch((error) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  /** @returns {Promise<IDBDatabase>} */
  async #open() {
    const opening = indexedDB.open(this.#name, 1);
    opening.onupgradeneeded = () => this.#create(opening.result);
    const db = await settled(opening);
    const forget = () => {
      db.close();
      this.#opening = undefined;
    };
    db.onversionchange = forget;
    db.onclose = forget;
    return db;
  }
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>}
 */
function completion(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("the transaction was aborted", "AbortError"));
  });
}

/** @param {IDBTransaction} transaction */
function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // A request that failed has aborted it already.
  }
}

/**
 * @param {IDBObjectStore} store
 * @returns {Store}
 */
const storeOf = (store) => ({
  get: (key) => settled(store.get(key)),
  getAll: () => settled(store.getAll()),
  add: (value) => settled(store.add(value)),
  put: (value, key) => settled(store.put(value, key)),
  delete: (key) => settled(store.delete(key)),
  clear: () => settled(store.clear()),
});
