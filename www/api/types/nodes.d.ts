// Nodes and gates: the functions of a graph, what they get and what they may return.

import type { Actor, Edit, Json, Verb } from "../../dialects/index.js";
import type { Command, Send } from "./command.js";
import type { AnySchema } from "./schema.js";
import type { StateDefinition, StateType, UpdateType } from "./state.js";

/** When a question ends by itself. Give one of the two. */
export interface Expiry {
  /** A time: milliseconds since 1970, or a Date. */
  expiresAt?: number | Date;
  /** Milliseconds from when the question is recorded. */
  ttlMs?: number;
  /** The answer to go on with at the deadline. Without it the question is closed as `expired`. */
  onExpire?: { resume: unknown } | "fail";
}

export interface ExecutionInfo {
  checkpointId?: string;
  checkpointNs?: string;
  taskId?: string;
  threadId?: string;
  /** From 1. */
  nodeAttempt: number;
}

/** The answer that a task last got. */
export interface RecordedDecision {
  /** Of one verdict; `"mixed"` when several verdicts differ; absent when a program answered. */
  verb?: Verb | "mixed";
  reason?: string;
  edits?: Edit[];
  by: Actor;
  /** RFC 3339. */
  at: string;
}

/** What a path function gets as second argument. */
export interface PathRuntime {
  /** As given to the call; keys that start with `__pregel_` are left out. */
  readonly configurable: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>> | undefined;
  /** Fires when the call is aborted or a sibling failed. */
  readonly signal: AbortSignal;
  readonly executionInfo: ExecutionInfo;
}

/** What a gate's `ask` gets as second argument. */
export interface AskRuntime extends PathRuntime {
  /** The same at each re-run of the code after one answer, another after the next: hand it to servers that deduplicate. */
  readonly idempotencyKey: string;
  /** The same for one named effect. */
  readonly key: (name: string) => string;
}

/** What a node gets as second argument. Inert once the attempt has ended. */
export interface Runtime extends AskRuntime {
  /** Asks a person: gives the recorded answer, or leaves the node until there is one. Works after any number of awaits. */
  readonly interrupt: <Answer = any>(value: unknown, options?: Expiry) => Answer;
  /** Writes to the `custom` stream, at once. */
  readonly writer: (chunk: unknown) => void;
  /** Whether earlier answers are replayed to this attempt. */
  readonly isReplay: boolean;
  /** The last answer of this task, for a node that asks by throwing `NodeInterrupt`. */
  readonly resumeValue: unknown;
  /** The last answer used in this task. */
  readonly decision: RecordedDecision | undefined;
  /** The question which that answer closed. */
  readonly interruptId: string | undefined;
}

/** What a gate's `answer` gets as third argument. */
export interface GateRuntime extends Runtime {
  /** Earlier questions of this gate, asked anew by `askAgain`, and their answers. */
  readonly rounds: readonly { payload: Json; answer: Json }[];
}

export type MaybePromise<T> = T | Promise<T>;

/** What a node may return: an update, a Command, a list with a Command in it, a Send, or nothing. */
export type NodeResult<SD extends StateDefinition> =
  | UpdateType<SD>
  | Command
  | Send
  | readonly (UpdateType<SD> | Command | Send)[]
  | null
  | undefined
  | void;
export type NodeAction<SD extends StateDefinition, Input = StateType<SD>> = (state: Input, runtime: Runtime) => MaybePromise<NodeResult<SD>>;
/** A node: a function, or something that has one as `invoke`. */
export type NodeLike<SD extends StateDefinition, Input = StateType<SD>> =
  | NodeAction<SD, Input>
  | { invoke(state: Input, runtime: Runtime): MaybePromise<NodeResult<SD>> };

export interface NodeOptions<Input extends AnySchema = AnySchema> {
  /** The only keys of state that the node gets; keys that the state does not have are added. */
  input?: Input;
  /** Targets reachable in another way than by edges; for validation only. */
  ends?: readonly string[];
  /** How this node's questions are shown and answered. */
  dialect?: string;
}
export interface GateOptions extends NodeOptions, Expiry {}

/** The answer of a `halt` payload with one action, with choices, or with an input. */
export interface HaltAnswer {
  verb: Verb;
  /** Action id. */
  action?: string;
  /** With `edit`: the full arguments after the edit. */
  args?: any;
  edits?: Edit[];
  choice?: string;
  answer?: any;
  reason?: string;
  by: Actor;
  at: string;
  /** Digest of the payload that was shown. */
  digest: string;
}
/** The answer of a `halt` payload with a list of actions. */
export interface HaltAnswerList {
  items: Omit<HaltAnswer, "by" | "at" | "digest">[];
  by: Actor;
  at: string;
  digest: string;
}

/** The payload of a gate's question; `undefined` asks nothing. */
export type AskFunction<SD extends StateDefinition> = (state: StateType<SD>, runtime: AskRuntime) => unknown;
export type AnswerFunction<SD extends StateDefinition, Answer = HaltAnswer> = (
  state: StateType<SD>,
  answer: Answer,
  runtime: GateRuntime,
) => MaybePromise<NodeResult<SD> | AskAgain>;

export type PathFunction<SD extends StateDefinition, Target = any> = (
  state: StateType<SD>,
  runtime: PathRuntime,
) => MaybePromise<Target | Send | readonly (Target | Send)[]>;

declare class AskAgain {
  private constructor();
  readonly payload: unknown;
}
/** Returned by a gate's `answer`: asks anew, as another round of the same gate. */
export declare function askAgain(payload: unknown): AskAgain;

/**
 * Asks a person, in the synchronous part of a node: gives the recorded answer, or leaves the node until there is one.
 * After an `await` use `runtime.interrupt`.
 */
export declare function interrupt<Payload = unknown, Answer = any>(value: Payload, options?: Expiry): Answer;

/** A question as callers see it. */
export interface Interrupt<Value = any> {
  /** 32 hex digits. */
  id: string;
  value: Value;
}
export declare function isInterrupted<Value = any>(result: unknown): result is { __interrupt__: Interrupt<Value>[] };

export {};
