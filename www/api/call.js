// Running a graph: `invoke` and `stream`.

import { isCommand } from "./command.js";
import { commandInput } from "./command_input.js";
import { readConfig } from "./config.js";
import { here } from "./current.js";
import { AbortError, ThreadBusyError } from "./errors.js";
import { inputWrites } from "./result.js";
import { ChunkQueue, RunStream } from "./run_stream.js";

/**
 * @import { Attempt } from "./attempt.js"
 * @import { Shared } from "./compiled.js"
 * @import { CallConfig, GivenConfig } from "./config.js"
 * @import { Run } from "./runs.js"
 */

/**
 * Runs a graph to its end, or to a question (S-INT-30). With a stream mode other than `"values"`: the list of chunks.
 * @param {Shared} shared
 * @param {unknown} input
 * @param {GivenConfig} config
 * @returns {Promise<unknown>}
 */
export async function invoke(shared, input, config) {
  const mode = config?.streamMode ?? "values";
  const call = readConfig(config, shared.graph, shared.runs.checkpointed);
  call.outputs ??= shared.graph.outputs;
  if (mode === "values") return begin(shared, input, call).done;
  const chunks = [];
  for await (const chunk of streamed(shared, input, call)) chunks.push(chunk);
  return chunks;
}

/**
 * Runs a graph and tells of it chunk by chunk (S-STR-01, S-STR-02). What is refused before the run rejects here.
 * @param {Shared} shared
 * @param {unknown} input
 * @param {GivenConfig} config
 * @returns {Promise<RunStream>}
 */
export async function stream(shared, input, config) {
  return streamed(shared, input, readConfig(config, shared.graph, shared.runs.checkpointed));
}

/**
 * @param {Shared} shared
 * @param {unknown} input
 * @param {CallConfig} call
 * @returns {RunStream}
 */
function streamed(shared, input, call) {
  const modes = call.streamMode ?? "updates";
  const tagged = typeof modes !== "string";
  const wanted = new Set(tagged ? modes : [modes]);
  const queue = new ChunkQueue();
  // All keys, unless some are named: here an output schema does not count (S-STA-46).
  call.outputs ??= shared.graph.root;
  const run = begin(shared, input, call, (mode, payload) => {
    if (wanted.has(mode)) queue.push(tagged ? [mode, payload] : payload);
  });
  run.done.then(() => queue.end({}), (error) => queue.end({ error }));
  return new RunStream(queue, run.abort);
}

/**
 * Starts a call.
 * @param {Shared} shared
 * @param {unknown} input
 * @param {CallConfig} call
 * @param {Run["emit"]} [emit]
 * @returns {Run}
 */
function begin(shared, input, call, emit) {
  assertOtherThread(shared, call.thread);
  const [mode, given] = readInput(shared, input, call);
  if (call.signal?.aborted) throw new AbortError("This operation was aborted", { cause: call.signal.reason, thread: call.thread });
  const run = shared.runs.open(call);
  run.emit = emit;
  const { thread, checkpoint, limit, onPending, onBusy, passed } = call;
  try {
    shared.engine.run(run.id, JSON.stringify({ mode, thread, checkpoint, limit, onPending, onBusy, ...passed }), given);
  } catch (error) {
    run.fail([error]);
  }
  return run;
}

/**
 * @param {Shared} shared
 * @param {unknown} input
 * @param {CallConfig} call
 * @returns {["input" | "continue" | "command", any]}
 */
function readInput({ graph, runs }, input, { inputs }) {
  if (input === null || input === undefined) return ["continue", undefined];
  if (isCommand(input)) return ["command", commandInput(input, graph, runs.checkpointed)];
  return ["input", inputWrites(input, graph, inputs ?? graph.inputs)];
}

/**
 * A task that waited for a run of its own thread would wait for itself (S-STP-85).
 * @param {Shared} shared
 * @param {string | undefined} thread
 */
function assertOtherThread({ runs }, thread) {
  const place = here();
  const caller = place && "run" in place ? /** @type {Attempt} */ (place).run : undefined;
  if (thread === undefined || caller?.thread !== thread || caller.store !== runs.store) return;
  throw new ThreadBusyError("A node called the graph on the thread that it runs on\n\nRun another thread, or return and let edges lead on.", { thread });
}
