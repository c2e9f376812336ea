// The second argument of a call, checked and in one shape (S-CON-04). Fields that this version does not know are refused.

import { GraphValueError, MissingThreadIdError } from "./errors.js";
import { badArgument, isPlainObject, oneOf, onlyKnown, stopsOf } from "./options.js";
import { payloadText } from "./values.js";

/**
 * @import { Lowered } from "./lower.js"
 * @import { Config, StreamMode } from "./types/calls.js"
 * @import { RunOptions } from "./types/engine.js"
 */

/** @typedef {Config & { streamMode?: unknown } | undefined} GivenConfig */

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
 * @property {string | readonly string[]} [inputs] the only keys of the input to use
 * @property {string | readonly string[]} [outputs] the only keys of results and chunks
 * @property {Partial<RunOptions>} [passed] what goes to the engine as it is
 */

/** Fields with an effect, then those that upstream has for tracing alone. */
const FIELDS = Object.freeze([
  "configurable", "context", "recursionLimit", "maxConcurrency", "signal", "onPending", "onBusy", "streamMode", "durability",
  "checkpointDuring", "interruptBefore", "interruptAfter", "inputKeys", "outputKeys", "keepPending", "metadata",
  "tags", "runName", "runId", "callbacks",
]);

/** @type {readonly StreamMode[]} */
const STREAM_MODES = Object.freeze(["values", "updates", "custom"]);

/** The most supersteps that cross as one number. */
const MAX_LIMIT = 0xffff_ffff;

/**
 * @param {GivenConfig} config
 * @param {Lowered} graph
 * @param {boolean} checkpointed whether the graph has a checkpointer, so that a thread must be named
 * @returns {CallConfig}
 */
export function readConfig(config, graph, checkpointed) {
  onlyKnown("config", config, FIELDS);
  const given = config?.configurable;
  const context = config?.context;
  const place = checkpointed ? threadOf(config) : undefined;
  return {
    thread: place?.thread,
    checkpoint: place?.checkpoint,
    configurable: publicPart(given),
    context: graph.context === undefined ? context : graph.context(context ?? given),
    limit: limitOf("recursionLimit", config?.recursionLimit ?? 25),
    signal: config?.signal,
    onPending: oneOf("config.onPending", config?.onPending, ["error", "discard"]),
    onBusy: oneOf("config.onBusy", config?.onBusy, ["error", "wait"]) ?? "error",
    streamMode: modesOf(config?.streamMode),
    inputs: keysOf(config?.inputKeys, graph),
    outputs: keysOf(config?.outputKeys, graph),
    passed: passedOn(config),
  };
}

/**
 * @param {GivenConfig} config
 * @returns {Partial<RunOptions>}
 */
function passedOn(config) {
  return {
    interruptBefore: stopsOf("config.interruptBefore", config?.interruptBefore),
    interruptAfter: stopsOf("config.interruptAfter", config?.interruptAfter),
    durability: durabilityOf(config?.durability, config?.checkpointDuring),
    maxConcurrency: config?.maxConcurrency === undefined ? undefined : limitOf("maxConcurrency", config.maxConcurrency),
    keepPending: flagOf("keepPending", config?.keepPending) ?? false,
    metadata: metadataText(config?.metadata),
  };
}

/**
 * When supersteps are stored (S-CKP-20); `checkpointDuring` is the older word for it (S-CKP-22).
 * @param {unknown} durability
 * @param {unknown} checkpointDuring
 */
function durabilityOf(durability, checkpointDuring) {
  if (durability !== undefined && checkpointDuring !== undefined) {
    throw badArgument("Cannot use both `durability` and `checkpointDuring` at the same time.");
  }
  if (durability === "exit" || checkpointDuring === false) {
    throw badArgument('durability "exit" is not available in this version: every superstep is stored. Use "async" to have it stored beside the next one');
  }
  if (flagOf("checkpointDuring", checkpointDuring)) return "async";
  return oneOf("config.durability", durability, /** @type {const} */ (["sync", "async"]));
}

/** @param {string} name @param {unknown} given */
function flagOf(name, given) {
  return oneOf(`config.${name}`, given, /** @type {readonly any[]} */ ([true, false]));
}

/** What checkpoints of the call say beside their own metadata (S-CKP-04). @param {unknown} metadata */
function metadataText(metadata) {
  if (metadata === undefined) return undefined;
  if (!isPlainObject(metadata)) throw badArgument("config.metadata must be an object");
  return payloadText(metadata);
}

/**
 * @param {unknown} keys
 * @param {Lowered} graph
 * @returns {string | string[] | undefined}
 */
function keysOf(keys, { index }) {
  if (keys === undefined) return undefined;
  for (const key of Array.isArray(keys) ? keys : [keys]) {
    // S-STA-47
    if (!index.numbers.has(key)) throw badArgument(`Key ${String(key).slice(0, 64)} not found in channels`);
  }
  return /** @type {string | string[]} */ (keys);
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
  const open = { ...configurable };
  for (const key of Object.keys(open)) if (key.startsWith("__pregel_")) delete open[key];
  return Object.freeze(open);
}

/** @param {string} name @param {unknown} limit */
function limitOf(name, limit) {
  if (typeof limit !== "number" || !(limit >= 1)) throw badArgument(`Passed "${name}" must be at least 1.`);
  return Math.min(Math.floor(limit), MAX_LIMIT);
}

/** @param {unknown} mode @returns {StreamMode | readonly StreamMode[] | undefined} */
function modesOf(mode) {
  if (!Array.isArray(mode)) return oneOf("config.streamMode", mode, STREAM_MODES);
  return mode.map((one) => /** @type {StreamMode} */ (oneOf("config.streamMode", one ?? null, STREAM_MODES)));
}
