// Savers: where threads are kept.

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

export {};
