// What a page loads, measured: engine, glue and JS API to run a graph, and the elements that show its questions. Each file
// is compressed alone, as it is served and minified. The package has no build step, so a page may load it as it is served;
// what counts for the budgets is what an app's own production build ships, whose first step is to minify.
// Prints a table with the budgets; exits with 1 where a sum is over what it may be today. That bound rises with what the
// package can do, and no further, until it is the budget.

import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";

import { transform } from "esbuild";

/** Bytes, minified, gzip: engine, glue and JS API. `budget` is the aim, `bound` what fails today. */
const ENGINE_LIMITS = { budget: 110_000, bound: 360_000 };

/** Bytes, minified, gzip: elements and dialects, beyond the API. */
const ELEMENTS_LIMITS = { budget: 35_000, bound: 90_000 };

const ENGINE = "pkg/haltgraph_bg.wasm";

/**
 * The sizes of one or several files.
 *
 * @typedef {object} Size
 * @property {string} label
 * @property {number} raw as served
 * @property {number} gzip as served
 * @property {number} minified gzip of the minified file
 * @property {number} brotli of the minified file
 */

/**
 * The scripts under `folder`, as paths from `root`.
 *
 * @param {string} root
 * @param {string} folder
 * @returns {Promise<string[]>}
 */
async function scripts(root, folder) {
  const names = await readdir(path.join(root, folder), { recursive: true }).catch(() => []);
  return names.filter((name) => name.endsWith(".js")).map((name) => path.posix.join(folder, name)).toSorted();
}

/**
 * @param {string} file
 * @returns {Promise<Size>}
 */
async function measure(file) {
  const served = await readFile(file);
  const minified = file.endsWith(".js") ? (await transform(served, { minify: true, target: "es2022" })).code : served;
  return {
    label: file,
    raw: served.length,
    gzip: gzipSync(served, { level: 9 }).length,
    minified: gzipSync(minified, { level: 9 }).length,
    brotli: brotliCompressSync(minified).length,
  };
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
  const all = async (/** @type {string} */ label, /** @type {readonly string[]} */ names) =>
    sum(label, await Promise.all(names.map((name) => measure(path.join(root, name)))));
  const present = new Set(await readdir(root));
  const top = (/** @type {readonly string[]} */ names) => names.filter((name) => present.has(name));
  const api = [...top(["haltgraph.js", "core.js", "indexeddb.js"]), ...(await scripts(root, "api"))];
  const shown = [...top(["elements.js"]), ...(await scripts(root, "elements")), ...(await scripts(root, "dialects"))];
  const parts = [
    await all("engine (wasm)", [ENGINE]),
    await all("glue", await scripts(root, "pkg")),
    await all(`JS API (${api.length} files)`, api),
  ];
  const total = { ...sum("to run a graph", parts), ...ENGINE_LIMITS };
  const elements = { ...(await all(`elements (${shown.length} files)`, shown)), ...ELEMENTS_LIMITS };
  const over = [total, elements].some(({ minified, bound }) => minified > bound);
  return { rows: [...parts, total, elements], total, elements, over };
}

/** @param {number} bytes */
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

async function main() {
  const { rows, total, elements, over } = await sizes(fileURLToPath(new URL("../www", import.meta.url)));
  const heads = ["served", "gzip", "min+gzip", "min+brotli"];
  console.log(`${"".padEnd(22)}${heads.map((word) => word.padStart(12)).join("")}`);
  for (const { label, raw, gzip, minified, brotli } of rows) {
    console.log(`${label.padEnd(22)}${[raw, gzip, minified, brotli].map((size) => kB(size).padStart(12)).join("")}`);
  }
  const held = [total, elements].map(
    ({ label, minified, budget, bound }) =>
      `${label}: ${kB(minified)} of ${kB(budget)}${minified > budget ? " OVER BUDGET" : ""}${minified > bound ? `, and over today's bound of ${kB(bound)}` : ""}`,
  );
  console.log(`${held.join("; ")} (each file minified, then gzip)`);
  process.exitCode = over ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main();
}
