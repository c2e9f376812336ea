// What a page loads to run a graph, measured: engine, glue and JS API, each file compressed alone.
// Prints a table; exits with 1 where the sum is over the budget.

import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";

/** Bytes, gzip. */
const BUDGET = 110_000;

const ENGINE = "pkg/haltgraph_bg.wasm";

/**
 * The files under `folder` that end in `ending`, as paths from `root`.
 *
 * @param {string} root
 * @param {string} folder
 * @param {string} ending
 * @returns {Promise<string[]>}
 */
async function list(root, folder, ending) {
  const names = await readdir(path.join(root, folder), { recursive: true }).catch(() => []);
  return names.filter((name) => name.endsWith(ending)).map((name) => path.posix.join(folder, name)).toSorted();
}

/**
 * @param {string} label
 * @param {Buffer[]} files
 */
function measure(label, files) {
  const sum = (/** @type {(file: Buffer) => number} */ size) => files.reduce((total, file) => total + size(file), 0);
  return {
    label,
    raw: sum((file) => file.length),
    gzip: sum((file) => gzipSync(file, { level: 9 }).length),
    brotli: sum((file) => brotliCompressSync(file).length),
  };
}

/**
 * @param {string} root the folder www/
 */
export async function sizes(root) {
  const read = (/** @type {string[]} */ names) => Promise.all(names.map((name) => readFile(path.join(root, name))));
  const present = new Set(await readdir(root));
  const entries = ["haltgraph.js", "core.js"].filter((name) => present.has(name));
  const glue = await list(root, "pkg", ".js");
  const api = [...entries, ...(await list(root, "api", ".js"))];
  const parts = [
    measure("engine (wasm)", await read([ENGINE])),
    measure("glue", await read(glue)),
    measure(`JS API (${api.length} files)`, await read(api)),
  ];
  const add = (/** @type {"raw" | "gzip" | "brotli"} */ key) => parts.reduce((total, part) => total + part[key], 0);
  const total = { label: "total", raw: add("raw"), gzip: add("gzip"), brotli: add("brotli") };
  return { rows: [...parts, total], total, budget: BUDGET, over: total.gzip > BUDGET };
}

/** @param {number} bytes */
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

async function main() {
  const { rows, total, budget, over } = await sizes(fileURLToPath(new URL("../www", import.meta.url)));
  console.log(`${"".padEnd(20)}${["raw", "gzip", "brotli"].map((word) => word.padStart(12)).join("")}`);
  for (const { label, raw, gzip, brotli } of rows) {
    console.log(`${label.padEnd(20)}${[raw, gzip, brotli].map((size) => kB(size).padStart(12)).join("")}`);
  }
  console.log(`${kB(total.gzip)} gzip of ${kB(budget)}${over ? ": OVER BUDGET" : ""}`);
  process.exitCode = over ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main();
}
