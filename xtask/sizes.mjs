// What a page loads, measured: engine, glue and JS API to run a graph, and the elements that show its questions. The
// package has no build step, so a page may load it as it is served; what counts for the budgets is what an app's own
// production build ships: bundled, minified, split where `import()` loads a part on first use. Those parts stand apart.
// Prints a table with the budgets, with --modules also what each script weighs; exits with 1 where a sum is over what it
// may be today. That bound rises with what the package can do, and no further, until it is the budget.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

/** Bytes, bundled, gzip: engine, glue and JS API. `budget` is the aim, `bound` what fails today. */
const ENGINE_LIMITS = { budget: 110_000, bound: 322_000 };

/** Bytes, bundled, gzip: form and inbox with dialects, beyond the API. */
const ELEMENTS_LIMITS = { budget: 35_000, bound: 36_500 };

const ENGINE = "pkg/haltgraph_bg.wasm";
const API = "haltgraph.js";
const ELEMENTS = "elements.js";

/**
 * The sizes of one or several files.
 *
 * @typedef {object} Size
 * @property {string} label
 * @property {number} raw as served
 * @property {number} gzip as served, each file alone
 * @property {number} minified gzip as a production build ships it
 * @property {number} brotli as a production build ships it
 */

/**
 * What an import names, as esbuild tells of it.
 *
 * @typedef {{ imports: { path: string, kind: string, external?: boolean }[] }} Importing
 */

/**
 * A production build of some entries.
 *
 * @typedef {object} Bundle
 * @property {import("esbuild").Metafile} metafile
 * @property {ReadonlyMap<string, Uint8Array>} texts chunks by name
 */

/**
 * @param {string} root
 * @param {readonly string[]} entries
 * @returns {Promise<Bundle>}
 */
async function bundle(root, entries) {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root, entryPoints: [...entries], outdir: "out", write: false, metafile: true, logLevel: "silent",
    bundle: true, minify: true, splitting: true, format: "esm", target: "es2022", legalComments: "none",
  });
  return { metafile, texts: new Map(outputFiles.map(({ path: file, contents }) => [path.relative(root, file), contents])) };
}

/**
 * What is loaded with a file, by its static imports; with `dynamic`, also what it may load later.
 *
 * @param {Readonly<Record<string, Importing>>} graph
 * @param {readonly string[]} from
 * @param {boolean} dynamic
 * @returns {Set<string>}
 */
function loadedWith(graph, from, dynamic) {
  const found = new Set(from);
  for (const name of found) {
    for (const { path: target, kind, external } of graph[name]?.imports ?? []) {
      if (!external && target in graph && (dynamic || kind !== "dynamic-import")) found.add(target);
    }
  }
  return found;
}

/**
 * A measure of scripts: some as served, some as bundled.
 *
 * @param {string} label
 * @param {readonly Uint8Array[]} served
 * @param {readonly Uint8Array[]} shipped
 * @returns {Size}
 */
function measure(label, served, shipped) {
  const sum = (/** @type {readonly Uint8Array[]} */ texts, /** @type {(text: Uint8Array) => number} */ size) => texts.reduce((total, text) => total + size(text), 0);
  const gzip = (/** @type {Uint8Array} */ text) => gzipSync(text, { level: 9 }).length;
  return {
    label,
    raw: sum(served, ({ length }) => length),
    gzip: sum(served, gzip),
    minified: sum(shipped, gzip),
    brotli: sum(shipped, (text) => brotliCompressSync(text).length),
  };
}

/**
 * What an entry adds to what is there already: what comes with it, and what it loads on first use.
 *
 * @param {Readonly<Record<string, Importing>>} graph
 * @param {readonly string[]} entry
 * @param {readonly string[]} base
 * @returns {{ now: string[], later: string[] }}
 */
function beyond(graph, entry, base) {
  const there = loadedWith(graph, base, false);
  const now = [...loadedWith(graph, entry, false)].filter((name) => !there.has(name));
  const counted = new Set([...loadedWith(graph, base, true), ...now]);
  return { now, later: [...loadedWith(graph, entry, true)].filter((name) => !counted.has(name)) };
}

/**
 * @param {string} root
 * @param {string} label
 * @param {string} entry
 * @param {readonly string[]} [base] entries that are loaded already
 * @returns {Promise<{ now: Size, later: Size, modules: [name: string, bytes: number][] }>}
 */
async function added(root, label, entry, base = []) {
  const { metafile: { inputs, outputs }, texts } = await bundle(root, [entry, ...base]);
  const chunks = Object.keys(outputs);
  const chunksOf = (/** @type {readonly string[]} */ names) => chunks.filter((chunk) => names.includes(outputs[chunk]?.entryPoint ?? ""));
  const files = beyond(inputs, [entry], base);
  const shipped = beyond(outputs, chunksOf([entry]), chunksOf(base));
  const size = async (/** @type {string} */ name, /** @type {"now" | "later"} */ when) => {
    const served = await Promise.all(files[when].map((file) => readFile(path.join(root, file))));
    return measure(`${name} (${served.length} files)`, served, shipped[when].map((chunk) => texts.get(chunk) ?? new Uint8Array()));
  };
  const modules = [...shipped.now, ...shipped.later].flatMap((chunk) =>
    Object.entries(outputs[chunk]?.inputs ?? {}).map(([name, { bytesInOutput }]) => /** @type {[string, number]} */ ([name, bytesInOutput])));
  return { now: await size(label, "now"), later: await size("  on first use", "later"), modules };
}

/**
 * @param {string} label
 * @param {readonly Size[]} parts
 * @returns {Size}
 */
function sum(label, parts) {
  const add = (/** @type {"raw" | "gzip" | "minified" | "brotli"} */ key) => parts.reduce((total, part) => total + part[key], 0);
  return { label, raw: add("raw"), gzip: add("gzip"), minified: add("minified"), brotli: add("brotli") };
}

/**
 * @param {string} root the folder www/
 */
export async function sizes(root) {
  const wasm = await readFile(path.join(root, ENGINE));
  const engine = measure("engine (wasm)", [wasm], [wasm]);
  const api = await added(root, "glue and JS API", API);
  const shown = await added(root, "elements", ELEMENTS, [API]);
  const total = { ...sum("to run a graph", [engine, api.now]), ...ENGINE_LIMITS };
  const elements = { ...shown.now, ...ELEMENTS_LIMITS };
  const over = [total, elements].some(({ minified, bound }) => minified > bound);
  const rows = [engine, api.now, api.later, total, elements, shown.later];
  return { rows, total, elements, over, modules: [...api.modules, ...shown.modules] };
}

/** @param {number} bytes */
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

async function main() {
  const { rows, total, elements, over, modules } = await sizes(fileURLToPath(new URL("../www", import.meta.url)));
  if (process.argv.includes("--modules")) {
    for (const [name, bytes] of modules.toSorted(([, a], [, b]) => b - a)) console.log(`${name.padEnd(40)}${kB(bytes).padStart(10)} minified`);
  }
  const heads = ["served", "gzip", "bundled gzip", "brotli"];
  console.log(`${"".padEnd(28)}${heads.map((word) => word.padStart(13)).join("")}`);
  for (const { label, raw, gzip, minified, brotli } of rows) {
    console.log(`${label.padEnd(28)}${[raw, gzip, minified, brotli].map((size) => kB(size).padStart(13)).join("")}`);
  }
  const held = [total, elements].map(
    ({ label, minified, budget, bound }) =>
      `${label}: ${kB(minified)} of ${kB(budget)}${minified > budget ? " OVER BUDGET" : ""}${minified > bound ? `, and over today's bound of ${kB(bound)}` : ""}`,
  );
  console.log(`${held.join("; ")} (bundled, minified, gzip)`);
  process.exitCode = over ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main();
}
