// Building a graph.

import type { Actor, Binding } from "../../dialects/index.js";
import type { CompiledStateGraph } from "./app.js";
import type { AnswerFunction, AskFunction, GateOptions, HaltAnswer, MaybePromise, NodeLike, NodeOptions, PathFunction } from "./nodes.js";
import type { Checkpointer } from "./savers.js";
import type { AnySchema, DefinitionOf, LegacyChannels, ShapedSchema, StateSource, Validator } from "./schema.js";
import type { AnnotationRoot, StateDefinition, StateType } from "./state.js";

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
  /** Nodes before which a run stops until it is called again; `"*"`: all. */
  interruptBefore?: "*" | readonly string[];
  /** Nodes after which a run stops. */
  interruptAfter?: "*" | readonly string[];
  /** Freezes what is written to state: changing it in place becomes an error. */
  debug?: boolean;
  description?: string;
  /** When a node, run again, asks something else than before. Default `"ask-again"`. */
  onInterruptDrift?: "ask-again" | "error" | "ignore";
  onWarning?: (warning: Warning) => void;
}

/** Schemas besides the state's. */
export interface GraphOptions<In extends AnySchema, Out extends AnySchema> {
  /** The only keys of input that are used. */
  input?: In;
  /** The only keys that `invoke` gives. */
  output?: Out;
  /** Checks what calls give as `context`. */
  context?: Validator | AnnotationRoot<any>;
  /** For the compiler only. */
  nodes?: readonly string[];
  interrupt?: (...args: any[]) => any;
  writer?: (...args: any[]) => any;
}

/** Functions by name, or as a list of names and functions with their options. */
type SequenceMap<SD extends StateDefinition, K extends string> = Record<K, NodeLike<SD>>;
type SequenceList<SD extends StateDefinition, K extends string> = readonly (readonly [K, NodeLike<SD>, NodeOptions?])[];

export interface StateGraph<SD extends StateDefinition, N extends string = never, ID extends StateDefinition = SD, OD extends StateDefinition = SD> {
  addNode<K extends string, I extends AnySchema>(
    name: K,
    action: NodeLike<SD, StateType<DefinitionOf<I>>>,
    options: NodeOptions<I> & { input: I },
  ): StateGraph<SD, N | K, ID, OD>;
  addNode<K extends string>(name: K, action: NodeLike<SD, any>, options: NodeOptions & { input: AnySchema }): StateGraph<SD, N | K, ID, OD>;
  addNode<K extends string>(name: K, action: NodeLike<SD>, options?: NodeOptions): StateGraph<SD, N | K, ID, OD>;
  addNode<K extends string>(nodes: SequenceMap<SD, K>): StateGraph<SD, N | K, ID, OD>;
  addNode<K extends string>(nodes: SequenceList<SD, K>): StateGraph<SD, N | K, ID, OD>;
  /** Adds nodes that run one after another. A list keeps its order whatever the names. */
  addSequence<K extends string>(nodes: SequenceMap<SD, K>): StateGraph<SD, N | K, ID, OD>;
  addSequence<K extends string>(nodes: SequenceList<SD, K>): StateGraph<SD, N | K, ID, OD>;
  /** Adds a node that only asks: `ask` makes the payload, `answer` gets what was answered. Nothing before the question runs again. */
  addGate<K extends string, Answer = HaltAnswer>(
    name: K,
    ask: AskFunction<SD>,
    answer: AnswerFunction<SD, Answer>,
    options?: GateOptions,
  ): StateGraph<SD, N | K, ID, OD>;
  addEdge(from: N | typeof START, to: N | typeof END): this;
  /** A join: `to` runs once after all of `from` have run. */
  addEdge(from: readonly N[], to: N): this;
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
  compile(options?: CompileOptions): CompiledStateGraph<SD, N, ID, OD>;
}

export declare const StateGraph: {
  new <SD extends StateDefinition>(schema: StateSource<SD>, context?: Validator | AnnotationRoot<any>): StateGraph<SD>;
  new <SD extends StateDefinition, In extends AnySchema = AnnotationRoot<SD>, Out extends AnySchema = AnnotationRoot<SD>>(
    schema: StateSource<SD>,
    options: GraphOptions<In, Out>,
  ): StateGraph<SD, never, DefinitionOf<In>, DefinitionOf<Out>>;
  new <S extends AnySchema, In extends AnySchema = S, Out extends AnySchema = S>(
    init: GraphOptions<In, Out> & ({ state: S } | { stateSchema: S }),
  ): StateGraph<DefinitionOf<S>, never, DefinitionOf<In>, DefinitionOf<Out>>;
  new <S extends ShapedSchema<Record<string, any>> | LegacyChannels<any>>(schema: S, options?: GraphOptions<any, any>): StateGraph<DefinitionOf<S>>;
  readonly prototype: StateGraph<any, any>;
};

export {};
