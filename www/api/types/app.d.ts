// A compiled graph: running it, looking at its threads, answering its questions.

import type { Actor, Context, Decision, Json, Ref, Verdict } from "../../dialects/index.js";
import type { Config, Input, Output, RunStream, StreamChunk, StreamMode } from "./calls.js";
import type { Command } from "./command.js";
import type { DrawableGraph } from "./draw.js";
import type { StateGraph } from "./graph.js";
import type { BulkUpdate, HistoryOptions } from "./history.js";
import type { Interrupt } from "./nodes.js";
import type { BaseSaver } from "./savers.js";
import type { Channel, IsRoot, StateDefinition, StateType, UpdateType } from "./state.js";

export interface SnapshotInterrupt extends Interrupt {
  node: string;
  task_id: string;
  checkpoint_ns: string;
  index: number;
  revision: number;
  created_at: number;
  expires_at?: number;
  payload_digest: string;
  expired?: true;
  answered?: true;
  claimed?: true;
}

export interface SnapshotTask {
  id: string;
  name: string;
  path: (string | number)[];
  interrupts: SnapshotInterrupt[];
  error?: { name: string; message: string };
  /** What a finished task wrote, by key; several writes to one key as `{ $writes: [...] }`. */
  result?: Record<string, unknown>;
}

export interface StateSnapshot<SD extends StateDefinition> {
  values: IsRoot<SD> extends true ? StateType<SD> | null : Partial<StateType<SD>>;
  /** Nodes with no writes yet. */
  next: string[];
  config: Config;
  metadata?: { source: "input" | "loop" | "update" | "fork"; step: number; parents: Record<string, string>; thread_id: string; [key: string]: unknown };
  /** ISO 8601. */
  createdAt?: string;
  parentConfig?: Config;
  tasks: SnapshotTask[];
}

/** Who closed a question, when (ms since 1970) and how. */
export interface Decided {
  by: Actor;
  at: number;
  verb: string;
}

/** A question that waits for a person. */
export interface Pending {
  readonly ref: Ref;
  readonly thread: string;
  readonly node: string;
  readonly interrupt: string;
  readonly revision: number;
  readonly payload: Json;
  /** What `toFormModel` wants beside the payload. */
  readonly ctx: Context;
  /** Milliseconds since 1970, as `expires_at`. */
  readonly created_at: number;
  readonly expires_at?: number;
  readonly seen: boolean;
  /** Answered by a page that died before the result: `app.continue(ref)` goes on. */
  readonly claimed?: boolean;
  readonly decided?: Decided;
}

export type ThreadStatus = "idle" | "running" | "interrupted" | "done" | "failed" | "quarantined" | "importing";
export interface Thread {
  readonly thread: string;
  readonly status: ThreadStatus;
  readonly graph: string;
  readonly step: number;
  /** Open questions. */
  readonly waiting: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly error?: { code: string; name: string; message: string };
}

export interface Receipt<SD extends StateDefinition> {
  readonly outcome: "resumed" | "duplicate";
  readonly receiptId: string;
  /** What `invoke` would have given. A rejection that nobody listens to is the `failed` event, not an unhandled one. */
  readonly done: Promise<Output<SD>>;
}

export type GraphEventType = "pending" | "decided" | "expired" | "cancelled" | "superseded" | "finished" | "failed" | "progress" | "storage";
export interface GraphEvent {
  readonly type: GraphEventType;
  readonly thread: string;
  /** Where it is about one question. */
  readonly ref?: Ref;
  readonly by?: Actor;
  /** When it was closed, ms since 1970. */
  readonly at?: number;
  /** How: a verb, `mixed`, `command`, or the word of its record. */
  readonly verb?: string;
  readonly error?: Error;
}

/** A node outside of any run. */
export interface NodeHandle {
  readonly name: string;
  /** Calls the node's function, a gate's `ask`; gives what it returns. */
  invoke(input: any, config?: Config): Promise<any>;
}

export declare class CompiledStateGraph<
  SD extends StateDefinition,
  N extends string = string,
  ID extends StateDefinition = SD,
  OD extends StateDefinition = SD,
> {
  private constructor();
  readonly name: string;
  readonly checkpointer: BaseSaver | undefined;
  readonly builder: StateGraph<SD, N, ID, OD>;
  readonly nodes: Record<N, NodeHandle>;
  readonly channels: { [K in keyof SD]: Channel<any, any> };
  /** The same graph with other defaults for its calls. */
  withConfig(config: Config): CompiledStateGraph<SD, N, ID, OD>;
  /** Runs to the end, or to a question: then `__interrupt__` lists what is asked. */
  invoke(input: Input<ID>, config?: Config & { streamMode?: "values" }): Promise<Output<OD>>;
  /** With another stream mode: the list of chunks. */
  invoke<const M extends StreamMode | readonly StreamMode[]>(
    input: Input<ID>,
    config: Config & { streamMode: M },
  ): Promise<StreamChunk<SD, N, M>[]>;
  stream<const M extends StreamMode | readonly StreamMode[] = "updates">(
    input: Input<ID>,
    config?: Config & { streamMode?: M },
  ): Promise<RunStream<StreamChunk<SD, N, M>>>;
  /** Runs several inputs at once, with one config for all or one for each. */
  batch(inputs: readonly Input<ID>[], config?: Config | readonly (Config | undefined)[]): Promise<Output<OD>[]>;
  isInterrupted<Value = any>(result: unknown): result is { __interrupt__: Interrupt<Value>[] };
  getState(config: Config): Promise<StateSnapshot<SD>>;
  /** Snapshots of the thread's checkpoints, newest first. */
  getStateHistory(config: Config, options?: HistoryOptions): AsyncGenerator<StateSnapshot<SD>, void, undefined>;
  /** Writes to the state as if a node had. Gives the config of the new checkpoint. */
  updateState(config: Config, values: UpdateType<SD> | Command | readonly unknown[] | null | undefined, asNode?: string): Promise<Config>;
  bulkUpdateState(config: Config, supersteps: readonly BulkUpdate[]): Promise<Config>;
  /** The graph as nodes and edges, to draw. */
  getGraph(options?: { xray?: boolean | number }): DrawableGraph;
  getGraphAsync(options?: { xray?: boolean | number }): Promise<DrawableGraph>;
  /** Open questions of all threads, oldest first; complete after a reload. */
  pending(filter?: { thread?: string; node?: string }): Promise<Pending[]>;
  /** Answers a question. Resolves when the claim is durable; the run's outcome is `receipt.done`. */
  resume(ref: Ref, decision: Decision | Verdict): Promise<Receipt<OD>>;
  /** Goes on with a decision whose page died, or with a task that failed. `takeOver`: even if its holder seems alive. */
  continue(refOrThread: Ref | string, options?: { takeOver?: boolean }): Promise<Receipt<OD>>;
  /** Ends a thread's run: its open questions are closed as `cancelled`. */
  cancel(refOrThread: Ref | string, options?: { reason?: string }): Promise<void>;
  /** Tells what becomes of questions and runs, also in other tabs. Returns the function that ends it. */
  subscribe(
    listener: (event: GraphEvent) => void,
    filter?: { thread?: string; type?: GraphEventType | readonly GraphEventType[] },
  ): () => void;
  threads(filter?: { status?: ThreadStatus | readonly ThreadStatus[]; graph?: string }): Promise<Thread[]>;
  /** Opens the store, applies deadlines and starts to follow other tabs. `subscribe` does it by itself. */
  attach(): Promise<void>;
}

export {};
