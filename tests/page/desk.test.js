// The demo desk around the demos: what it says when something is missing, and where an address leads.

import assert from "node:assert/strict";
import { cp, rm } from "node:fs/promises";
import path from "node:path";
import test from "node:test";

import { launch } from "./harness/browser.js";
import { folder, serve, WWW } from "./harness/server.js";
import { until } from "./harness/until.js";
import { openDemo } from "./demo/desk.js";
import { CHEAP, Desk, FIRST_BALANCE, visit } from "./flight/desk.js";

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

test("the list leads from demo to demo, each at its own address and under its own title, and each as it was left", async (t) => {
  const desk = await (await visit(t)).askForDearTrip();
  await desk.page.setViewport({ width: 1280, height: 844 });
  const address = desk.page.url();
  const marked = () => desk.page.$$eval("#demos [aria-current]", (all) => all.map((one) => one.querySelector(".demo-title")?.textContent));
  assert.deepEqual([await marked(), await desk.page.title()], [["Book a flight"], "(1) Book a flight · Haltgraph demo"]);
  await (await desk.page.$('#demos a[href="#/sql"]'))?.click();
  await desk.page.waitForSelector(".demo-sql");
  assert.deepEqual([await marked(), await desk.page.title(), new URL(desk.page.url()).hash], [["Guard a database"], "Guard a database · Haltgraph demo", "#/sql"]);
  assert.equal(await desk.page.$(".demo-flight"), null, "one demo is on the page");
  await desk.page.goBack();
  await desk.page.waitForSelector(".demo-flight");
  await desk.reach("Waiting for you");
  assert.deepEqual([desk.page.url(), await desk.page.title()], [address, "(1) Book a flight · Haltgraph demo"]);
  await desk.page.goForward();
  await desk.page.waitForSelector(".demo-sql");
  await (await desk.page.$("#demos li:first-child a"))?.click();
  await desk.page.waitForSelector(".demo-flight");
  assert.equal(desk.page.url(), address, "the link leads back to where the person was");
  await desk.press("Approve book_flight");
  await desk.reach("Booked");
});

test("on a phone the list is a chooser, for keys too: it opens, closes by Escape, and leads on", async (t) => {
  const desk = await visit(t);
  await desk.page.setViewport({ width: 390, height: 844 });
  const isOpen = () => desk.page.$eval("#demo-list", (list) => list.checkVisibility());
  const chooser = await desk.control("button", "Demo: Book a flight");
  assert.equal(await isOpen(), false);
  await chooser.focus();
  await desk.page.keyboard.press("Enter");
  assert.deepEqual([await isOpen(), await chooser.evaluate((button) => button.getAttribute("aria-expanded"))], [true, "true"]);
  await desk.page.keyboard.press("Escape");
  assert.deepEqual([await isOpen(), await chooser.evaluate((button) => button === document.activeElement)], [false, true]);
  await desk.page.keyboard.press("Enter");
  await desk.page.keyboard.press("Tab");
  await desk.page.keyboard.press("Tab");
  await desk.page.keyboard.press("Enter");
  await desk.page.waitForSelector(".demo-marketing");
  assert.equal(await isOpen(), false);
  await desk.control("button", "Demo: Send marketing emails");
});

test("a reset asks first, and forgets this demo alone", async (t) => {
  const desk = await (await visit(t)).askForDearTrip();
  await desk.press("Reset this demo");
  await desk.press("Keep everything");
  assert.deepEqual(await desk.states(), ["Waiting for you"]);
  await desk.plan(CHEAP);
  await desk.reach("Booked");
  await desk.press("Reset this demo");
  await desk.press("Reset");
  await until("the list is empty", async () => (await desk.states()).length === 0);
  await until("the books are as at first", async () => {
    const { attempts, charges, balance } = await desk.ledger();
    return attempts.length + charges.length === 0 && balance === FIRST_BALANCE;
  });
  await desk.reload();
  assert.deepEqual(await desk.states(), []);
});
