// Takes the samples: pages in one headless Chromium, under the demo server's headers, do what the plan says.

import { availableParallelism, cpus } from "node:os";
import path from "node:path";

import { launch } from "../tests/page/harness/browser.js";
import { serve } from "../tests/page/harness/server.js";
import { site } from "./bundle.mjs";
import { PAGES } from "./cold/index.mjs";
import { owning } from "./owning.mjs";
import { Allowances, plan } from "./plan.mjs";
import { cold } from "./ways/cold.mjs";
import { download } from "./ways/download.mjs";
import { leak } from "./ways/leak.mjs";
import { BenchTab } from "./ways/page.mjs";

/**
 * @import { Browser } from "../tests/page/harness/browser.js"
 * @import { Site } from "./bundle.mjs"
 * @import { Effort } from "./options.mjs"
 * @import { Sample } from "./page/sample.js"
 * @import { Order } from "./plan.mjs"
 * @import { Taken } from "./statistics.mjs"
 * @import { Workload } from "./workloads/index.js"
 */

/**
 * What samples are taken with.
 *
 * @typedef {object} Place
 * @property {Browser} browser
 * @property {BenchTab} tab
 * @property {string} url
 * @property {Site} files
 * @property {Effort} effort
 */

/** @typedef {Awaited<ReturnType<BenchTab["contestants"]>>[number]} Facts of a contestant */

/**
 * Takes one sample in the way of its workload.
 *
 * @type {Record<Workload["way"], (place: Place, order: Order, workload: Workload) => Promise<Sample>>}
 */
const WAYS = {
  page: ({ tab, effort: { least } }, order, { calls }) => tab.sample({ ...order, least, calls }),
  async fresh({ browser, url, effort: { least } }, order, { calls }) {
    const tab = await BenchTab.open(browser, url);
    try {
      return await tab.sample({ ...order, least, calls });
    } finally {
      await tab.close();
    }
  },
  leak: ({ browser, url }, order, { as = "" }) => leak(browser, url, { ...order, as }),
  cold: ({ browser, url }, { contestant }) => cold(browser, `${url}cold/${path.parse(pageOf(contestant).entry).name}/`),
  download({ files }, { contestant }) {
    const { entry, fetches = [] } = pageOf(contestant);
    return download([...files.loaded(entry), ...fetches.map((file) => path.join(files.root, file))]);
  },
};

/** @param {string} contestant */
function pageOf(contestant) {
  const page = PAGES.find((one) => one.contestant === contestant);
  if (page === undefined) throw new Error(`${contestant} has no page in cold/`);
  return page;
}

/**
 * Who does a workload.
 *
 * @param {Workload} workload
 * @param {readonly Facts[]} contestants
 */
function doers({ name, way, as = name, by }, contestants) {
  const does = (/** @type {Facts} */ one) =>
    way === "cold" || way === "download" ? PAGES.some(({ contestant }) => contestant === one.name) : one.does.includes(as);
  return contestants.filter((one) => does(one) && (by === undefined || by.includes(one.name))).map(({ name: own }) => own);
}

/**
 * All samples of one workload.
 *
 * @param {Place} place
 * @param {Workload} workload
 * @param {readonly string[]} contestants that do it
 * @returns {Promise<Taken[]>}
 */
async function take(place, workload, contestants) {
  const { warmUps, rounds, allowance } = place.effort;
  const orders = plan(workload, contestants, workload.once ? { warmUps: 0, rounds: 1 } : { warmUps, rounds });
  const allowances = new Allowances(allowance);
  const inPage = workload.way === "page" || workload.way === "fresh";
  const tasks = inPage ? orders.filter(({ round }) => round === orders[0]?.round) : [];
  for (const task of tasks) await place.tab.prepare(task);
  /** @type {Taken[]} */
  const taken = [];
  for (const [at, order] of orders.entries()) {
    if (!allowances.has(order)) continue;
    show(`${order.workload} ${order.size}: ${at + 1} of ${orders.length}, ${order.contestant}`);
    const began = performance.now();
    const sample = await WAYS[workload.way](place, order, workload);
    allowances.spend(order, performance.now() - began);
    taken.push({ ...order, ...sample, round: allowances.has(order) ? order.round : Math.max(order.round, 0) });
  }
  for (const task of tasks) await place.tab.tidy(task);
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
 * @param {readonly string[] | undefined} chosen beginnings of the names of the contestants that take part; all without
 * @param {Effort} effort
 */
export function measure(workloads, chosen, effort) {
  return owning(async (owner) => {
    const pages = workloads.some(({ way }) => way === "cold" || way === "download") ? PAGES : [];
    const files = await site(owner, pages);
    const { url } = await serve(owner, { root: files.root });
    const browser = await launch(owner);
    const tab = await BenchTab.open(browser, url);
    const contestants = (await tab.contestants()).filter(({ name }) => chosen?.some((start) => name.startsWith(start)) ?? true);
    const samples = [];
    for (const workload of workloads) {
      samples.push(...(await take({ browser, tab, url, files, effort }, workload, doers(workload, contestants))));
    }
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
