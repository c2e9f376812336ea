// What stays in memory after many threads have paused and been resumed: objects and buffers after garbage collection, and
// the engine's own memory, before and after.

import { BenchTab } from "./page.mjs";

/**
 * @import { Browser } from "../../tests/page/harness/browser.js"
 * @import { Order } from "../plan.mjs"
 * @import { Sample } from "../page/sample.js"
 */

/** Threads before memory is counted first: caches are full and code is compiled by then. */
const WARM_UP = 500;

/** Calls in one errand to the page. */
const PORTION = 500;

/**
 * Bytes, counted when nothing more is collected.
 *
 * @param {BenchTab} tab
 */
async function settled(tab) {
  let before = Infinity;
  for (let times = 0; times < 10; times += 1) {
    await tab.collect();
    const memory = await tab.memory();
    if (memory >= before) break;
    before = memory;
  }
  return before;
}

/**
 * @param {Browser} browser
 * @param {string} url
 * @param {Order & { as: string }} order
 * @returns {Promise<Sample>}
 */
export async function leak(browser, url, { as, size, contestant }) {
  const tab = await BenchTab.open(browser, url);
  try {
    await tab.hold({ workload: as, size: 1, contestant });
    await tab.run(WARM_UP);
    const before = await settled(tab);
    for (let done = 0; done < size; done += PORTION) await tab.run(Math.min(PORTION, size - done));
    const after = await settled(tab);
    await tab.release();
    return { calls: size, spans: { before, after }, stored: undefined };
  } finally {
    await tab.close();
  }
}
