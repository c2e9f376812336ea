// Samples that are taken in the page: all in one, so that they meet the same browser, or each in a page that has just
// loaded, so that nothing is there that a page had in memory.

import { until } from "../../tests/page/harness/until.js";

/**
 * @import { CDPSession, JSHandle } from "puppeteer-core"
 * @import { Browser } from "../../tests/page/harness/browser.js"
 * @import { Tab } from "../../tests/page/harness/tab.js"
 * @import { Bench, Task } from "../page/page.js"
 * @import { Length, Sample } from "../page/sample.js"
 */

/** A tab with the page of the samples in it. */
export class BenchTab {
  #tab;
  #bench;
  #heap;

  /**
   * @param {Tab} tab
   * @param {JSHandle<Bench>} bench
   * @param {CDPSession} heap
   */
  constructor(tab, bench, heap) {
    this.#tab = tab;
    this.#bench = bench;
    this.#heap = heap;
  }

  /**
   * Opens the page and waits for its modules.
   *
   * @param {Browser} browser
   * @param {string} url of the folder that is served
   */
  static async open(browser, url) {
    const tab = await browser.open(`${url}page/`);
    await until("the page has loaded its modules", () => {
      if (tab.problems.length > 0) throw new Error(tab.problems.join("\n"));
      return tab.page.evaluate(() => "bench" in globalThis);
    });
    const bench = /** @type {JSHandle<Bench>} */ (await tab.page.evaluateHandle("bench"));
    return new BenchTab(tab, bench, await tab.page.createCDPSession());
  }

  contestants() {
    return this.#bench.evaluate((bench) => bench.contestants);
  }

  /** @param {Task} task */
  prepare(task) {
    return this.#bench.evaluate((bench, asked) => bench.prepare(asked), task);
  }

  /** @param {Task} task */
  tidy(task) {
    return this.#bench.evaluate((bench, asked) => bench.tidy(asked), task);
  }

  /**
   * Takes a sample, over a heap without the garbage of the one before.
   *
   * @param {Task & Length} order
   * @returns {Promise<Sample>}
   */
  async sample(order) {
    await this.collect();
    return this.#bench.evaluate((bench, asked) => bench.sample(asked), order);
  }

  /** Opens a session that stays open. @param {Task} task */
  hold(task) {
    return this.#bench.evaluate((bench, asked) => bench.hold(asked), task);
  }

  /** Makes calls in the session that is open. @param {number} calls */
  run(calls) {
    return this.#bench.evaluate((bench, asked) => bench.run(asked), calls);
  }

  /** Closes the session that is open. */
  release() {
    return this.#bench.evaluate((bench) => bench.release());
  }

  /** Collects what is garbage now. */
  async collect() {
    await this.#heap.send("HeapProfiler.collectGarbage");
  }

  /** Bytes of JavaScript's objects, of the browser's own behind them, of buffers, and of the engine's memory. */
  async memory() {
    const { usedSize, embedderHeapUsedSize, backingStorageSize } = await this.#heap.send("Runtime.getHeapUsage");
    return usedSize + embedderHeapUsedSize + backingStorageSize + (await this.#bench.evaluate((bench) => bench.wasmMemory()));
  }

  close() {
    return this.#tab.close();
  }
}
