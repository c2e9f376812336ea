// The wasm engine as JS sees it: what the generated glue exports. Nothing of this reaches users.

/** A graph lowered to data. Positions in these lists are the numbers that cross afterwards. */
export interface GraphSpec {
  name?: string;
  version?: string;
  channels: { name: string; kind: "last" | "reducer" | "untracked"; initial: boolean; guard?: boolean }[];
  nodes: { name: string; kind: "plain" | "gate"; ends: string[] }[];
  edges: [from: string, to: string][];
  branches: { source: string; ends: string[] | null }[];
  joins?: { from: string[]; to: string }[];
  interruptBefore?: Stops;
  interruptAfter?: Stops;
}

/** Nodes before or after which a run stops. */
export type Stops = "*" | readonly string[];

/** What one call asks for. */
export interface RunOptions {
  mode: "input" | "continue" | "command";
  thread?: string;
  checkpoint?: string;
  limit: number;
  onPending?: "error" | "discard";
  onBusy: "error" | "wait";
  interruptBefore?: Stops;
  interruptAfter?: Stops;
  durability?: "sync" | "async";
  maxConcurrency?: number;
  keepPending?: boolean;
  /** JSON text of an object. */
  metadata?: string;
}

/** `[channel, value, channel, value, ...]`; `~channel` where the value overwrites. */
export type Writes = unknown[];
/** A node's name, or a Send: a node and its input. */
export type Goto = string | [node: string, args: object];
export type Gotos = Goto[];
/** One update from outside. No writes: no values. */
export type EngineUpdate = [asNode: string | undefined, writes: Writes | undefined, gotos: Gotos];
/**
 * An answer as the engine hands it over: interrupt id, payload digest, value and decision, the last two as JSON texts. The
 * engine hands over the same row at each attempt; what an attempt adds is the payload, once it was found to be the same.
 */
export type AnswerRow = [interrupt: string, payloadDigest: string, valueText: string, decisionText: string, asked?: unknown];
export type InterruptRow = [id: string, payloadText: string];

export interface Store {
  /** Another handle: an engine takes the one that it is given for itself. */
  share(): Store;
  capabilities(): object;
  deleteThread(thread: string): Promise<void>;
  forget(thread: string): Promise<void>;
}

export interface Engine {
  readonly name: string;
  readonly digest: string;
  /** `options`: {@link RunOptions} as JSON text. `input`: writes; of a command `[answers, writes, targets]`. */
  run(run: number, options: string, input: Writes | [answers: string[] | undefined, writes: Writes, gotos: Gotos] | undefined): void;
  taskDone(run: number, task: number, writes: Writes, gotos?: Gotos): void;
  taskPaused(run: number, task: number, index: number, payloadText: string, id: string, optionsText: string | undefined): void;
  taskFailed(run: number, task: number, thrown: unknown, name: string, message: string, code: string | undefined): void;
  routed(run: number, task: number, targets: Gotos): void;
  turn(run: number): void;
  abort(run: number): void;
  taskInfo(run: number, task: number): string;
  key(run: number, task: number, question: string | undefined, name: string | undefined): string;
  resume(run: number, refText: string, decisionText: string, actorText: string): Promise<string>;
  continue(run: number, refText: string, takeOver: boolean): Promise<string>;
  cancel(thread: string, interrupt: string | undefined, reason: string | undefined, actorText: string): Promise<void>;
  pending(): Promise<string>;
  threads(): Promise<string>;
  getState(thread: string, checkpoint: string | undefined): Promise<[values: Record<string, unknown>, metaText: string] | undefined>;
  history(thread: string, before: string | undefined, limit: number | undefined): Promise<[values: Record<string, unknown>, metaText: string][]>;
  updateState(thread: string, checkpoint: string | undefined, supersteps: EngineUpdate[][]): Promise<string>;
  attach(): Promise<void>;
  detach(): void;
}

export interface Glue {
  default(init: { module_or_path: unknown }): Promise<unknown>;
  canonical(text: string): string;
  digest(text: string): string;
  Store: {
    memory(): Store;
    indexedDb(name: string, request?: IDBOpenDBRequest): Store;
    localStorage(name: string, optionsText: string): Store;
    custom(adapter: object): Store;
  };
  /** `spec`: {@link GraphSpec} as JSON text. */
  Engine: new (spec: string, host: object, store?: Store) => Engine;
}
