// What a call takes and what it gives: config, input, output, chunks.

import type { Command } from "./command.js";
import type { Interrupt } from "./nodes.js";
import type { IsRoot, StateDefinition, StateType, UpdateType } from "./state.js";

export type StreamMode = "values" | "updates" | "custom";

export interface Config {
  configurable?: { thread_id?: string; checkpoint_id?: string; checkpoint_ns?: string; [key: string]: unknown };
  /** Read-only for nodes. */
  context?: Record<string, unknown>;
  /** Supersteps a call may take, START counted. Default 25. */
  recursionLimit?: number;
  signal?: AbortSignal;
  /** New input on a paused thread. Default `"error"` at a gate, `"discard"` at `interrupt()`. */
  onPending?: "error" | "discard";
  /** Another call runs the thread. Default `"error"`. */
  onBusy?: "error" | "wait";
  /** Tasks of a superstep that run at once. Default: all. */
  maxConcurrency?: number;
  /** `"sync"` (default): a superstep is stored before the next one runs a node; `"async"`: beside it. */
  durability?: "sync" | "async";
  /** The older word for `durability: "async"`. */
  checkpointDuring?: true;
  /** Instead of what was compiled; `[]` turns it off. */
  interruptBefore?: "*" | readonly string[];
  interruptAfter?: "*" | readonly string[];
  /** The only keys of the input to use; one name: the input is its value. */
  inputKeys?: string | readonly string[];
  /** The only keys of results and chunks; one name: its bare value. */
  outputKeys?: string | readonly string[];
  /** A Command without an answer, on a paused thread, leaves its questions open. */
  keepPending?: boolean;
  /** Data that is stored with each checkpoint of the call. */
  metadata?: Record<string, unknown>;
  tags?: string[];
  runName?: string;
  runId?: string;
  callbacks?: unknown;
}

export type Input<SD extends StateDefinition> = UpdateType<SD> | Command | null;
/** Of a bare value that waits, `{ __root__, __interrupt__ }`. */
export type Output<SD extends StateDefinition> = IsRoot<SD> extends true
  ? StateType<SD> | { __root__: StateType<SD>; __interrupt__: Interrupt[] }
  : StateType<SD> & { __interrupt__?: Interrupt[] };

export interface StreamPayload<SD extends StateDefinition, N extends string> {
  values: Output<SD>;
  updates: { [K in N]?: UpdateType<SD> } & { __interrupt__?: Interrupt[]; __metadata__?: { cached: true } };
  custom: any;
}
/** What a stream yields: the payload of one mode, or `[mode, payload]` when modes were given as a list. */
export type StreamChunk<SD extends StateDefinition, N extends string, M> = M extends StreamMode
  ? StreamPayload<SD, N>[M]
  : M extends readonly (infer E extends StreamMode)[]
    ? { [K in E]: [K, StreamPayload<SD, N>[K]] }[E]
    : never;

/** Chunks of a run, in order. Leaving the loop aborts the run. */
export interface RunStream<Chunk> extends ReadableStream<Chunk> {
  next(): Promise<IteratorResult<Chunk, undefined>>;
  return(): Promise<IteratorResult<Chunk, undefined>>;
}

export {};
