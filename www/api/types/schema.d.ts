// State whose writes are checked: StateSchema, its fields, and what a StateGraph takes for a schema.

import type { AnnotationRoot, BinaryOperatorAggregate, Channel, LastValue, StateDefinition } from "./state.js";

/** A schema that validates, by shape: a Standard Schema, or one of Zod's. */
export type Validator<Output = any, Input = any> =
  | { readonly "~standard": { validate(value: unknown): unknown; types?: { input: Input; output: Output } | undefined } }
  | { safeParse(value: unknown): { success: boolean; data?: Output } }
  | { parse(value: unknown): Output };

type OutputOf<V> = V extends { "~standard": { types?: { output: infer Output } | undefined } } ? Output
  : V extends { safeParse(value: unknown): { data?: infer Output } } ? Output
  : V extends { parse(value: unknown): infer Output } ? Output
  : any;
type InputOf<V> = V extends { "~standard": { types?: { input: infer Input } | undefined } } ? Input : OutputOf<V>;

/** A field with a reducer. The default of the value's schema is what it starts with. */
export declare class ReducedValue<Value, Update = Value> implements BinaryOperatorAggregate<Value, Update> {
  constructor(schema: Validator<Value>, options: { inputSchema?: Validator<Update>; reducer: (current: Value, update: Update) => Value });
  readonly kind: "reducer";
  readonly ValueType: Value;
  readonly UpdateType: Update;
}

/** A value that lives for one call and is never stored. In a StateSchema, or beside annotations. */
export declare class UntrackedValue<Value> implements Channel<Value, Value> {
  /** @param options `guard: false`: of several writes of a superstep the last counts, instead of being refused */
  constructor(schema?: Validator<Value> | null, options?: { guard?: boolean; default?: () => Value });
  readonly kind: "untracked";
  readonly ValueType: Value;
  readonly UpdateType: Value;
}

type FieldChannel<F> = F extends Channel<any, any> ? F : Channel<OutputOf<F>, InputOf<F>>;
/** Fields as channels. */
export type FieldsDefinition<Fields> = { [K in keyof Fields]: FieldChannel<Fields[K]> };

/** A state schema of validated fields; serves wherever an `Annotation.Root` does. */
export declare class StateSchema<Fields extends Record<string, Validator | Channel<any, any>>> {
  constructor(fields: Fields);
  readonly spec: FieldsDefinition<Fields>;
  readonly State: AnnotationRoot<FieldsDefinition<Fields>>["State"];
  readonly Update: AnnotationRoot<FieldsDefinition<Fields>>["Update"];
  readonly Node: AnnotationRoot<FieldsDefinition<Fields>>["Node"];
}

/** A Zod object: it validates, and tells its fields. */
export type ShapedSchema<Shape> = Validator & { readonly shape: Shape };

/** The older spelling: null, or a reducer under `value`. */
export interface LegacyChannels<SD extends StateDefinition> {
  channels: { [K in keyof SD]: SD[K] | { value: ((current: any, update: any) => any) | null; default?: () => any } | null };
}

/** A schema of state that is made of channels. */
export type StateSource<SD extends StateDefinition> = AnnotationRoot<SD> | SD;
/** The definition that any state schema stands for. */
export type DefinitionOf<S> = S extends { spec: infer SD extends StateDefinition } ? SD
  : S extends { shape: infer Shape } ? FieldsDefinition<Shape>
  : S extends { channels: infer Old } ? { [K in keyof Old]: LastValue<any> }
  : S extends StateDefinition ? S
  : StateDefinition;
/** Whatever a schema may be given as. */
export type AnySchema = AnnotationRoot<any> | ShapedSchema<Record<string, any>> | LegacyChannels<any> | StateDefinition;

export {};
