// Types of the JS API. They are written once, in api/types: core.d.ts passes them on too, the modules in api/ import them,
// and tests/types holds what they promise. Payload and decision types stand in dialects/index.d.ts.

export type { Actor, Context, Decision, Json, Ref, Verb, Verdict } from "./dialects/index.js";
export * from "./api/types/app.js";
export * from "./api/types/calls.js";
export * from "./api/types/command.js";
export * from "./api/types/draw.js";
export * from "./api/types/errors.js";
export * from "./api/types/graph.js";
export * from "./api/types/history.js";
export * from "./api/types/messages.js";
export * from "./api/types/nodes.js";
export * from "./api/types/savers.js";
export * from "./api/types/schema.js";
export * from "./api/types/state.js";

/**
 * Fetches now what would be fetched on first use, for pages that go on without a network: what reads and answers questions, history,
 * savers of your own. The forms have a `preload` of their own.
 * @throws {HaltError} E_NOT_LOADED
 */
export declare function preload(): Promise<void>;
