// The error classes of the API: one per condition that a program may want to tell apart, and `haltError`, which finds
// the class for a code. What raises them lives elsewhere; nothing here knows of graphs or runs. What unwinds a node
// without being a failure is in control_flow.js.

/**
 * What may stand on an error beside its message.
 * @typedef {object} ErrorDetails
 * @property {string} [code] stable code; by default that of the class
 * @property {unknown} [cause] the error behind this one
 * @property {string} [thread] the thread it happened on
 * @property {string} [node] the node it happened in
 * @property {string} [path] JSON Pointer into the value that was refused
 * @property {{ by: { id: string, name?: string, method: string }, at: number, verb: string }} [decided] who had closed
 *   the question, when (ms since 1970) and how
 * @property {string[]} [interruptIds] the questions an answer has to choose from
 * @property {unknown} [thrown] what a node threw that was no Error
 */

/** Codes that LangGraph programs read from `lc_error_code` too: those which the table of S-ERR-72 gives to a class. */
const LC_CODES = new Set([
  "GRAPH_RECURSION_LIMIT", "INVALID_CONCURRENT_GRAPH_UPDATE", "INVALID_GRAPH_NODE_RETURN_VALUE", "UNKNOWN_NODE",
  "MISSING_CHECKPOINTER", "GRAPH_NAME_REQUIRED", "UNREACHABLE_NODE", "MULTIPLE_PENDING_INTERRUPTS", "UNKNOWN_INTERRUPT_ID",
  "INTERRUPT_CONSUMED", "INTERRUPT_EXPIRED", "NO_PENDING_INTERRUPT", "PENDING_INTERRUPT", "THREAD_CONFLICT", "THREAD_BUSY",
  "STALE_DECISION", "MISSING_THREAD_ID", "INTERRUPT_OUTSIDE_TASK", "INTERRUPT_PLACEMENT", "E_GRAPH_CHANGED", "TASK_ENDED",
  "ENGINE_DEAD", "NON_DETERMINISTIC_INTERRUPT", "MESSAGE_COERCION_FAILURE",
]);

/**
 * The root of all errors that Haltgraph raises itself. `code` is stable; the first line of `message` says what happened,
 * the rest what to do (S-ERR-70). For a code without a class of its own (`E_*`) this is the class.
 */
export class HaltError extends Error {
  /** The name that tests read instead of `instanceof` (S-ERR-71). */
  static unminifiable_name = "HaltError";
  /** Code of an error made without one. */
  static code = "HALT";

  /**
   * @param {string} message
   * @param {ErrorDetails} [details]
   */
  constructor(message, details = {}) {
    const { cause, code, ...rest } = details;
    super(message, cause === undefined ? undefined : { cause });
    Object.defineProperty(this, "name", { value: new.target.unminifiable_name, configurable: true, writable: true });
    /** @type {string} */
    this.code = code ?? new.target.code;
    if (LC_CODES.has(this.code)) {
      /** @type {string | undefined} */
      this.lc_error_code = this.code;
    }
    for (const [member, value] of Object.entries(rest)) {
      if (value !== undefined) Object.defineProperty(this, member, { value, enumerable: true, configurable: true, writable: true });
    }
  }

  /** Where the docs tell about this code: a path below the project's root. */
  get docs() {
    return `docs/errors.md#${this.code.toLowerCase()}`;
  }
}

/** The run took more supersteps than `recursionLimit` allows; the state up to then is saved (S-STP-74). */
export class GraphRecursionError extends HaltError {
  static unminifiable_name = "GraphRecursionError";
  static code = "GRAPH_RECURSION_LIMIT";
}

/** A write that its channel, or the shape of node results, does not admit (S-STA-16, S-STA-51). */
export class InvalidUpdateError extends HaltError {
  static unminifiable_name = "InvalidUpdateError";
  static code = "INVALID_UPDATE";
}

/** A call that this graph, as compiled, cannot answer: no checkpointer, no name. */
export class GraphValueError extends HaltError {
  static unminifiable_name = "GraphValueError";
  static code = "GRAPH_VALUE";
}

/** A graph that cannot be built or compiled as described (S-BLD-12, S-BLD-51). */
export class GraphValidationError extends HaltError {
  static unminifiable_name = "GraphValidationError";
  static code = "GRAPH_VALIDATION";
}

/** No edge, path map or `ends` leads to a node (S-BLD-51). */
export class UnreachableNodeError extends HaltError {
  static unminifiable_name = "UnreachableNodeError";
  static code = "UNREACHABLE_NODE";
}

/** `new StateGraph(...)` was not given a state schema (S-BLD-02). */
export class StateGraphInputError extends HaltError {
  static unminifiable_name = "StateGraphInputError";
  static code = "STATE_GRAPH_INPUT";
}

/** A value of state that its schema refuses; `path` says where (S-STA-55, S-STA-71). */
export class StateSchemaError extends HaltError {
  static unminifiable_name = "StateSchemaError";
  static code = "STATE_SCHEMA";
}

/** Something among messages that is none (S-STA-61). */
export class MessageCoercionError extends HaltError {
  static unminifiable_name = "MessageCoercionError";
  static code = "MESSAGE_COERCION_FAILURE";
}

/** Nothing to start from: no input on a fresh thread, or an empty Command (S-STA-45, S-INT-76). */
export class EmptyInputError extends HaltError {
  static unminifiable_name = "EmptyInputError";
  static code = "EMPTY_INPUT";
}

/** Several questions are open and the answer does not say which it is for (S-INT-53). */
export class AmbiguousResumeError extends HaltError {
  static unminifiable_name = "AmbiguousResumeError";
  static code = "MULTIPLE_PENDING_INTERRUPTS";
}

/** No such question on this thread (S-INT-54). */
export class UnknownInterruptError extends HaltError {
  static unminifiable_name = "UnknownInterruptError";
  static code = "UNKNOWN_INTERRUPT_ID";
}

/** The question was answered already; `decided` says by whom (S-HG-10). */
export class InterruptConsumedError extends HaltError {
  static unminifiable_name = "InterruptConsumedError";
  static code = "INTERRUPT_CONSUMED";
}

/** The question's deadline has passed (S-HG-20). */
export class InterruptExpiredError extends HaltError {
  static unminifiable_name = "InterruptExpiredError";
  static code = "INTERRUPT_EXPIRED";
}

/** An answer for a thread on which nothing is asked (S-INT-57). */
export class NothingToResumeError extends HaltError {
  static unminifiable_name = "NothingToResumeError";
  static code = "NO_PENDING_INTERRUPT";
}

/** New input for a thread whose question is still open (S-INT-61). */
export class PendingInterruptError extends HaltError {
  static unminifiable_name = "PendingInterruptError";
  static code = "PENDING_INTERRUPT";
}

/** The thread's head moved while this call worked on it (S-HG-01). */
export class ThreadConflictError extends HaltError {
  static unminifiable_name = "ThreadConflictError";
  static code = "THREAD_CONFLICT";
}

/** Another call runs this thread (S-HG-02), or the caller itself does (S-STP-85). */
export class ThreadBusyError extends HaltError {
  static unminifiable_name = "ThreadBusyError";
  static code = "THREAD_BUSY";
}

/** The decision was made on an older revision of its question (S-HG-12). */
export class StaleDecisionError extends HaltError {
  static unminifiable_name = "StaleDecisionError";
  static code = "STALE_DECISION";
}

/** A graph with a checkpointer was called without `configurable.thread_id` (S-INT-10). */
export class MissingThreadIdError extends HaltError {
  static unminifiable_name = "MissingThreadIdError";
  static code = "MISSING_THREAD_ID";
}

/** The global `interrupt()` was called where no task can be meant (S-INT-02, S-INT-08). */
export class NoActiveTaskError extends HaltError {
  static unminifiable_name = "NoActiveTaskError";
  static code = "INTERRUPT_OUTSIDE_TASK";
}

/** `interrupt()` inside a path function or a gate's `ask` (S-BLD-35, S-GATE-03). */
export class InterruptPlacementError extends HaltError {
  static unminifiable_name = "InterruptPlacementError";
  static code = "INTERRUPT_PLACEMENT";
}

/** The paused thread belongs to another version of the graph (S-BLD-62). */
export class GraphMismatchError extends HaltError {
  static unminifiable_name = "GraphMismatchError";
  static code = "E_GRAPH_CHANGED";
}

/** A runtime was used after its attempt had ended (S-RUN-04). */
export class TaskEndedError extends HaltError {
  static unminifiable_name = "TaskEndedError";
  static code = "TASK_ENDED";
}

/** The engine met a fault it cannot go on from; what is stored is valid (S-ERR-57). */
export class EngineDeadError extends HaltError {
  static unminifiable_name = "EngineDeadError";
  static code = "ENGINE_DEAD";
}

/** A node asked another question than the one its recorded answer belongs to (S-INT-06). */
export class NonDeterministicInterruptError extends HaltError {
  static unminifiable_name = "NonDeterministicInterruptError";
  static code = "NON_DETERMINISTIC_INTERRUPT";
}

/** The call was aborted by its signal, or its stream was left early (S-ERR-60). */
export class AbortError extends HaltError {
  static unminifiable_name = "AbortError";
  static code = "ABORT";
}

/** A node threw something that is no Error; `thrown` is that thing (S-ERR-56). */
export class NodeThrewError extends HaltError {
  static unminifiable_name = "NodeThrewError";
  static code = "NODE_THREW";

  /**
   * @param {unknown} thrown
   * @param {ErrorDetails} [details]
   */
  constructor(thrown, details = {}) {
    super("A node threw something that is not an Error\n\nThrow an Error; what was thrown is in `thrown`.", details);
    /** @type {unknown} */
    this.thrown = thrown;
  }
}

/**
 * @typedef {typeof HaltError & (new (message: string, details?: ErrorDetails) => HaltError)} HaltErrorClass
 */

/** Classes by code. A code that is missing here (`E_*`) is a plain `HaltError`. */
const BY_CODE = new Map(
  /** @type {HaltErrorClass[]} */ ([
    GraphRecursionError, InvalidUpdateError, GraphValueError, GraphValidationError, UnreachableNodeError,
    StateGraphInputError, EmptyInputError, AmbiguousResumeError, UnknownInterruptError, InterruptConsumedError,
    InterruptExpiredError, NothingToResumeError, PendingInterruptError, ThreadConflictError, ThreadBusyError,
    StaleDecisionError, MissingThreadIdError, NoActiveTaskError, InterruptPlacementError, GraphMismatchError, TaskEndedError,
    EngineDeadError, NonDeterministicInterruptError, AbortError, StateSchemaError, MessageCoercionError,
  ]).map((type) => [type.code, type]),
);
for (const code of ["INVALID_CONCURRENT_GRAPH_UPDATE", "INVALID_GRAPH_NODE_RETURN_VALUE", "UNKNOWN_NODE", "UNKNOWN_MESSAGE"]) {
  BY_CODE.set(code, InvalidUpdateError);
}
for (const code of ["MISSING_CHECKPOINTER", "GRAPH_NAME_REQUIRED"]) BY_CODE.set(code, GraphValueError);

/**
 * Makes the error for a code: an instance of the class that S-ERR-72 names for it, else a `HaltError`.
 * @param {string} code
 * @param {string} message
 * @param {ErrorDetails} [details]
 * @returns {HaltError}
 */
export function haltError(code, message, details) {
  const type = BY_CODE.get(code) ?? HaltError;
  return new type(message, { ...details, code });
}

/**
 * Whether a value is an Error, of this realm or another. Never throws: what is asked about was thrown by anybody.
 * @param {unknown} value
 * @returns {value is Error}
 */
export function isError(value) {
  try {
    return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
  } catch {
    return false;
  }
}

/**
 * Turns what came out of the engine into what the API throws. An Error is somebody's own and passes as it is (S-ERR-50);
 * the engine's plain `{ code, message, ...details }` becomes an instance of its class.
 * @param {unknown} thrown
 * @returns {Error}
 */
export function fromEngine(thrown) {
  if (isError(thrown)) return thrown;
  try {
    const { code, message, ...details } = /** @type {{ code?: unknown, message?: unknown }} */ (Object(thrown));
    if (typeof code === "string") return haltError(code, String(message), details);
  } catch {
    // A proxy or a getter of somebody's: not the engine's then.
  }
  return new NodeThrewError(thrown);
}
