// The IndexedDB saver as programs hold it: a name, and the request that opens its database while the engine is still
// loading, and makes it where there is none. The engine takes the request over; what is stored, and how, is the engine's
// alone. What is made here is what the engine makes when it comes first: layout 1 (storage.md 3.2).

const STORES = ["meta", "threads", "checkpoints", "ids", "blobs", "writes", "memo", "questions", "decisions", "audit"];

/** Keeps threads in an IndexedDB database, across reloads and tabs. */
export class IndexedDBSaver {
  /** @param {string} [name] 1 to 64 characters of `[A-Za-z0-9_.-]`; without one, the origin's nameless store */
  constructor(name = "") {
    /** @readonly */
    this.name = name;
    /** @readonly @type {IDBOpenDBRequest | undefined} */
    this.request = /^[\w.-]{0,64}$/.test(name) ? open(name === "" ? "haltgraph" : `haltgraph:${name}`) : undefined;
    Object.freeze(this);
  }
}

/**
 * @param {string} database
 * @returns {IDBOpenDBRequest | undefined} nothing where IndexedDB is denied: the engine asks again, and says so
 */
function open(database) {
  try {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => make(request);
    // Until the engine takes over, nobody is kept from a newer version.
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
    };
    return request;
  } catch {
    return undefined;
  }
}

/**
 * All stores and the database's own row, or no database.
 * @param {IDBOpenDBRequest} request
 */
function make({ result, transaction }) {
  for (const store of STORES) result.createObjectStore(store);
  const incarnation = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const row = { created_at: Date.now(), created_by: "haltgraph 0.1.0", format: 1, incarnation, min_reader: 1, min_writer: 1, v: 1 };
  transaction?.objectStore("meta").put(new TextEncoder().encode(JSON.stringify(row)), "store");
}
