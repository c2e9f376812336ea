// Firefox, driven by WebDriver BiDi. What that protocol lacks is done in Firefox's own window, which it may reach.

import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename } from "node:fs/promises";
import path from "node:path";

import puppeteer from "puppeteer-core";

import { executable } from "./executable.js";
import { acknowledgeAtOnce, withSockets } from "./sockets.js";

/** @import { Browser, ElementHandle, MediaFeature, Page } from "puppeteer-core" */

const NAMES = ["firefox-esr", "firefox"];

const PREFERENCES = {
  // Each tab has a process of its own, so that the death of one is not the death of another.
  "dom.ipc.processCount": 16,
  "dom.ipc.processCount.webIsolated": 16,
  // Tests look at tabs in the back, too: their timers are not slowed down to one a second.
  "dom.min_background_timeout_value": 4,
  "dom.min_background_timeout_value_without_budget_throttling": 4,
  "dom.timeout.enable_budget_timer_throttling": false,
  // As in Chromium without a screen, a scrollbar takes no room.
  "ui.useOverlayScrollbars": 1,
  // A page that asks to keep its data is allowed to; otherwise a person would be asked who is not there.
  "dom.storageManager.prompt.testing": true,
  "dom.storageManager.prompt.testing.allow": true,
};

/** Firefox's log says of a violation what was blocked and by which directive. */
const VIOLATION = /Content-Security-Policy: .*? (?:\((?<source>[\w-]+)\)(?: at (?<url>\S+))?|directive: “(?<directive>[\w-]+))/;

/** How Firefox says that the page went away before an answer came. */
const ABORTED = /ABORT/;

/** The part of the media queries that a tab's browsing context can override, and under which name. */
const OVERRIDES = /** @type {const} */ ({
  "prefers-color-scheme": "prefersColorSchemeOverride",
  "prefers-reduced-motion": "prefersReducedMotionOverride",
  "forced-colors": "forcedColorsOverride",
});

/** Which elements have a role without saying so. @type {Record<string, string>} */
const ROLES = {
  button: "button",
  checkbox: "input[type=checkbox]",
  combobox: "select",
  link: "a[href]",
  radio: "input[type=radio]",
  slider: "input[type=range]",
  spinbutton: "input[type=number]",
  textbox: "textarea, input:not([type]), input[type=text], input[type=url], input[type=email], input[type=password]",
};

/** @param {string} folder */
async function start(folder) {
  const { value: browser, sockets } = await withSockets(async () => puppeteer.launch({
    browser: "firefox",
    executablePath: executable("FIREFOX", NAMES),
    headless: true,
    userDataDir: await moved(folder),
    extraPrefsFirefox: PREFERENCES,
    args: ["--remote-allow-system-access"],
  }));
  sockets.forEach(acknowledgeAtOnce);
  return browser;
}

/**
 * The profile in a folder, under a new name: some time after Firefox has ended, Puppeteer tidies the preferences of the
 * profile that it started it with, which must not be the one of the next start.
 *
 * @param {string} folder
 */
async function moved(folder) {
  const [last] = await readdir(folder);
  const profile = path.join(folder, randomUUID());
  await (last === undefined ? mkdir(profile) : rename(path.join(folder, last), profile));
  return profile;
}

/** @param {Page} page @param {(problem: string) => void} report */
async function watch(page, report) {
  page.on("pageerror", (error) => report(uncaught(error instanceof Error ? error.message : String(error))));
  page.on("console", (message) => {
    if (message.type() === "error") report(`console: ${message.text()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) report(`${response.status()} for ${response.url()}`);
  });
  page.on("requestfailed", (request) => {
    // An answer that Firefox does not want, such as markup for a script, was an answer.
    if (request.response()) return;
    const reason = request.failure()?.errorText ?? "unknown";
    if (!ABORTED.test(reason)) report(`${reason} for ${request.url()}`);
  });
}

/** One line for what Firefox's log calls an error of the page. @param {string} text */
function uncaught(text) {
  const { source, url, directive } = VIOLATION.exec(text)?.groups ?? {};
  if (!source && !directive) return `uncaught ${text}`;
  return `violation of ${source ?? directive}${url ? ` by ${url}` : ""}`;
}

/** @param {Page} page */
async function kill(page) {
  process.kill(await inOwnWindow(page, processOf), "SIGKILL");
  await page.close();
}

/** @param {Page} page @param {MediaFeature[]} features */
async function dress(page, features) {
  const values = Object.entries(OVERRIDES).map(([name, property]) => {
    const feature = features.find((one) => one.name === name);
    return [property, feature?.value ?? "none"];
  });
  await inOwnWindow(page, override, JSON.stringify(Object.fromEntries(values)));
}

/**
 * The protocol's own search looks into no shadow root and takes a tenth of a second. That names are what a screen reader
 * says, Chromium's tree of accessibility has shown; here they are read from the markup.
 *
 * @param {Page} page
 * @param {string} role
 * @param {string} name
 */
async function control(page, role, name) {
  const selector = `:is(${ROLES[role] ?? "[role]"}):not([role]), [role="${role}"]`;
  const found = await page.evaluateHandle(named, selector, name);
  return /** @type {ElementHandle | null} */ (found.asElement());
}

/**
 * Runs in the page: the visible element that fits and has this name.
 *
 * @param {string} selector
 * @param {string} name
 */
function named(selector, name) {
  /** @type {(root: ParentNode) => Element[]} */
  const within = (root) => [...root.querySelectorAll("*")].flatMap((element) => (element.shadowRoot ? [element, ...within(element.shadowRoot)] : [element]));
  const text = (/** @type {Element | null} */ element) => {
    const copy = /** @type {Element | undefined} */ (element?.cloneNode(true));
    copy?.querySelectorAll("[aria-hidden=true]").forEach((part) => part.remove());
    return copy?.textContent ?? "";
  };
  const label = (/** @type {Element} */ element) => {
    const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
    const ids = element.getAttribute("aria-labelledby")?.split(/\s+/);
    if (ids) return ids.map((id) => text(root.getElementById(id))).join(" ");
    const labels = [.../** @type {HTMLInputElement} */ (element).labels ?? []];
    return element.getAttribute("aria-label") ?? labels.concat(labels.length === 0 ? /** @type {any} */ (element) : []).map(text).join(" ");
  };
  // Where the parts of a name are set apart by style alone, the markup has no space.
  const packed = (/** @type {string} */ words) => words.replaceAll(/\s+/g, "");
  const fits = (/** @type {Element} */ element) => element.checkVisibility() && packed(label(element)) === packed(name);
  return within(document).find((element) => element.matches(selector) && fits(element));
}

/**
 * Calls a function in the window that Firefox draws itself with. Its first argument is the id of the page's tab.
 *
 * @template {string | number | undefined | void} T
 * @param {Page} page
 * @param {(id: string, argument: string) => T} called
 * @param {string} [argument]
 * @returns {Promise<T>}
 */
async function inOwnWindow(page, called, argument = "") {
  // Neither is part of Puppeteer's documented interface; package.json pins the version that has them.
  const { connection } = /** @type {Browser & { connection: { send(method: string, parameters: object): Promise<{ result: any }> } }} */ (page.browser());
  const { _id: id } = /** @type {any} */ (page.mainFrame());
  const { result: { contexts: [{ context }] } } = await connection.send("browsingContext.getTree", { "moz:scope": "chrome", maxDepth: 0 });
  const { result } = await connection.send("script.callFunction", {
    functionDeclaration: String(called),
    arguments: [id, argument].map((value) => ({ type: "string", value })),
    target: { context },
    awaitPromise: true,
  });
  if (result.type !== "success") throw new Error(`Firefox refused ${called.name}: ${JSON.stringify(result)}`);
  return result.result.value;
}

/** Runs in Firefox's window: the id of the operating system's process that draws a tab. @param {string} id @returns {number} */
function processOf(id) {
  const { NavigableManager } = /** @type {any} */ (globalThis).ChromeUtils.importESModule("chrome://remote/content/shared/NavigableManager.sys.mjs");
  return NavigableManager.getBrowsingContextById(id).currentWindowGlobal.osPid;
}

/** Runs in Firefox's window: sets members of a tab's browsing context. @param {string} id @param {string} values JSON */
function override(id, values) {
  const { NavigableManager } = /** @type {any} */ (globalThis).ChromeUtils.importESModule("chrome://remote/content/shared/NavigableManager.sys.mjs");
  Object.assign(NavigableManager.getBrowsingContextById(id).top, JSON.parse(values));
}

/** @type {import("./driver.js").Driver} */
export const firefox = { start, watch, kill, dress, control };
