// The table of dialects and the order in which they are asked (approvals 0.2). What a dialect does stands in its own file.
/** @import { Context, DialectDefinition, Detection, Json } from "./index.js" */
import { DialectError } from "./errors.js";
import { fallback } from "./fallback.js";
import { halt } from "./halt.js";

/** @type {Map<string, DialectDefinition>} */
const dialects = new Map([[halt.id, halt], [fallback.id, fallback]]);

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
 */
export function detect(payload, ctx) {
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
 * Adds dialects that ship, whose examples are the tests'.
 * @param {readonly DialectDefinition[]} definitions
 */
export function addDialects(definitions) {
  for (const definition of definitions) dialects.set(definition.id, Object.freeze({ ...definition }));
  growth += 1;
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
