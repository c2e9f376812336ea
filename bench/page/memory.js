// How much memory the engine has asked the browser for.

import load from "../../www/pkg/haltgraph.js";

/** Bytes. The glue gives the exports of the engine that the page already runs. */
export async function wasmMemory() {
  const { memory } = await load();
  return memory.buffer.byteLength;
}
