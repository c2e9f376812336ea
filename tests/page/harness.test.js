// The harness itself: what it must notice, and what survives the death of a tab or of the browser.

import assert from "node:assert/strict";
import test from "node:test";

import { launch } from "./harness/browser.js";
import { folder, serve } from "./harness/server.js";
import { until } from "./harness/until.js";

const SITE = {
  "index.html": "<!doctype html><title>site</title><link rel=icon href=icon.svg><script src=script.js></script>",
  "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
  "script.js": "const door = new BroadcastChannel('door'); door.onmessage = ({ data }) => { document.title = data; }; addEventListener('pagehide', () => door.postMessage('left politely'));",
  "broken.html": "<!doctype html><title>broken</title><link rel=icon href=icon.svg><body><script src=broken.js></script>",
  "broken.js": "console.error('said so'); document.body.setAttribute('style', 'x'); thisIsNotThere();",
};

/** @param {import("node:test").TestContext} t */
async function site(t) {
  const { url } = await serve(t, { root: await folder(t, SITE) });
  return { url, browser: await launch(t) };
}

test("a violation, an uncaught error, a console error and a missing file fail the test that did not expect them", async (t) => {
  const { url } = await serve(t, { root: await folder(t, SITE) });
  /** @type {(() => unknown)[]} */
  const cleanUps = [];
  const browser = await launch({ after: (cleanUp) => cleanUps.push(cleanUp) });
  const tab = await browser.open(`${url}broken.html`);
  await tab.page.evaluate(() => fetch("missing"));
  const ended = Promise.all(cleanUps.map((cleanUp) => cleanUp()));
  await assert.rejects(ended, (/** @type {Error} */ error) => {
    const said = [/violation of style-src-attr/, /uncaught ReferenceError: thisIsNotThere/, /console: said so/, /404/];
    said.forEach((line) => assert.match(error.message, line));
    return true;
  });
});

test("a killed tab gets no chance to tidy up, and the other tab lives on", async (t) => {
  const { url, browser } = await site(t);
  const [killed, other] = [await browser.open(url), await browser.open(url)];
  await killed.page.evaluate(() => localStorage.setItem("stored", "yes"));
  await killed.kill();
  assert.deepEqual(await other.page.evaluate(() => [localStorage.getItem("stored"), document.title]), ["yes", "site"]);
});

test("a closed tab tidies up", async (t) => {
  const { url, browser } = await site(t);
  const [closed, other] = [await browser.open(url), await browser.open(url)];
  await closed.close();
  await until("the other tab sees it", async () => (await other.page.title()) === "left politely");
});

for (const kill of [false, true]) {
  test(`storage outlives a browser that is ${kill ? "killed" : "closed"}`, async (t) => {
    const { url, browser } = await site(t);
    const before = await browser.open(url);
    await before.page.evaluate(write);
    await browser.reopen({ kill });
    const after = await browser.open(url);
    assert.equal(await after.page.evaluate(read), "kept");
  });
}

/** Runs in the page: stores one value and waits for the disk. */
function write() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("harness", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("values");
    opening.onerror = reject;
    opening.onsuccess = () => {
      const transaction = opening.result.transaction("values", "readwrite", { durability: "strict" });
      transaction.objectStore("values").put("kept", "key");
      transaction.oncomplete = resolve;
      transaction.onabort = reject;
    };
  });
}

/** Runs in the page: reads the value back. */
function read() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("harness", 1);
    opening.onerror = reject;
    opening.onsuccess = () => {
      const reading = opening.result.transaction("values").objectStore("values").get("key");
      reading.onsuccess = () => resolve(reading.result);
      reading.onerror = reject;
    };
  });
}
