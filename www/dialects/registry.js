// The table of dialects and the order in which they are asked (approvals 0.2). What a dialect does stands in its own file.
/** @import { Context, DialectDefinition, Detection, Json } from "./index.js" */
import { DialectError } from "./errors.js";
import { fallback } from "./fallback.js";
import { halt } from "./halt.js";

/** @type {Map<string, DialectDefinition>} */
const dialects = new Map([[halt.id, halt], [fallback.id, fallback]]);

/** Dialects that load when a payload may be theirs, by id. @type {Set<string>} */
const expected = new Set();
/** Loads them. @type {() => Promise<unknown>} */
let bring = () => Promise.resolve();

/** How often the table grew: what was detected before may now be detected as something else. */
let growth = 0;

/** Strengths in the order of detection; within one level all signatures are tested. */
const LEVELS = /** @type {const} */ (["tagged", "strong", "shape", "weak"]);

/**
 * The dialect of this id.
 * @param {string} id
 * @returns {DialectDefinition}
 * @throws {DialectError} E_PAYLOAD_SHAPE when none is registered
 */
export function dialectOf(id) {
  const found = dialects.get(id);
  if (!found) {
    throw new DialectError("E_PAYLOAD_SHAPE", `no dialect "${id}" is registered; known: ${[...dialects.keys()].join(", ")}. `
      + "The others come with elements.js, or by importing dialects/all.js");
  }
  return found;
}

/**
 * Which dialect reads a payload, and how sure that is.
 * @param {Json} payload
 * @param {Pick<Context, "native" | "binding" | "pinned" | "state">} ctx
 * @returns {Detection}
 * @throws {DialectError} E_NOT_LOADED: a payload read without the dialect that it is written for would be answered wrongly
 */
export function detect(payload, ctx) {
  if (!isReadable(payload, ctx)) throw new DialectError("E_NOT_LOADED", "the dialects that may read this payload are not loaded: `await bringDialects()` first");
  if (ctx.binding) return { dialect: ctx.binding.dialect, strength: "bound" };
  const found = strongest(payload, ctx);
  const moved = ctx.pinned !== undefined && ctx.pinned !== found.dialect && found.dialect !== fallback.id;
  return moved ? { ...found, strength: "weak", pinned: ctx.pinned } : found;
}

/**
 * @param {Json} payload
 * @param {Pick<Context, "native" | "state">} ctx
 * @returns {Detection}
 */
function strongest(payload, ctx) {
  const hits = [...dialects.values()].map((dialect) => ({ dialect: dialect.id, strength: dialect.detect(payload, ctx) }));
  for (const strength of LEVELS) {
    const [first, second] = hits.filter((hit) => hit.strength === strength).map((hit) => hit.dialect);
    if (first && second && strength !== "weak") return { dialect: fallback.id, strength: "none", ambiguous: [first, second] };
    if (first) return { dialect: first, strength };
  }
  const near = [...dialects.values()].map((dialect) => dialect.near?.(payload)).find((text) => text !== undefined);
  return { dialect: fallback.id, strength: "none", ...(near === undefined ? {} : { near }) };
}

/** Changes whenever a dialect is added. */
export const registryVersion = () => growth;

/**
 * Adds dialects, or replaces those of the same ids.
 * @param {readonly DialectDefinition[]} definitions
 */
export function addDialects(definitions) {
  // What was expected changes nothing that was detected: nothing was that it might have read.
  if (!definitions.every(({ id }) => expected.has(id))) growth += 1;
  for (const definition of definitions) {
    dialects.set(definition.id, Object.freeze({ ...definition }));
    expected.delete(definition.id);
  }
}

/**
 * Adds dialects that ship, whose examples are the tests'. One that a program has put in the place of another stays.
 * @param {readonly DialectDefinition[]} definitions
 */
export const addShipped = (definitions) => addDialects(definitions.filter(({ id }) => !dialects.has(id)));

/**
 * Names dialects that ship and load on first use.
 * @param {readonly string[]} ids
 * @param {() => Promise<unknown>} load imports what adds them
 */
export function expectDialects(ids, load) {
  const missing = ids.filter((id) => !dialects.has(id));
  if (missing.length === 0) return;
  missing.forEach((id) => expected.add(id));
  bring = load;
  growth += 1;
}

/**
 * Whether every dialect is loaded that may read a payload. What is tagged as native is no other's, whatever it looks like.
 * @param {Json} payload
 * @param {Pick<Context, "native" | "binding" | "state">} ctx
 */
export function isReadable(payload, ctx) {
  if (expected.size === 0) return true;
  return ctx.binding ? !expected.has(ctx.binding.dialect) : halt.detect(payload, ctx) === "tagged";
}

/** Loads the dialects that are expected; rejects where their files cannot be had. */
export async function bringDialects() {
  if (expected.size > 0) await bring();
}

/**
 * Whether a dialect reads the thread's state beside this payload.
 * @param {Json} payload
 * @param {Pick<Context, "binding">} ctx
 */
export function readsState(payload, { binding }) {
  if (binding) return dialects.get(binding.dialect)?.readsState === true;
  return typeof payload === "string" && [...dialects.values()].some((dialect) => dialect.readsState === true);
}
