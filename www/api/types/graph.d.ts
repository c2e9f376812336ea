// Building a graph.

import type { Actor, Binding } from "../../dialects/index.js";
import type { CompiledStateGraph } from "./app.js";
import type { AnswerFunction, AskFunction, GateOptions, HaltAnswer, MaybePromise, NodeAction, NodeOptions, PathFunction } from "./nodes.js";
import type { Checkpointer } from "./savers.js";
import type { AnnotationRoot, StateDefinition } from "./state.js";

export declare const START: "__start__";
export declare const END: "__end__";
export declare const INTERRUPT: "__interrupt__";

export interface Warning {
  code: string;
  message: string;
  node?: string;
}

export interface ApprovalOptions {
  /** Asked at each decision. By default `{ id: "local", method: "none" }`. */
  actor?: () => MaybePromise<Actor>;
  /** Whether `halt` payloads of ordinary nodes are read; those of gates always are. */
  native?: boolean;
  /** The dialect that a node's payloads are read by: its name, or its name and options. */
  nodes?: Record<string, string | Binding>;
  /** Whether the shape of a known article is proof enough of how its node reads a refusal and an edit. Default false. */
  trustShapes?: boolean;
}

export interface CompileOptions {
  /** Where threads are kept. Without one nothing can be asked. */
  checkpointer?: Checkpointer | false;
  /** The owner of threads in the saver: required when several graphs share one. */
  name?: string;
  /** Part of the graph's digest; raise it when nodes change what they mean. */
  version?: string;
  approvals?: ApprovalOptions;
  /** When a node, run again, asks something else than before. Default `"ask-again"`. */
  onInterruptDrift?: "ask-again" | "error" | "ignore";
  onWarning?: (warning: Warning) => void;
}

export declare class StateGraph<SD extends StateDefinition, N extends string = never> {
  constructor(schema: AnnotationRoot<SD> | SD);
  addNode<K extends string>(name: K, action: NodeAction<SD>, options?: NodeOptions): StateGraph<SD, N | K>;
  addNode<K extends string>(nodes: Record<K, NodeAction<SD>>): StateGraph<SD, N | K>;
  addNode<K extends string>(nodes: readonly (readonly [K, NodeAction<SD>, NodeOptions?])[]): StateGraph<SD, N | K>;
  /** Adds a node that only asks: `ask` makes the payload, `answer` gets what was answered. Nothing before the question runs again. */
  addGate<K extends string, Answer = HaltAnswer>(
    name: K,
    ask: AskFunction<SD>,
    answer: AnswerFunction<SD, Answer>,
    options?: GateOptions,
  ): StateGraph<SD, N | K>;
  addEdge(from: N | typeof START, to: N | typeof END): this;
  addConditionalEdges(source: N | typeof START, path: PathFunction<SD, N | typeof END>): this;
  addConditionalEdges(
    source: N | typeof START,
    path: PathFunction<SD>,
    pathMap: readonly (N | typeof END)[] | Record<string, N | typeof END>,
  ): this;
  addConditionalEdges(branch: {
    source: N | typeof START;
    path: PathFunction<SD>;
    pathMap?: readonly (N | typeof END)[] | Record<string, N | typeof END>;
  }): this;
  setEntryPoint(name: N): this;
  setFinishPoint(name: N): this;
  /** Validates. The builder may be compiled again. */
  compile(options?: CompileOptions): CompiledStateGraph<SD, N>;
}

/** An answer as input. Everything else of a LangGraph Command is refused. */
export declare class Command<Resume = unknown> {
  constructor(parts: { resume?: Resume });
  readonly lg_name: "Command";
  readonly resume: Resume | undefined;
  toJSON(): { lg_name: "Command"; resume?: Resume };
}
export declare function isCommand(value: unknown): value is Command;

declare class ResumeMap {
  private constructor();
  readonly answers: Readonly<Record<string, unknown>>;
}
declare class ResumeValue {
  private constructor();
  readonly answer: unknown;
}
/** Answers by interrupt id, said explicitly. */
export declare function byId(answers: Record<string, unknown>): ResumeMap;
/** One answer, said explicitly: also `null`, also an object whose keys look like ids. */
export declare function value(answer: unknown): ResumeValue;

export {};
