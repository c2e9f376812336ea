// The IndexedDB saver as programs hold it: a name, and the request that opens its database while the engine is still
// loading. The engine takes the request over; what is stored, and how, is the engine's alone.

/** Keeps threads in an IndexedDB database, across reloads and tabs. */
export class IndexedDBSaver {
  /** @param {string} [name] 1 to 64 characters of `[A-Za-z0-9_.-]`; without one, the origin's nameless store */
  constructor(name = "") {
    /** @readonly */
    this.name = name;
    /** @readonly @type {IDBOpenDBRequest | undefined} */
    this.request = open(name === "" ? "haltgraph" : `haltgraph:${name}`);
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
    // Only the engine makes a database: one that is not there stays so until the engine asks for it.
    request.onupgradeneeded = () => request.transaction?.abort();
    // Until the engine takes over, nobody is kept from a newer version.
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
    };
    return request;
  } catch {
    return undefined;
  }
}
