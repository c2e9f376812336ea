// The demo desk around the demos: what it says when something is missing, and where an address leads.

import assert from "node:assert/strict";
import { cp, rm } from "node:fs/promises";
import path from "node:path";
import test from "node:test";

import { launch } from "./harness/browser.js";
import { folder, serve, WWW } from "./harness/server.js";
import { until } from "./harness/until.js";
import { openDemo } from "./demo/desk.js";
import { CHEAP, Desk, visit } from "./flight/desk.js";

test("without the built engine the desk says what to do", async (t) => {
  const root = await folder(t, { "empty.html": "<!doctype html><link rel=icon href=icon.svg><title>empty</title>" });
  await cp(WWW, root, { recursive: true });
  await rm(path.join(root, "pkg"), { recursive: true });
  const { url } = await serve(t, { root });
  const tab = await (await launch(t)).open(url);
  await until("it says so", () => tab.page.$("main [role=alert]"));
  const said = await tab.page.$eval("main [role=alert]", (element) => /** @type {HTMLElement} */ (element).innerText);
  assert.match(said, /^The demo could not start\s+Nothing was lost or run\. .*build it first: cargo xtask build\./);
  await tab.expectProblem(/404/);
  await tab.expectProblem(/uncaught/);
});

test("where IndexedDB is denied, the list and the books say so, and a trip is not started (SR-84)", async (t) => {
  const { url } = await serve(t);
  const browser = await launch(t);
  const tab = await browser.open("about:blank");
  await tab.page.evaluateOnNewDocument(() => Object.defineProperty(globalThis, "indexedDB", { value: undefined }));
  const desk = new Desk(browser, url, tab);
  await tab.page.goto(url);
  await tab.page.waitForSelector(".demo-flight");
  await until("the list says so", async () => /^The bookings cannot be read\. Nothing was lost or run\. \(E_UNAVAILABLE\)$/.test(await desk.text(".list .empty")));
  assert.match(await desk.text(".ledger .problem"), /^The airline's books cannot be read: /);
  await desk.plan(CHEAP);
  await until("the request says so", async () => (await desk.text("#request-problem")).startsWith("Nothing was started. E_UNAVAILABLE"));
});

test("an address leads to its booking, in any tab; one that leads nowhere says so", async (t) => {
  const one = await visit(t);
  await one.plan(CHEAP);
  await one.reach("Booked");
  await one.askForDearTrip();
  const address = one.page.url();
  assert.match(address, /#\/flight\/flight-[0-9a-f]{8}$/);
  const two = await openDemo(Desk, one.browser, address);
  await two.reach("Waiting for you");
  await two.page.goto(`${one.url}#/flight/nowhere`);
  await until("it says so", async () => (await two.text(".detail h2")) === "This booking is not here");
  const three = await openDemo(Desk, one.browser, `${one.url}#/no-such-demo`);
  await three.reach("Waiting for you");
});

test("a press asks the browser to keep the data, and the page says what came of it (D.8)", async (t) => {
  const desk = await visit(t);
  await desk.press("Keep data");
  await until("the page says what came of it", async () => /^The (data of this page is kept|browser did not agree)/.test(await desk.text("#keep")));
});
