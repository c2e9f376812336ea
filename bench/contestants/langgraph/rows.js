// The rows of LangGraph.js's saver: what is in them, and how several are found at once. Knows nothing of LangGraph.js.

/** What the serializer made: how it is to be read, and that. @typedef {[type: string, bytes: Uint8Array]} Typed */

/**
 * @typedef {object} CheckpointRow
 * @property {string} thread
 * @property {string} namespace
 * @property {string} id
 * @property {string | undefined} parent
 * @property {Typed} checkpoint without the values of its channels
 * @property {Record<string, string>} places by channel: the checkpoint with which its value was stored
 * @property {Typed} metadata
 */

/**
 * @typedef {object} ValueRow
 * @property {string} checkpoint which was the first to have this value
 * @property {string} channel
 * @property {Typed} value
 */

/**
 * @typedef {object} WriteRow
 * @property {string} checkpoint whose write it is
 * @property {string} task
 * @property {number} index
 * @property {string} path
 * @property {string} channel
 * @property {Typed} value
 */

export const CHECKPOINTS = "checkpoints";
export const VALUES = "values";
export const WRITES = "writes";

export const STORES = [CHECKPOINTS, VALUES, WRITES];

/** What belongs to a checkpoint. @typedef {{ row: CheckpointRow, values: ValueRow[], writes: WriteRow[] }} Rows */

/**
 * All keys that begin with these parts: an empty array sorts after every string.
 *
 * @param {string[]} parts
 */
export const within = (...parts) => IDBKeyRange.bound(parts, [...parts, []]);

/**
 * @param {IDBTransaction} transaction
 * @param {string[]} names
 */
export const storesOf = (transaction, names) => names.map((name) => transaction.objectStore(name));

/**
 * Rows by the checkpoint that they belong to.
 *
 * @template {{ checkpoint: string }} Row
 * @param {Row[]} rows
 */
export function grouped(rows) {
  /** @type {Map<string, Row[]>} */
  const groups = new Map();
  for (const row of rows) {
    const group = groups.get(row.checkpoint);
    if (group === undefined) groups.set(row.checkpoint, [row]);
    else group.push(row);
  }
  return groups;
}

/**
 * @param {IDBObjectStore} store
 * @param {IDBKeyRange | undefined} keys
 * @param {number} most
 * @returns {Promise<CheckpointRow[]>}
 */
export function newest(store, keys, most) {
  return new Promise((resolve, reject) => {
    /** @type {CheckpointRow[]} */
    const rows = [];
    const request = store.openCursor(keys, "prev");
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor !== null) rows.push(cursor.value);
      if (cursor === null || rows.length >= most) resolve(rows);
      else cursor.continue();
    };
  });
}
