// Chromium, driven by its own protocol.

import puppeteer from "puppeteer-core";

import { executable } from "./executable.js";

/** @import { MediaFeature, Page, Protocol } from "puppeteer-core" */

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

const FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
];

/** Chromium also writes each violation to the console; the structured report is the one that counts. */
const SAID_TWICE = /Content Security Policy|requires 'Trusted/;

/** @param {string} profile */
function start(profile) {
  const root = process.getuid?.() === 0;
  return puppeteer.launch({
    executablePath: executable("CHROME", NAMES),
    headless: true,
    userDataDir: profile,
    args: root ? [...FLAGS, "--no-sandbox"] : FLAGS,
  });
}

/** @param {Page} page @param {(problem: string) => void} report */
async function watch(page, report) {
  page.on("pageerror", (error) => report(`uncaught ${String(error)}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !SAID_TWICE.test(message.text())) report(`console: ${message.text()}`);
  });
  const audits = await page.createCDPSession();
  audits.on("Audits.issueAdded", ({ issue }) => {
    const details = issue.details.contentSecurityPolicyIssueDetails;
    if (details) report(violation(details));
  });
  await audits.send("Audits.enable");
}

/**
 * A violation in one line, such as `violation of style-src-attr`.
 *
 * @param {Protocol.Audits.ContentSecurityPolicyIssueDetails} details
 */
function violation({ violatedDirective, blockedURL, sourceCodeLocation }) {
  const blocked = blockedURL ? ` by ${blockedURL}` : "";
  const place = sourceCodeLocation ? ` at ${sourceCodeLocation.url}:${sourceCodeLocation.lineNumber + 1}` : "";
  return `violation of ${violatedDirective}${blocked}${place}`;
}

/** @param {Page} page */
async function kill(page) {
  const browser = await page.browser().target().createCDPSession();
  const session = await page.createCDPSession();
  const { targetInfo } = await session.send("Target.getTargetInfo");
  const crashed = new Promise((resolve) => page.once("error", resolve));
  // The answer never comes: the process that would send it is gone.
  session.send("Page.crash").catch(() => undefined);
  await crashed;
  await browser.send("Target.closeTarget", { targetId: targetInfo.targetId });
  await browser.detach();
}

/** One session for each page: what two sessions of one page emulate is mixed. @type {WeakMap<Page, Promise<import("puppeteer-core").CDPSession>>} */
const sessions = new WeakMap();

/** @param {Page} page @param {MediaFeature[]} features */
async function dress(page, features) {
  const opened = sessions.get(page) ?? page.createCDPSession();
  sessions.set(page, opened);
  const session = await opened;
  // Puppeteer's own method knows no forced colours.
  await session.send("Emulation.setEmulatedMedia", { features });
}

/** @type {import("./driver.js").Driver} */
export const chromium = {
  start,
  watch,
  kill,
  dress,
  control: (page, role, name) => page.$(`::-p-aria([name="${name}"][role="${role}"])`),
};
