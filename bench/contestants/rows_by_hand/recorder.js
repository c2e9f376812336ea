// Records what others do to IndexedDB: each transaction, and what it put, added and deleted. Knows nothing of who does it.

/**
 * A change of one row.
 *
 * @typedef {object} Change
 * @property {"put" | "add" | "delete"} kind
 * @property {string} store
 * @property {unknown[]} values the arguments as they were given
 */

/**
 * A transaction that changed something.
 *
 * @typedef {object} Written
 * @property {readonly string[]} stores
 * @property {IDBTransactionDurability} durability
 * @property {Change[]} changes
 */

const KINDS = /** @type {const} */ (["put", "add", "delete"]);

/** Watches the page's transactions from its making until `end`. */
export class Recorder {
  /** @type {Map<IDBTransaction, Written>} */
  #all = new Map();
  /** @type {(() => void)[]} */
  #undo = [];

  constructor() {
    for (const kind of KINDS) this.#watch(kind);
  }

  /** @param {Change["kind"]} kind */
  #watch(kind) {
    const all = this.#all;
    const prototype = /** @type {Record<string, Function>} */ (/** @type {unknown} */ (IDBObjectStore.prototype));
    const original = prototype[kind];
    if (original === undefined) return;
    prototype[kind] = function (/** @type {unknown[]} */ ...values) {
      const store = /** @type {IDBObjectStore} */ (/** @type {unknown} */ (this));
      const { transaction } = store;
      const written = all.get(transaction)
        ?? { stores: [...transaction.objectStoreNames], durability: transaction.durability, changes: [] };
      all.set(transaction, written);
      written.changes.push({ kind, store: store.name, values });
      return original.apply(this, values);
    };
    this.#undo.push(() => void (prototype[kind] = original));
  }

  /** Takes what was written since the last time, in order. */
  take() {
    const taken = [...this.#all.values()];
    this.#all.clear();
    return taken;
  }

  end() {
    this.#undo.forEach((undo) => undo());
  }
}
