// A browser's process and its profile. The tests of one file share one: each serves its pages from a port of its own, so
// none sees what another stored, and starting a browser costs more than most tests do.

import { mkdtemp, rm } from "node:fs/promises";
import { after } from "node:test";
import { tmpdir } from "node:os";
import path from "node:path";

import { driver } from "./driver.js";

/** True in a process that Node's test runner started for one file. */
export const SHARED = process.env["NODE_TEST_CONTEXT"] !== undefined;

/** A process over a profile that it removes in the end. */
export class Running {
  #profile;
  #puppeteer;

  /**
   * @param {string} profile
   * @param {import("puppeteer-core").Browser} puppeteer
   */
  constructor(profile, puppeteer) {
    this.#profile = profile;
    this.#puppeteer = puppeteer;
  }

  static async start() {
    const profile = await mkdtemp(path.join(tmpdir(), "haltgraph-profile-"));
    return new Running(profile, await driver().start(profile));
  }

  /** Puppeteer's handle of the process that runs now. */
  get puppeteer() {
    return this.#puppeteer;
  }

  /** Ends the process and starts another over the same profile. @param {boolean} kill the old one may not tidy up */
  async restart(kill) {
    await (kill ? this.#kill() : this.#puppeteer.close());
    this.#puppeteer = await driver().start(this.#profile);
  }

  async end() {
    await this.#puppeteer.close();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async #kill() {
    const child = this.#puppeteer.process();
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }
}

/** @type {Promise<Running> | undefined} */
let shared;

/** The process that this file's tests share; it ends after the last of them. */
export async function sharedRunning() {
  shared ??= Running.start();
  const running = await shared;
  // A test that failed while it restarted the browser leaves none behind.
  if (!running.puppeteer.connected) await running.restart(true);
  return running;
}

if (SHARED) after(async () => (await shared)?.end());
