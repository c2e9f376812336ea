// Makes the folder that the benchmark's pages are served from: every script bundled and minified by esbuild, as an app
// ships it, whoever wrote it.

import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { ALIASES, DEFINES } from "./shims/index.mjs";

/** @import { Owner } from "../tests/page/harness/server.js" */

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The page, and the wasm where the bundled glue looks for it: beside the folder of any script. */
const COPIED = [
  ["bench/page/index.html", "page/index.html"],
  ["www/icon.svg", "icon.svg"],
  ["www/pkg/haltgraph_bg.wasm", "pkg/haltgraph_bg.wasm"],
  ["www/pkg/haltgraph_bg.wasm", "cold/pkg/haltgraph_bg.wasm"],
];

/**
 * @typedef {object} Site
 * @property {string} root the folder
 * @property {(entry: string) => string[]} loaded the scripts that a page loads before its first dynamic import, by its entry
 */

/**
 * Bundles the page of the samples, and one for each other entry.
 *
 * @param {Owner} owner
 * @param {readonly import("./cold/index.mjs").Page[]} pages
 * @returns {Promise<Site>}
 */
export async function site(owner, pages) {
  const root = await mkdtemp(path.join(tmpdir(), "haltgraph-bench-"));
  owner.after(() => rm(root, { recursive: true, force: true }));
  for (const [from = "", to = ""] of COPIED) await cp(path.join(ROOT, from), path.join(root, to));
  await bundle(root, "page", ["bench/page/page.js"]);
  const loaded = new Map();
  for (const { entry, fetches = [] } of pages) {
    const folder = `cold/${path.parse(entry).name}`;
    const files = await bundle(root, folder, [`bench/cold/${entry}`]);
    loaded.set(entry, files);
    const chunks = files.map((file) => path.basename(file)).filter((name) => name !== entry);
    await writeFile(path.join(root, folder, "index.html"), html(entry, chunks, fetches));
  }
  return { root, loaded: (entry) => loaded.get(entry) ?? [] };
}

/**
 * @param {string} root
 * @param {string} folder in it
 * @param {string[]} entryPoints
 */
async function bundle(root, folder, entryPoints) {
  await mkdir(path.join(root, folder), { recursive: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints,
    outdir: path.join(root, folder),
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2023",
    alias: ALIASES,
    define: DEFINES,
    metafile: true,
    logLevel: "error",
  });
  return atFirst(metafile.outputs).map((file) => path.resolve(ROOT, file));
}

/**
 * The entry's output, and all that it imports statically.
 *
 * @param {import("esbuild").Metafile["outputs"]} outputs
 */
function atFirst(outputs) {
  const found = new Set(Object.keys(outputs).filter((file) => outputs[file]?.entryPoint !== undefined && !isLater(outputs, file)));
  for (const file of found) {
    const imports = outputs[file]?.imports ?? [];
    imports.filter(({ kind }) => kind === "import-statement").forEach((one) => found.add(one.path));
  }
  return [...found];
}

/**
 * Whether a file is an entry only because something imports it dynamically.
 *
 * @param {import("esbuild").Metafile["outputs"]} outputs
 * @param {string} file
 */
function isLater(outputs, file) {
  return Object.values(outputs).some(({ imports }) => imports.some((one) => one.kind === "dynamic-import" && one.path === file));
}

/**
 * A page as a bundler's plugin writes it: what the entry needs is named in advance, so that nothing waits to be found.
 *
 * @param {string} entry
 * @param {readonly string[]} chunks
 * @param {readonly string[]} fetches
 */
const html = (entry, chunks, fetches) => `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>One question</title>
  <link rel="icon" href="/icon.svg">
  ${fetches.map((file) => `<link rel="preload" as="fetch" href="../${file}" crossorigin>`).join("\n  ")}
  ${chunks.map((file) => `<link rel="modulepreload" href="${file}">`).join("\n  ")}
  <script type="module" src="${entry}"></script>
</html>
`;
