// Loading the engine: core.js with an explicit init, and a worker. (haltgraph.js, which loads by itself, every other file uses.)

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { Worker } from "node:worker_threads";

import { Annotation, MemorySaver, START, StateGraph, init } from "../../www/core.js";

const WASM = new URL("../../www/pkg/haltgraph_bg.wasm", import.meta.url);
const graph = () => new StateGraph({ v: Annotation() }).addNode("a", () => ({ v: 1 })).addEdge(START, "a");

test("core.js: before init graphs can be built, and compile says what to call; init takes bytes, and loads once", async () => {
  const built = graph();
  const saver = new MemorySaver();
  for (const call of [() => built.compile(), () => saver.capabilities]) {
    assert.throws(call, { name: "HaltError", code: "E_NOT_LOADED", message: /Await init\(\)/ });
  }
  await assert.rejects(init(new Uint8Array([1, 2, 3])));
  assert.throws(() => built.compile(), { code: "E_NOT_LOADED" });
  await Promise.all([init(await readFile(WASM)), init()]);
  await init(new WebAssembly.Module(await readFile(WASM)));
  assert.deepEqual(await built.compile().invoke({}), { v: 1 });
});

test("a worker has an engine of its own", async () => {
  const source = `
    import { parentPort } from "node:worker_threads";
    import { Annotation, START, StateGraph } from ${JSON.stringify(new URL("../../www/haltgraph.js", import.meta.url).href)};
    const app = new StateGraph({ v: Annotation() }).addNode("a", () => ({ v: "worker" })).addEdge(START, "a").compile();
    parentPort.postMessage(await app.invoke({}));
  `;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
  const result = await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  assert.deepEqual(result, { v: "worker" });
  await worker.terminate();
});

test("the module ends with its work: nothing keeps the process alive", async () => {
  const source = `
    import { Annotation, MemorySaver, START, StateGraph } from ${JSON.stringify(new URL("../../www/haltgraph.js", import.meta.url).href)};
    const loop = new StateGraph({ v: Annotation() }).addNode("a", ({ v }) => ({ v: v + 1 })).addEdge(START, "a")
      .addConditionalEdges("a", ({ v }) => (v < 2000 ? "a" : "__end__")).compile({ checkpointer: new MemorySaver() });
    loop.subscribe(() => {});
    const { v } = await loop.invoke({ v: 0 }, { configurable: { thread_id: "t" }, recursionLimit: 5000 });
    if (v !== 2000) throw new Error(String(v));
  `;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
  const code = await new Promise((resolve, reject) => worker.once("exit", resolve).once("error", reject));
  assert.equal(code, 0);
});

test("what a first question does not need is loaded on first use; where that fails, that call alone is refused", async () => {
  const hooks = `export const load = (url, context, next) => {
    if (url.endsWith("/approvals.js")) throw new Error("no network");
    return next(url, context);
  };`;
  const source = `
    import { register } from "node:module";
    import { parentPort } from "node:worker_threads";
    register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hooks)}`)});
    const { Annotation, MemorySaver, START, StateGraph, interrupt } = await import(${JSON.stringify(new URL("../../www/haltgraph.js", import.meta.url).href)});
    const app = new StateGraph({ v: Annotation() }).addNode("a", () => ({ v: interrupt("?") })).addEdge(START, "a")
      .compile({ checkpointer: new MemorySaver() });
    const asked = (await app.invoke({}, { configurable: { thread_id: "t" } })).__interrupt__.length;
    const { code, cause } = await app.pending().catch((error) => error);
    parentPort.postMessage([asked, code, cause.message, (await app.threads()).length]);
  `;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
  const result = await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  assert.deepEqual(result, [1, "E_NOT_LOADED", "no network", 1]);
  await worker.terminate();
});
