// Loading the wasm, once per realm, and the one way to reach it. What its exports mean is not known here.

import * as glue from "../pkg/haltgraph.js";
import { HaltError } from "./errors.js";
import { assertAlive } from "./guard.js";

/** @import { Glue } from "./types/engine.js" */

/** @type {Promise<void> | undefined} */
let loading;
let loaded = false;

/**
 * Loads the engine. A second call waits for the first and loads nothing; after a failure a further call tries again.
 * @param {string | URL | Response | Promise<Response> | BufferSource | WebAssembly.Module} [source] the wasm; by default
 *   the file that the build puts beside the glue
 * @returns {Promise<void>}
 */
export function init(source = new URL("../pkg/haltgraph_bg.wasm", import.meta.url)) {
  loading ??= instantiate(source).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** @param {unknown} source */
async function instantiate(source) {
  await engineGlue().default({ module_or_path: await readable(source) });
  loaded = true;
}

/** Node's `fetch` reads no files: their bytes are read instead. @param {unknown} source */
async function readable(source) {
  const url = typeof source === "string" && URL.canParse(source) ? new URL(source) : source;
  const isFile = url instanceof URL && url.protocol === "file:";
  if (!isFile || !("process" in globalThis)) return source;
  // A name in a variable, so that bundlers for pages do not follow it.
  const fileSystem = "node:fs/promises";
  const { readFile } = await import(fileSystem);
  return readFile(url);
}

/** @returns {Glue} */
function engineGlue() {
  return /** @type {Glue} */ (/** @type {unknown} */ (glue));
}

/**
 * The engine's exports.
 * @throws {HaltError} E_NOT_LOADED before `init()`; the EngineDeadError after a fault
 */
export function wasm() {
  if (!loaded) {
    throw new HaltError(
      'The engine is not loaded\n\nAwait init() of "core.js" first, or import "haltgraph.js", which loads it by itself.',
      { code: "E_NOT_LOADED" },
    );
  }
  assertAlive();
  return engineGlue();
}
