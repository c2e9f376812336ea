// What a test does to the browser's IndexedDB behind the saver's back: raw rows, counted and broken requests, other
// connections. Everything that is patched is put back by the function that the patch returns.

/** @param {string} name @param {number} [version] @param {(db: IDBDatabase) => void} [upgrade] */
export function rawOpen(name, version, upgrade) {
  return settled(Object.assign(indexedDB.open(name, version), {
    /** @this {IDBOpenDBRequest} */
    onupgradeneeded() {
      upgrade?.(this.result);
    },
  }));
}

/** @param {string} name */
export function rawDelete(name) {
  return settled(indexedDB.deleteDatabase(name));
}

/**
 * A request that would make a database and has just been stopped, before it says so.
 * @param {string} name
 * @returns {Promise<IDBOpenDBRequest>}
 */
export function stoppedOpen(name) {
  return new Promise((resolve) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.transaction?.abort();
      resolve(request);
    };
  });
}

/** Lets no database say that it is open until the returned function is called. @returns {() => void} */
export function holdOpens() {
  /** @type {() => void} */
  let release = () => {};
  const released = new Promise((resolve) => (release = () => resolve(undefined)));
  /** @type {IDBRequest[]} */
  const kept = [];
  const found = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(IDBRequest.prototype, "onsuccess"));
  Object.defineProperty(IDBRequest.prototype, "onsuccess", {
    ...found,
    set(handler) {
      const held = this instanceof IDBOpenDBRequest && handler;
      // A connection that nobody refers to would be closed as garbage.
      if (held) kept.push(this);
      found.set?.call(this, held ? (/** @type {Event} */ event) => released.then(() => handler.call(this, event)) : handler);
    },
  });
  return () => {
    Object.defineProperty(IDBRequest.prototype, "onsuccess", found);
    release();
    setTimeout(() => kept.splice(0), 60_000);
  };
}

/** A delete that nobody waits for. @param {string} name */
export function startDelete(name) {
  indexedDB.deleteDatabase(name);
}

/** Every row of a database, as one text. @param {string} name */
export async function rawDump(name) {
  const db = await rawOpen(name);
  /** @type {string[]} */
  const lines = [];
  for (const store of [...db.objectStoreNames]) {
    const tx = db.transaction(store);
    const keys = await settled(tx.objectStore(store).getAllKeys());
    const rows = await settled(tx.objectStore(store).getAll());
    keys.forEach((key, index) => lines.push(`${store} ${JSON.stringify(key)} ${new TextDecoder().decode(rows[index])}`));
  }
  db.close();
  return lines.join("\n");
}

/** @param {string} name @param {string} store @param {string} key as JSON @param {string} text */
export async function rawPut(name, store, key, text) {
  const db = await rawOpen(name);
  const tx = db.transaction(store, "readwrite");
  tx.objectStore(store).put(new TextEncoder().encode(text), JSON.parse(key));
  await new Promise((resolve) => (tx.oncomplete = resolve));
  db.close();
}

/** A database at another version, holding a store row and nothing else. @param {string} name @param {string} row */
export async function rawNewer(name, row) {
  const db = await rawOpen(name, 7, (made) => {
    made.createObjectStore("meta").put(new TextEncoder().encode(row), "store");
  });
  db.close();
}

/**
 * Notes each transaction as `mode durability stores`, and each request as `store.method`.
 * @param {string[]} notes
 * @returns {() => void}
 */
export function spy(notes) {
  const ends = [
    patch(IDBDatabase.prototype, "transaction", (original) => function (stores, mode, options) {
      const tx = Reflect.apply(original, this, [stores, mode, options]);
      notes.push(`${tx.mode} ${options?.durability ?? "-"} ${[stores].flat()}`);
      return tx;
    }),
    ...METHODS.map((method) => patch(IDBObjectStore.prototype, method, (original) => function (...given) {
      notes.push(`${this.name}.${method}`);
      return Reflect.apply(original, this, given);
    })),
  ];
  return () => ends.forEach((end) => end());
}

const METHODS = /** @type {const} */ (["get", "getKey", "getAll", "getAllKeys", "put", "add", "delete"]);

/**
 * Breaks the `n`-th request of readwrite transactions: it throws, or its transaction is aborted behind it.
 * @param {number} n
 * @param {"throw" | "abort"} how
 * @returns {() => boolean} puts everything back, and says whether a request was broken
 */
export function breakRequest(n, how) {
  let left = n;
  const ends = METHODS.map((method) => patch(IDBObjectStore.prototype, method, (original) => function (...given) {
    const hit = this.transaction.mode === "readwrite" && left-- === 0;
    if (hit && how === "throw") throw new DOMException("broken by the test", "DataError");
    const request = Reflect.apply(original, this, given);
    if (hit) this.transaction.abort();
    return request;
  }));
  return () => {
    ends.forEach((end) => end());
    return left < 0;
  };
}

/**
 * Lets no transaction say that it is complete or aborted, and no request that it succeeded.
 * @param {"end" | "everything"} what
 * @returns {() => void}
 */
export function silence(what) {
  const ends = [mute(IDBTransaction.prototype, "oncomplete"), mute(IDBTransaction.prototype, "onabort")];
  if (what === "everything") ends.push(mute(IDBRequest.prototype, "onsuccess"));
  return () => ends.forEach((end) => end());
}

/** @param {object} prototype @param {string} handler */
function mute(prototype, handler) {
  const found = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(prototype, handler));
  Object.defineProperty(prototype, handler, { ...found, set() {} });
  return () => Object.defineProperty(prototype, handler, found);
}

/** Makes the origin's IndexedDB one that is denied. @param {"throws" | "missing"} how @returns {() => void} */
export function deny(how) {
  const found = Object.getOwnPropertyDescriptor(globalThis, "indexedDB");
  const open = () => {
    throw new DOMException("denied by the test", "SecurityError");
  };
  Object.defineProperty(globalThis, "indexedDB", { configurable: true, value: how === "throws" ? { open } : undefined });
  return () => {
    if (found) Object.defineProperty(globalThis, "indexedDB", found);
    else Reflect.deleteProperty(globalThis, "indexedDB");
  };
}

/** Takes a property of the navigator away. @param {string} name @returns {() => void} */
export function withoutNavigator(name) {
  Object.defineProperty(navigator, name, { configurable: true, value: undefined });
  return () => Reflect.deleteProperty(navigator, name);
}

/**
 * @param {any} owner
 * @param {string} name
 * @param {(original: Function) => (this: any, ...given: any[]) => unknown} wrap
 */
function patch(owner, name, wrap) {
  const original = owner[name];
  owner[name] = wrap(original);
  return () => {
    owner[name] = original;
  };
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
