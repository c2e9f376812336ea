// Errors: a class per condition, each with a stable `code`.

import type { Decided } from "./app.js";
import type { Interrupt } from "./nodes.js";

export interface ErrorDetails {
  code?: string;
  cause?: unknown;
  thread?: string;
  node?: string;
  path?: string;
  decided?: Decided;
  interruptIds?: string[];
}

/** The root of Haltgraph's errors. The first line of the message says what happened, the rest what to do. */
export declare class HaltError extends Error {
  static readonly unminifiable_name: string;
  constructor(message: string, details?: ErrorDetails);
  /** Stable. */
  readonly code: string;
  /** The same word, where LangGraph programs read it. */
  readonly lc_error_code?: string;
  readonly thread?: string;
  readonly node?: string;
  /** JSON Pointer into the value that was refused. */
  readonly path?: string;
  readonly decided?: Decided;
  /** The page of the docs. */
  readonly docs: string;
}
export declare class GraphRecursionError extends HaltError {}
export declare class InvalidUpdateError extends HaltError {}
export declare class GraphValueError extends HaltError {}
export declare class GraphValidationError extends HaltError {}
export declare class UnreachableNodeError extends HaltError {}
export declare class StateGraphInputError extends HaltError {}
export declare class EmptyInputError extends HaltError {}
export declare class AmbiguousResumeError extends HaltError {
  readonly interruptIds: string[];
}
export declare class UnknownInterruptError extends HaltError {}
export declare class InterruptConsumedError extends HaltError {}
export declare class InterruptExpiredError extends HaltError {}
export declare class NothingToResumeError extends HaltError {}
export declare class PendingInterruptError extends HaltError {}
export declare class ThreadConflictError extends HaltError {}
export declare class ThreadBusyError extends HaltError {}
export declare class StaleDecisionError extends HaltError {}
export declare class MissingThreadIdError extends HaltError {}
export declare class NoActiveTaskError extends HaltError {}
export declare class InterruptPlacementError extends HaltError {}
export declare class GraphMismatchError extends HaltError {}
export declare class TaskEndedError extends HaltError {}
export declare class EngineDeadError extends HaltError {}
export declare class NonDeterministicInterruptError extends HaltError {}
export declare class StateSchemaError extends HaltError {}
export declare class MessageCoercionError extends HaltError {}
export declare class AbortError extends HaltError {}
export declare class NodeThrewError extends HaltError {
  constructor(thrown: unknown, details?: ErrorDetails);
  readonly thrown: unknown;
}
export declare class GraphBubbleUp extends HaltError {
  readonly is_bubble_up: true;
}
export declare class GraphInterrupt extends GraphBubbleUp {
  constructor(interrupts?: Interrupt[], details?: ErrorDetails);
  readonly interrupts: Interrupt[];
}
/**
 * Thrown by a node to pause it; its answer is `runtime.resumeValue` when the node runs again.
 * @deprecated use `interrupt`
 */
export declare class NodeInterrupt extends GraphInterrupt {
  constructor(value: unknown);
}
export declare function isGraphInterrupt(error: unknown): error is GraphInterrupt;
export declare function isGraphBubbleUp(error: unknown): error is GraphBubbleUp;

export {};
