// Assertions that exist for the compiler only.

/** `true` when two types are the same, not merely assignable to each other. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Fails to compile unless its argument is `true`: `type _ = Expect<Same<A, B>>`. */
export type Expect<T extends true> = T;

/** Fails to compile unless the value has exactly this type: `exactly<string>()(value)`. */
export declare function exactly<T>(): <V>(value: V, ...same: Same<V, T> extends true ? [] : [expected: T]) => void;
