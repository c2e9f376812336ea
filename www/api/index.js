// Everything a program may import, whichever way the engine is loaded.

export { Annotation } from "./annotation.js";
export { Command, Overwrite, Send, isCommand } from "./command.js";
export { byId, value } from "./command_input.js";
export { CompiledStateGraph } from "./compiled.js";
export { GraphBubbleUp, GraphInterrupt, NodeInterrupt, isGraphBubbleUp, isGraphInterrupt } from "./control_flow.js";
export {
  AbortError, AmbiguousResumeError, EmptyInputError, EngineDeadError, GraphMismatchError, GraphRecursionError,
  GraphValidationError, GraphValueError, HaltError, InterruptConsumedError, InterruptExpiredError, InterruptPlacementError,
  InvalidUpdateError, MessageCoercionError, MissingThreadIdError, NoActiveTaskError, NodeThrewError,
  NonDeterministicInterruptError, NothingToResumeError, PendingInterruptError, StaleDecisionError, StateGraphInputError,
  StateSchemaError, TaskEndedError, ThreadBusyError, ThreadConflictError, UnknownInterruptError, UnreachableNodeError,
} from "./errors.js";
export { askAgain } from "./gate.js";
export { interrupt, isInterrupted } from "./interrupt.js";
export { MessagesAnnotation, MessagesValue, REMOVE_ALL_MESSAGES, RemoveMessage, addMessages, messagesStateReducer } from "./messages.js";
export { END, INTERRUPT, START } from "./names.js";
export { preload } from "./on_first_use.js";
export { IndexedDBSaver, LocalStorageSaver, MemorySaver } from "./savers.js";
export { StateGraph } from "./state_graph.js";
export { ReducedValue, StateSchema, UntrackedValue } from "./state_schema.js";
