// What is declared is what is there: the declared types are held against the modules that they describe.

import * as actual from "../../www/api/index.js";
import type * as declared from "../../www/haltgraph.js";
import type { Expect, Same } from "./expect.js";

type DeclaredNames = keyof typeof declared;
export type NothingUndeclared = Expect<Same<Exclude<keyof typeof actual, DeclaredNames>, never>>;
export type NothingMissing = Expect<Same<Exclude<DeclaredNames, keyof typeof actual>, never>>;

type MembersOf<T> = T extends { prototype: infer P } ? keyof P : never;
type Declared<N extends DeclaredNames> = MembersOf<(typeof declared)[N]>;
type Actual<N extends DeclaredNames> = MembersOf<(typeof actual)[N]>;
export type CompiledMembers = Expect<Same<Declared<"CompiledStateGraph">, Actual<"CompiledStateGraph">>>;
export type BuilderMembers = Expect<Same<Declared<"StateGraph">, Actual<"StateGraph">>>;
export type SaverMembers = Expect<Same<Declared<"MemorySaver">, Actual<"MemorySaver">>>;
export type CommandMembers = Expect<Same<Declared<"Command">, Actual<"Command">>>;
export type SendMembers = Expect<Same<Declared<"Send">, Actual<"Send">>>;
export type OverwriteMembers = Expect<Same<Declared<"Overwrite">, Actual<"Overwrite">>>;
