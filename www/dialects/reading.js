// Reading a payload and writing its resume value, both as its dialect does. What a decision must bring is decision.js.
/** @import { Context, Reading, ReadingAction, Request, RequestAction, Risk, StampedDecision, Json, Verb } from "./index.js" */
import { RISKS, VERBS } from "./halt.js";
import { compact, deepFreeze, snapshot } from "./json.js";
import { detect, dialectOf } from "./registry.js";
import { infer } from "./schema.js";

// From here for those who load later, so that bundlers keep in one chunk what they and a form share.
export { completeWith, decideWith } from "./decision.js";
export { addShipped } from "./registry.js";

/** The part of a Context that reading a payload needs.
 * @typedef {Pick<Context, "native" | "binding" | "pinned" | "policy" | "tools" | "trustShapes" | "state" | "node">} ReadContext */

/** Allowed tool names (SR-22). */
const TOOL_NAME = /^[A-Za-z0-9_.-]{1,128}$/;

/**
 * Reads a payload: its dialect, and what host policy leaves of what it asks (a payload can narrow, never widen).
 * @param {Json} payload
 * @param {ReadContext} ctx
 * @returns {Request}
 * @throws {DialectError} E_PAYLOAD_SHAPE when a bound or tagged payload does not fit its dialect
 */
export function readRequest(payload, ctx) {
  const value = snapshot(payload);
  const detection = detect(value, ctx);
  const dialect = dialectOf(detection.dialect);
  const reading = dialect.decode(value, ctx);
  const certain = isCertain(detection, ctx);
  const policy = ctx.policy ?? {};
  const sent = certain ? VERBS : detection.strength === "shape" && dialect.refusesWithFalse === true ? [...GUESSED, /** @type {const} */ ("reject")] : GUESSED;
  return deepFreeze(compact({
    ...detection, ...reading, certain,
    advice: adviceFor(detection, ctx),
    verbs: narrow(reading.verbs, policy.verbs, sent),
    unsent: certain ? undefined : reading.verbs.filter((verb) => !sent.includes(verb)),
    actions: reading.actions.map((action) => readAction(action, reading, ctx, sent)),
    reason: { reject: /** @type {const} */ ("optional"), ...reading.reason },
    risk: highest(policy.risk ?? "medium", reading.risk, ...reading.actions.map((action) => actionRisk(action, ctx))),
    reversible: reversibility(reading, ctx),
    expiresAt: earliest(policy.expiresAt, reading.expiresAt),
  }));
}

/** What is sent where the shape is a guess: there a "no" or an edit could be read as "yes" (approvals 0, principle 3).
 * @type {readonly Verb[]} */
const GUESSED = ["approve", "respond"];

/**
 * Whether it is known how the node reads each verb.
 * @param {import("./index.js").Detection} detection
 * @param {Pick<Context, "trustShapes">} ctx
 */
const isCertain = ({ strength }, { trustShapes }) => ["bound", "tagged", "strong"].includes(strength) || (strength === "shape" && trustShapes === true);

/**
 * What binds a node whose payload was only recognised; undefined where that is not needed.
 * @param {import("./index.js").Detection} detection
 * @param {Pick<Context, "trustShapes" | "node">} ctx
 */
export function adviceFor(detection, ctx) {
  if (isCertain(detection, ctx)) return undefined;
  const word = detection.strength === "none" ? "…" : detection.dialect;
  return `compile({ approvals: { nodes: { ${JSON.stringify(ctx.node ?? "")}: { dialect: "${word}" } } } })`;
}

/**
 * @param {ReadingAction} action
 * @param {Reading} reading
 * @param {ReadContext} ctx
 * @param {readonly Verb[]} sent
 * @returns {RequestAction}
 */
function readAction(action, reading, ctx, sent) {
  const own = toolOf(action, ctx)?.schema;
  const asked = action.verbs ? reading.verbs.filter((verb) => action.verbs?.includes(verb)) : reading.verbs;
  return {
    ...action,
    verbs: narrow(asked, ctx.policy?.verbs, sent),
    ...(reading.merges === undefined ? {} : { merges: reading.merges }),
    risk: highest(ctx.policy?.risk ?? "medium", reading.risk, actionRisk(action, ctx)),
    nameOk: TOOL_NAME.test(action.name),
    schema: own !== undefined ? snapshot(own) : action.schema ?? infer(action.args),
    schemaSource: own !== undefined ? "host" : action.schema !== undefined ? "payload" : "inferred",
  };
}

/**
 * @param {ReadingAction} action
 * @param {ReadContext} ctx
 */
const toolOf = (action, ctx) => (ctx.tools && Object.hasOwn(ctx.tools, action.name) ? ctx.tools[action.name] : undefined);

/**
 * @param {ReadingAction} action
 * @param {ReadContext} ctx
 */
const actionRisk = (action, ctx) => highest(action.risk ?? "low", toolOf(action, ctx)?.risk);

/**
 * Offered verbs that policy allows too and that can be sent.
 * @param {readonly Verb[]} asked
 * @param {readonly Verb[] | undefined} allowed
 * @param {readonly Verb[]} sent
 */
const narrow = (asked, allowed, sent) => VERBS.filter((verb) => asked.includes(verb) && (allowed?.includes(verb) ?? true) && sent.includes(verb));

/**
 * The highest of some risks.
 * @param {Risk} first
 * @param {...(Risk | undefined)} others
 * @returns {Risk}
 */
export const highest = (first, ...others) => others.reduce(
  /** @type {(a: Risk, b: Risk | undefined) => Risk} */ ((a, b) => (b && RISKS.indexOf(b) > RISKS.indexOf(a) ? b : a)), first);

/**
 * @param {...(number | undefined)} times
 * @returns {number | undefined}
 */
function earliest(...times) {
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

/**
 * The host's word; a payload can only say that something cannot be undone.
 * @param {Reading} reading
 * @param {ReadContext} ctx
 * @returns {boolean | "unknown"}
 */
function reversibility(reading, ctx) {
  const words = [ctx.policy?.reversible, ...reading.actions.map((action) => toolOf(action, ctx)?.reversible)];
  if (reading.reversible === false || words.includes(false)) return false;
  return words.includes(true) && !words.slice(1).includes(undefined) ? true : "unknown";
}

/**
 * The resume value of a decision: what the waiting node receives.
 * @param {string} dialect
 * @param {Request} request
 * @param {StampedDecision} decision with who (`by`) and when (`at`, RFC 3339)
 * @returns {Json}
 */
export const encode = (dialect, request, decision) => dialectOf(dialect).encode(request, decision);
