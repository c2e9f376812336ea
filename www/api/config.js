// The second argument of a call, checked and in one shape (S-CON-04). Fields that this version does not know are refused.

import { GraphValueError, MissingThreadIdError } from "./errors.js";
import { badArgument, oneOf, onlyKnown } from "./options.js";

/** @import { Config, StreamMode } from "./types/calls.js" */

/**
 * A call's config as the API uses it.
 * @typedef {object} CallConfig
 * @property {string} [thread] absent in graphs without a checkpointer
 * @property {string} [checkpoint]
 * @property {Readonly<Record<string, unknown>>} configurable
 * @property {Readonly<Record<string, unknown>>} [context]
 * @property {number} limit supersteps
 * @property {AbortSignal} [signal]
 * @property {"error" | "discard"} [onPending]
 * @property {"error" | "wait"} onBusy
 * @property {StreamMode | readonly StreamMode[]} [streamMode]
 */

/** Fields with an effect, then those that upstream has for tracing alone. */
const FIELDS = Object.freeze([
  "configurable", "context", "recursionLimit", "signal", "onPending", "onBusy", "streamMode", "durability",
  "tags", "metadata", "runName", "runId", "callbacks",
]);

/** @type {readonly StreamMode[]} */
const STREAM_MODES = Object.freeze(["values", "updates"]);

/** The most supersteps that cross as one number. */
const MAX_LIMIT = 0xffff_ffff;

/**
 * @param {Config & { streamMode?: unknown } | undefined} config
 * @param {boolean} checkpointed whether the graph has a checkpointer, so that a thread must be named
 * @returns {CallConfig}
 */
export function readConfig(config, checkpointed) {
  onlyKnown("config", config, FIELDS);
  oneOf("config.durability", config?.durability, ["sync"]);
  const given = config?.configurable;
  return {
    ...(checkpointed ? threadOf(config) : {}),
    configurable: publicPart(given),
    context: config?.context,
    limit: limitOf(config?.recursionLimit),
    signal: config?.signal,
    onPending: oneOf("config.onPending", config?.onPending, ["error", "discard"]),
    onBusy: oneOf("config.onBusy", config?.onBusy, ["error", "wait"]) ?? "error",
    streamMode: modesOf(config?.streamMode),
  };
}

/**
 * The thread that a config names, before any user code runs (S-INT-10).
 * @param {Config | undefined} config
 * @returns {{ thread: string, checkpoint?: string }}
 * @throws {MissingThreadIdError}
 */
export function threadOf(config) {
  const { thread_id: thread, checkpoint_id: checkpoint, checkpoint_ns: namespace } = config?.configurable ?? {};
  if (typeof thread !== "string" || thread === "") {
    throw new MissingThreadIdError(
      'Failed to put checkpoint. The passed RunnableConfig is missing a required "thread_id" field in its "configurable" property.\n\n'
        + 'A graph with a checkpointer keeps threads by name: pass { configurable: { thread_id: "..." } }, a text that is not empty.',
    );
  }
  if (namespace !== undefined && namespace !== "") throw badArgument("config.configurable.checkpoint_ns: there are no subgraphs in this version");
  return checkpoint === undefined ? { thread } : { thread, checkpoint };
}

/**
 * The error of what only a graph with a checkpointer can do.
 * @param {string} [node]
 */
export function missingCheckpointer(node) {
  return new GraphValueError(
    "No checkpointer set\n\nCompile the graph with one: compile({ checkpointer: new MemorySaver() }).",
    { code: "MISSING_CHECKPOINTER", node },
  );
}

/** Private keys are no way in (S-CON-05). @param {Record<string, unknown> | undefined} configurable */
function publicPart(configurable) {
  const entries = Object.entries(configurable ?? {}).filter(([key]) => !key.startsWith("__pregel_"));
  return Object.freeze(Object.fromEntries(entries));
}

/** @param {number | undefined} limit */
function limitOf(limit = 25) {
  if (typeof limit !== "number" || !(limit >= 1)) throw badArgument('Passed "recursionLimit" must be at least 1.');
  return Math.min(Math.floor(limit), MAX_LIMIT);
}

/** @param {unknown} mode @returns {StreamMode | readonly StreamMode[] | undefined} */
function modesOf(mode) {
  if (!Array.isArray(mode)) return oneOf("config.streamMode", mode, STREAM_MODES);
  return mode.map((one) => /** @type {StreamMode} */ (oneOf("config.streamMode", one ?? null, STREAM_MODES)));
}
