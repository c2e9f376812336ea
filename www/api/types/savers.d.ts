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
  /** Deletes a thread but for its audit chain, which a thread of that id goes on with; it names payloads by digest only. */
  forget(thread: string): Promise<void>;
}

/** Keeps threads in memory, as long as the page lives. */
export declare class MemorySaver implements BaseSaver {
  readonly capabilities: Capabilities;
  deleteThread(thread: string): Promise<void>;
  forget(thread: string): Promise<void>;
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
  forget(thread: string): Promise<void>;
}

/**
 * Keeps small threads in localStorage, one text each: for one tab at a time, and not across a crash of the browser. The
 * tab that uses it first has it until it closes; every other is refused (E_STORE_BUSY). Savers of one name share one store.
 */
export declare class LocalStorageSaver implements BaseSaver {
  /** @param name 1 to 64 characters of `[A-Za-z0-9_.-]`; without one, the origin's nameless store */
  constructor(name?: string, options?: {
    /** Checkpoints kept per thread, `Infinity` for all that fit; 1 without it. */
    history?: number;
    /** In a browser without Web Locks, take it that no other tab uses the store. */
    assumeSingleTab?: boolean;
  });
  readonly name: string;
  readonly history: number;
  readonly assumeSingleTab: boolean;
  readonly capabilities: Capabilities;
  deleteThread(thread: string): Promise<void>;
  forget(thread: string): Promise<void>;
}

/** A checkpoint as LangGraph's savers hand it out. */
export interface CheckpointTuple {
  config: { configurable?: Record<string, any> };
  checkpoint: unknown;
  metadata?: unknown;
  parentConfig?: { configurable?: Record<string, any> };
  pendingWrites?: [taskId: string, channel: string, value: unknown][];
}

/**
 * A saver of your own, with LangGraph's interface. It promises less than those here: that a decision counts once holds
 * within one page (`onWarning` gets SAVER_WITHOUT_COMMIT). Beside each checkpoint it keeps pending writes named
 * `__haltgraph__` and `__haltgraph_row__`, from which the engine goes on after a reload: leave them alone.
 */
export interface CheckpointSaver {
  getTuple(config: any): Promise<CheckpointTuple | undefined>;
  list(config: any, options?: any): AsyncIterable<CheckpointTuple>;
  put(config: any, checkpoint: any, metadata: any, newVersions: any): Promise<unknown>;
  putWrites(config: any, writes: any, taskId: string): Promise<unknown>;
  /** Without it, threads cannot be deleted. */
  deleteThread?(threadId: string): Promise<unknown>;
}

/** What `compile({ checkpointer })` takes. `Handle` is IndexedDBSaver as a page sees it that has loaded indexeddb.js alone. */
export type Checkpointer = MemorySaver | IndexedDBSaver | LocalStorageSaver | Handle | CheckpointSaver;

export {};
