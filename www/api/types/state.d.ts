// State: channels, and what nodes read and write of them.

import type { OverwriteLike } from "./command.js";
import type { NodeAction } from "./nodes.js";

/** A named slot of state. `ValueType` and `UpdateType` exist for the compiler only. */
export interface Channel<Value, Update> {
  readonly kind: "last" | "reducer" | "untracked";
  readonly ValueType: Value;
  readonly UpdateType: Update;
}

/** Keeps the last value written; one write a superstep. */
export interface LastValue<Value> extends Channel<Value, Value> {
  readonly kind: "last";
}

/** Folds each write into its value by a reducer. */
export interface BinaryOperatorAggregate<Value, Update = Value> extends Channel<Value, Update> {
  readonly kind: "reducer";
}

/** A pure, synchronous function that folds one update into the value. */
export type Reducer<Value, Update = Value> = (current: Value, update: Update) => Value;

/** The parts of a reducer channel; `value` is the older spelling of `reducer`. */
export type ReducerSpec<Value, Update = Value> =
  | { reducer: Reducer<Value, Update>; default?: () => Value }
  | { value: Reducer<Value, Update>; default?: () => Value };

/** State keys with their channels, or with functions that make them (`name: Annotation<string>`). */
export type StateDefinition = Record<string, Channel<any, any> | ((...args: never[]) => Channel<any, any>)>;

type ChannelOf<C> = C extends Channel<any, any> ? C : C extends (...args: never[]) => infer R ? R : never;
type ValueOf<C> = ChannelOf<C> extends Channel<infer Value, any> ? Value : never;
type UpdateOf<C> = ChannelOf<C> extends Channel<any, infer Update> ? Update : never;

/** Whether a state is one bare value. */
export type IsRoot<SD> = string extends keyof SD ? false : "__root__" extends keyof SD ? true : false;

/** What nodes read: all keys; of a state that is one bare value (`__root__`) that value. A key that was never written is absent at run time. */
export type StateType<SD extends StateDefinition> = IsRoot<SD> extends true ? ValueOf<SD[keyof SD]> : { [K in keyof SD]: ValueOf<SD[K]> };
/** What nodes return and `invoke` takes: some keys. `undefined` writes nothing. */
export type UpdateType<SD extends StateDefinition> = IsRoot<SD> extends true ? UpdateOf<SD[keyof SD]>
  : { [K in keyof SD]?: UpdateOf<SD[K]> | OverwriteLike<ValueOf<SD[K]>> | undefined };

/** A state schema. `State`, `Update` and `Node` exist for the compiler only. */
export interface AnnotationRoot<SD extends StateDefinition> {
  /** The channels by key; may be spread into another root. */
  readonly spec: SD;
  readonly State: StateType<SD>;
  readonly Update: UpdateType<SD>;
  readonly Node: NodeAction<SD>;
}

export interface AnnotationFunction {
  /** A channel that keeps the last value. */
  <Value = any>(spec?: null): LastValue<Value>;
  /** A channel with a reducer. Without `default` it is empty until written, and the first write becomes its value. */
  <Value, Update = Value>(spec: ReducerSpec<Value, Update>): BinaryOperatorAggregate<Value, Update>;
  /** A state schema of these channels. */
  Root<SD extends StateDefinition>(spec: SD): AnnotationRoot<SD>;
}

export declare const Annotation: AnnotationFunction;

export {};
