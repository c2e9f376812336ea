// What a call takes and what it gives: config, input, output, chunks.

import type { Command } from "./graph.js";
import type { Interrupt } from "./nodes.js";
import type { StateDefinition, StateType, UpdateType } from "./state.js";

export type StreamMode = "values" | "updates";

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
  durability?: "sync";
  tags?: string[];
  metadata?: Record<string, unknown>;
  runName?: string;
  runId?: string;
  callbacks?: unknown;
}

export type Input<SD extends StateDefinition> = UpdateType<SD> | Command | null;
export type Output<SD extends StateDefinition> = StateType<SD> & { __interrupt__?: Interrupt[] };

export interface StreamPayload<SD extends StateDefinition, N extends string> {
  values: Output<SD>;
  updates: { [K in N]?: UpdateType<SD> } & { __interrupt__?: Interrupt[]; __metadata__?: { cached: true } };
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
