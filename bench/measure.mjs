// Takes the samples: one page in a headless Chromium, under the demo server's headers, does what the plan says.

import { cp, mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { launch } from "../tests/page/harness/browser.js";
import { serve } from "../tests/page/harness/server.js";
import { until } from "../tests/page/harness/until.js";
import { plan } from "./plan.mjs";

/**
 * @import { JSHandle } from "puppeteer-core"
 * @import { Owner } from "../tests/page/harness/server.js"
 * @import { Tab } from "../tests/page/harness/tab.js"
 * @import { Effort } from "./options.mjs"
 * @import { Bench } from "./page/page.js"
 * @import { Order } from "./plan.mjs"
 * @import { Taken } from "./statistics.mjs"
 * @import { Workload } from "./workloads/index.js"
 */

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What the page loads, laid out as in the repository. */
const SERVED = ["www", "bench/page", "bench/workloads", "bench/contestants"];

/**
 * A folder to serve, with nothing else of the repository in it.
 *
 * @param {Owner} owner
 */
async function site(owner) {
  const root = await mkdtemp(path.join(tmpdir(), "haltgraph-bench-"));
  owner.after(() => rm(root, { recursive: true, force: true }));
  for (const folder of SERVED) {
    await cp(path.join(ROOT, folder), path.join(root, folder), { recursive: true });
  }
  return root;
}

/**
 * The page's half, once it has loaded.
 *
 * @param {Tab} tab
 * @returns {Promise<JSHandle<Bench>>}
 */
async function ready({ page, problems }) {
  await until("the page has loaded its modules", async () => {
    if (problems.length > 0) throw new Error(problems.join("\n"));
    return page.evaluate(() => "bench" in globalThis);
  });
  return /** @type {JSHandle<Bench>} */ (await page.evaluateHandle("bench"));
}

/**
 * Takes the samples one by one, each over a heap without the garbage of the one before.
 *
 * @param {JSHandle<Bench>} bench
 * @param {import("puppeteer-core").CDPSession} heap
 * @param {Order[]} orders
 * @param {number} least milliseconds of each
 * @returns {Promise<Taken[]>}
 */
async function take(bench, heap, orders, least) {
  const taken = [];
  for (const order of orders) {
    await heap.send("HeapProfiler.collectGarbage");
    const sample = await bench.evaluate((page, asked) => page.sample(asked), { ...order, least });
    taken.push({ ...order, ...sample });
    show(`${taken.length} of ${orders.length} samples`);
  }
  show("");
  return taken;
}

/**
 * Replaces the line at the terminal, if there is one.
 *
 * @param {string} text
 */
function show(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

/**
 * Measures these workloads, every contestant in each.
 *
 * @param {readonly Workload[]} workloads
 * @param {Effort} effort
 */
export function measure(workloads, effort) {
  return owning(async (owner) => {
    const { url } = await serve(owner, { root: await site(owner) });
    const browser = await launch(owner);
    const tab = await browser.open(`${url}bench/page/`);
    const bench = await ready(tab);
    const contestants = await bench.evaluate((page) => page.contestants);
    const heap = await tab.page.createCDPSession();
    const samples = await take(bench, heap, plan(workloads, contestants, effort), effort.least);
    return {
      at: new Date().toISOString(),
      browser: await browser.puppeteer.version(),
      cores: availableParallelism(),
      processor: cpus()[0]?.model,
      effort,
      contestants,
      samples,
    };
  });
}

/** @typedef {Awaited<ReturnType<typeof measure>>} Results */

/**
 * Runs something that has to tidy up, whatever becomes of it.
 *
 * @template Result
 * @param {(owner: Owner) => Promise<Result>} work
 */
async function owning(work) {
  /** @type {(() => unknown)[]} */
  const cleanUps = [];
  try {
    return await work({ after: (cleanUp) => void cleanUps.push(cleanUp) });
  } finally {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
  }
}
