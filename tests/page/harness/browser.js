// A real Chromium for the end-to-end tests: fresh profile, tabs that can die, and a record of everything that went
// wrong in them. What a tab reports and no test expected fails the test that owns the browser.

import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import puppeteer from "puppeteer-core";

import { Tab } from "./tab.js";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

const FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
];

/** The browser that `cargo xtask test` found (`CHROME`), or one on PATH. */
function executable() {
  const onPath = (process.env["PATH"] ?? "").split(path.delimiter);
  const candidates = NAMES.flatMap((name) => onPath.map((folder) => path.join(folder, name)));
  const found = process.env["CHROME"] || candidates.find((file) => isExecutable(file));
  if (!found) {
    throw new Error("no Chromium on PATH: install it, or name it with CHROME=/path/to/chromium");
  }
  return found;
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} profile */
function start(profile) {
  const root = process.getuid?.() === 0;
  return puppeteer.launch({
    executablePath: executable(),
    headless: true,
    userDataDir: profile,
    args: root ? [...FLAGS, "--no-sandbox"] : FLAGS,
  });
}

/** One running Chromium and its profile. */
export class Browser {
  /** @type {Tab[]} */
  #tabs = [];
  #profile;
  #chromium;

  /**
   * @param {string} profile
   * @param {import("puppeteer-core").Browser} chromium
   */
  constructor(profile, chromium) {
    this.#profile = profile;
    this.#chromium = chromium;
  }

  /** Puppeteer's own handle, for what this class does not offer. */
  get chromium() {
    return this.#chromium;
  }

  /**
   * Opens a tab and waits until the page has loaded.
   *
   * @param {string} url
   * @returns {Promise<Tab>}
   */
  async open(url) {
    const tab = await Tab.of(await this.#chromium.newPage());
    this.#tabs.push(tab);
    await tab.page.goto(url, { waitUntil: "load" });
    return tab;
  }

  /**
   * Starts the browser again over the same profile, as after a restart of the machine. All tabs are gone.
   *
   * @param {{ kill?: boolean }} [options] `kill`: the old process gets no chance to tidy up
   */
  async reopen({ kill = false } = {}) {
    await (kill ? this.#kill() : this.#chromium.close());
    this.#tabs.forEach((tab) => tab.forget());
    this.#chromium = await start(this.#profile);
  }

  /** Ends the browser, removes the profile, and throws if a tab had a problem that no test expected. */
  async close() {
    const unexpected = [];
    for (const tab of this.#tabs) {
      unexpected.push(...(await tab.unexpected()));
    }
    await this.#chromium.close();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
    if (unexpected.length > 0) {
      throw new Error(`the page had problems:\n  ${unexpected.join("\n  ")}`);
    }
  }

  async #kill() {
    const child = this.#chromium.process();
    const gone = new Promise((resolve) => child?.once("exit", resolve));
    child?.kill("SIGKILL");
    await gone;
  }
}

/**
 * Starts a Chromium that ends with its owner.
 *
 * @param {import("./server.js").Owner} owner
 * @returns {Promise<Browser>}
 */
export async function launch(owner) {
  const profile = await mkdtemp(path.join(tmpdir(), "haltgraph-profile-"));
  const browser = new Browser(profile, await start(profile));
  owner.after(() => browser.close());
  return browser;
}
