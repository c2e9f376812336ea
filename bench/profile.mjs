// Where the time of a workload goes, called by `cargo xtask profile`: takes a CPU profile of the page through the DevTools
// protocol, and writes it down twice: whole, as DevTools opens it, and as a table of self times. Knows nothing of the
// engine's modules: `cargo xtask profile` puts names to them.

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { build } from "esbuild";

import { launch } from "../tests/page/harness/browser.js";
import { serve } from "../tests/page/harness/server.js";
import { until } from "../tests/page/harness/until.js";
import { owning } from "./owning.mjs";
import { lines, selfTimes } from "./self_times.mjs";
import { ALIASES, DEFINES } from "./shims/index.mjs";
import { WORKLOADS } from "./workloads/index.js";

/**
 * @import { JSHandle } from "puppeteer-core"
 * @import { Owner } from "../tests/page/harness/server.js"
 * @import { Bench, Task } from "./page/page.js"
 */

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Microseconds between two samples. */
const INTERVAL = 100;

/** Supersteps, or calls where a call has none, that one session makes at most: what a saver keeps must not fill the memory. */
const PER_SESSION = 20_000;

/** Milliseconds that are profiled, about, and that warm up before. */
const PROFILED = 3000;

/**
 * A folder with the page as one file that is not minified, and the wasm with its names.
 *
 * @param {Owner} owner
 * @param {string} wasm
 */
async function site(owner, wasm) {
  const root = await mkdtemp(path.join(tmpdir(), "haltgraph-profile-"));
  owner.after(() => rm(root, { recursive: true, force: true }));
  await mkdir(path.join(root, "page"));
  await mkdir(path.join(root, "pkg"));
  await cp(path.join(ROOT, "bench/page/index.html"), path.join(root, "page/index.html"));
  await cp(path.join(ROOT, "www/icon.svg"), path.join(root, "icon.svg"));
  await cp(wasm, path.join(root, "pkg/haltgraph_bg.wasm"));
  await build({
    absWorkingDir: ROOT,
    entryPoints: ["bench/page/page.js"],
    outfile: path.join(root, "page/page.js"),
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2023",
    alias: ALIASES,
    define: DEFINES,
    plugins: [glueOf(wasm)],
    logLevel: "error",
  });
  return root;
}

/**
 * Takes the glue that lies beside the wasm: what it exports to it has names, too.
 *
 * @param {string} wasm
 * @returns {import("esbuild").Plugin}
 */
function glueOf(wasm) {
  const glue = wasm.replace(/\.wasm$/, ".js");
  return {
    name: "glue",
    setup: (bundle) =>
      bundle.onLoad({ filter: /\/www\/pkg\/haltgraph\.js$/ }, async (shipped) => ({
        contents: await readFile(glue, "utf8"),
        resolveDir: path.dirname(shipped.path),
      })),
  };
}

/** @typedef {{ sessions: number, calls: number }} Amount calls in each of some sessions */

/**
 * Makes calls, in sessions that are opened and closed.
 *
 * @param {JSHandle<Bench>} bench
 * @param {Task} task
 * @param {Amount} amount
 * @returns {Promise<number>} milliseconds
 */
function work(bench, task, amount) {
  return bench.evaluate(async (page, asked, { sessions, calls }) => {
    const began = performance.now();
    for (let session = 0; session < sessions; session += 1) {
      await page.hold(asked);
      await page.run(calls);
      await page.release();
    }
    return performance.now() - began;
  }, task, amount);
}

/**
 * How much of a workload takes about as long as is profiled, found by doing it: the code is compiled by then, too.
 *
 * @param {JSHandle<Bench>} bench
 * @param {Task} task
 * @param {number} most calls of one session
 * @returns {Promise<Amount>}
 */
async function enough(bench, task, most) {
  const amount = (/** @type {number} */ calls) => ({ sessions: Math.ceil(calls / most), calls: Math.min(calls, most) });
  let calls = 1;
  let time = await work(bench, task, amount(calls));
  while (time < PROFILED / 4) {
    calls *= 2;
    time = await work(bench, task, amount(calls));
  }
  return amount(Math.ceil((calls * PROFILED) / time));
}

/**
 * What the page does while it works.
 *
 * @param {Owner} owner
 * @param {string} root
 * @param {Task} task
 * @param {number} most calls of one session
 */
async function profiled(owner, root, task, most) {
  const { url } = await serve(owner, { root });
  const tab = await (await launch(owner)).open(`${url}page/`);
  await until("the page has loaded its modules", () => {
    if (tab.problems.length > 0) throw new Error(tab.problems.join("\n"));
    return tab.page.evaluate(() => "bench" in globalThis);
  });
  const bench = /** @type {JSHandle<Bench>} */ (await tab.page.evaluateHandle("bench"));
  const devtools = await tab.page.createCDPSession();
  await bench.evaluate((page, asked) => page.prepare(asked), task);
  const amount = await enough(bench, task, most);
  await devtools.send("Profiler.enable");
  await devtools.send("Profiler.setSamplingInterval", { interval: INTERVAL });
  await devtools.send("Profiler.start");
  await work(bench, task, amount);
  const { profile } = await devtools.send("Profiler.stop");
  await bench.evaluate((page, asked) => page.tidy(asked), task);
  return { profile, calls: amount.sessions * amount.calls };
}

/** The command line. */
function options() {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    allowPositionals: true,
    options: {
      by: { type: "string", default: "memory" },
      size: { type: "string" },
      wasm: { type: "string", default: "target/xtask/named.wasm" },
      out: { type: "string", default: "target/bench" },
      check: { type: "boolean", default: false },
    },
  });
  const workload = WORKLOADS.find(({ name, way }) => name === positionals[0] && (way === "page" || way === "fresh"));
  if (workload === undefined) throw new Error(`no workload to profile is called ${positionals[0]}`);
  const size = Number(values.size ?? workload.sizes[Math.floor(workload.sizes.length / 2)]);
  return { ...values, workload, size };
}

/**
 * Profiles, and writes both files.
 *
 * @param {Owner} owner
 * @param {ReturnType<typeof options>} asked
 */
async function profile(owner, { workload, size, by, wasm, out }) {
  const { steps = 1 } = workload.of(size);
  const root = await site(owner, wasm);
  const task = { workload: workload.name, size, contestant: by };
  const taken = await profiled(owner, root, task, Math.ceil(PER_SESSION / steps));
  const bundle = lines(await readFile(path.join(root, "page/page.js"), "utf8"));
  const rows = selfTimes(taken.profile, bundle).map(([row, time]) => `${time}\t${row}\n`);
  const unit = steps > 1 ? "superstep" : "call";
  await mkdir(out, { recursive: true });
  await writeFile(path.join(out, "profile.cpuprofile"), JSON.stringify(taken.profile));
  await writeFile(path.join(out, "profile.tsv"), `${taken.calls * steps}\t${unit}\t${workload.name} ${size}, ${by}\n${rows.join("")}`);
}

async function main() {
  const asked = options();
  if (!asked.check) await owning((owner) => profile(owner, asked));
}

main().catch((error) => {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
});
