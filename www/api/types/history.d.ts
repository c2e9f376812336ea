// Looking back, and editing: `getStateHistory`, `updateState`, `bulkUpdateState`.

import type { Config } from "./calls.js";

export interface HistoryOptions {
  /** Snapshots at most, of those that `filter` leaves. */
  limit?: number;
  /** The config of a checkpoint: older ones only. */
  before?: Config;
  /** Members of the metadata that must be these. */
  filter?: Record<string, unknown>;
}

/** What is written, and which node is said to have written it. */
export interface StateUpdate<Values = unknown> {
  /** As a node would return it; null: nothing. */
  values?: Values;
  /** A node; `END` clears what is pending, `"__input__"` writes as new input, `"__copy__"` copies the checkpoint. */
  asNode?: string;
}
/** One superstep: its updates are applied together. */
export interface BulkUpdate<Values = unknown> {
  updates: readonly StateUpdate<Values>[];
}

export {};
