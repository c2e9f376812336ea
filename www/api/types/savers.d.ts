// Savers: where threads are kept.

import type { IndexedDBSaver as Handle } from "../../indexeddb.js";

/** What a saver says of itself. */
export interface Capabilities {
  /** What was reported saved survives the end of the tab. */
  readonly durable: boolean | "unknown";
  /** Several tabs may work on one thread. */
  readonly multi_tab: boolean;
  /** How far "a decision is used once" reaches. */
  readonly exactly_once: string;
  /** Checkpoints kept per thread. */
  readonly history: number | "unknown";
  /** A lost store is noticed. */
  readonly reset_detection: boolean;
  /** Bytes a thread may take; null: no limit of the saver's own. */
  readonly max_bytes: number | null;
}

export interface BaseSaver {
  readonly capabilities: Capabilities;
  /** Deletes a thread and all that belongs to it. */
  deleteThread(thread: string): Promise<void>;
}

/** Keeps threads in memory, as long as the page lives. */
export declare class MemorySaver implements BaseSaver {
  readonly capabilities: Capabilities;
  deleteThread(thread: string): Promise<void>;
}

/**
 * Keeps threads in the IndexedDB database of that name, across reloads and tabs. Savers of one name share one store. To
 * open the database while the engine loads, make it before that: the same class is in indexeddb.js.
 */
export declare class IndexedDBSaver implements BaseSaver {
  /** @param name 1 to 64 characters of `[A-Za-z0-9_.-]`; without one, the origin's nameless store */
  constructor(name?: string);
  readonly name: string;
  readonly request: IDBOpenDBRequest | undefined;
  readonly capabilities: Capabilities;
  deleteThread(thread: string): Promise<void>;
}

/** What `compile({ checkpointer })` takes. `Handle` is IndexedDBSaver as a page sees it that has loaded indexeddb.js alone. */
export type Checkpointer = MemorySaver | IndexedDBSaver | Handle;

export {};
