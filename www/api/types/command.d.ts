// What nodes and callers say beside plain updates: Command, Send, Overwrite.

/** A task of one node in the next superstep, with an input of its own. */
export declare class Send<Node extends string = string, Args = any> {
  constructor(node: Node, args?: Args);
  readonly lg_name: "Send";
  node: Node;
  args: Args;
  toJSON(): { lg_name: "Send"; node: Node; args: Args };
}

export type Goto<N extends string = string> = N | Send | { lg_name: "Send"; node: string; args?: any };

export interface CommandParts<Resume = unknown, Update = unknown, N extends string = string> {
  /** An answer; as input only. */
  resume?: Resume;
  /** As a node returns it, or a list of `[key, value]` pairs. */
  update?: Update | readonly (readonly [key: string, value: unknown])[];
  /** Where to go besides the edges. */
  goto?: Goto<N> | readonly Goto<N>[];
  /** A graph above this one; a root graph has none. */
  graph?: string;
}

/** An answer, an update and where to go next. Returned by nodes, and given as input. */
export declare class Command<Resume = any, Update = any, N extends string = string> {
  static PARENT: "__parent__";
  constructor(parts?: CommandParts<Resume, Update, N>);
  readonly lg_name: "Command";
  resume: Resume | undefined;
  update: CommandParts<Resume, Update, N>["update"];
  goto: Goto<N>[];
  graph: string | undefined;
  toJSON(): { lg_name: "Command"; resume?: Resume; update?: CommandParts<Resume, Update, N>["update"]; goto: unknown[]; graph?: string };
}
export declare function isCommand(value: unknown): value is Command;

/** A value that replaces what a reducer channel holds, past its reducer. */
export declare class Overwrite<Value = any> {
  constructor(value: Value);
  readonly __overwrite__: Value;
  readonly value: Value;
}
/** The spellings of an Overwrite. */
export type OverwriteLike<Value = any> = Overwrite<Value> | { __overwrite__: Value } | { type: "__overwrite__"; value: Value };

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
