// Everything a program may import, whichever way the engine is loaded.

export { Annotation } from "./annotation.js";
export { Command, byId, isCommand, value } from "./command.js";
export { CompiledStateGraph } from "./compiled.js";
export { GraphBubbleUp, GraphInterrupt, isGraphBubbleUp, isGraphInterrupt } from "./control_flow.js";
export {
  AbortError, AmbiguousResumeError, EmptyInputError, EngineDeadError, GraphMismatchError, GraphRecursionError,
  GraphValidationError, GraphValueError, HaltError, InterruptConsumedError, InterruptExpiredError, InterruptPlacementError,
  InvalidUpdateError, MissingThreadIdError, NoActiveTaskError, NodeThrewError, NonDeterministicInterruptError,
  NothingToResumeError, PendingInterruptError, StaleDecisionError, StateGraphInputError, TaskEndedError, ThreadBusyError,
  ThreadConflictError, UnknownInterruptError, UnreachableNodeError,
} from "./errors.js";
export { askAgain } from "./gate.js";
export { interrupt, isInterrupted } from "./interrupt.js";
export { END, INTERRUPT, START } from "./names.js";
export { IndexedDBSaver, MemorySaver } from "./savers.js";
export { StateGraph } from "./state_graph.js";
