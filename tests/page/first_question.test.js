// A page's way to its first question: the database that indexeddb.js makes while the engine loads is the one that the engine makes
// by itself, and what answering takes is fetched after the question, before anybody asks for it.

import assert from "node:assert/strict";
import test from "node:test";

import { launch } from "./harness/browser.js";
import { serveBesideLibrary } from "./harness/server.js";
import { until } from "./harness/until.js";

const ICON = '<link rel="icon" href="icon.svg">';

const SITE = {
  "index.html": `<!doctype html><title>early</title>${ICON}<script type="module" src="page.js"></script>`,
  "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
  "saver.js": `
    import { IndexedDBSaver } from "./lib/indexeddb.js";
    export const early = new IndexedDBSaver("early");
    // Denied once: the engine has to ask by itself.
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = () => { throw new Error("denied"); };
    export const late = new IndexedDBSaver("late");
    IDBFactory.prototype.open = open;
    await new Promise((resolve) => early.request.addEventListener("success", resolve));
    export const before = (await indexedDB.databases()).map(({ name }) => name);
  `,
  "page.js": `
    import { before, early, late } from "./saver.js";
    import { Annotation, START, StateGraph, interrupt } from "./lib/haltgraph.js";

    const asking = (checkpointer) => new StateGraph({ v: Annotation() })
      .addNode("ask", () => ({ v: interrupt("?") })).addEdge(START, "ask").compile({ checkpointer });
    const done = (request) => new Promise((resolve) => request.addEventListener("success", () => resolve(request.result)));

    async function look(name) {
      const db = await done(indexedDB.open(name));
      const stores = [...db.objectStoreNames];
      const tx = db.transaction(stores);
      const shapes = stores.map((store) => tx.objectStore(store)).map(({ name, keyPath, autoIncrement, indexNames }) => [name, keyPath, autoIncrement, indexNames.length]);
      const bytes = await done(tx.objectStore("meta").get("store"));
      db.close();
      return { version: db.version, shapes, row: new TextDecoder().decode(bytes) };
    }

    window.look = async () => {
      const asked = [];
      for (const saver of [early, late]) {
        const { __interrupt__ } = await asking(saver).invoke({}, { configurable: { thread_id: "t" } });
        asked.push(__interrupt__.length);
      }
      return { before, asked, early: await look("haltgraph:early"), late: await look("haltgraph:late") };
    };
    document.title = "ready";
  `,
};

/** @param {import("node:test").TestContext} t */
async function open(t) {
  const { url } = await serveBesideLibrary(t, SITE);
  const tab = await (await launch(t)).open(url);
  await until("the page is ready", () => tab.page.evaluate(() => document.title === "ready"));
  return tab;
}

test("ST-45 a saver made before the engine is loaded makes the very database that the engine would make", { timeout: 60_000 }, async (t) => {
  const tab = await open(t);
  const { before, asked, early, late } = await tab.page.evaluate(() => /** @type {any} */ (window).look());
  assert.deepEqual(before, ["haltgraph:early"], "made without the engine");
  assert.deepEqual(asked, [1, 1]);
  const masked = (/** @type {string} */ row) => row.replace(/"created_at":\d{13},/, '"created_at":0,').replace(/"[0-9a-f]{32}"/, '"0"');
  assert.deepEqual({ ...early, row: masked(early.row) }, { ...late, row: masked(late.row) });
  assert.notEqual(early.row, late.row);
});

test("D.8 what answering takes is fetched once there is a question, since there may be no network later", { timeout: 60_000 }, async (t) => {
  const tab = await open(t);
  const fetched = () => tab.page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/api/parts.js")).length);
  assert.equal(await fetched(), 0);
  await tab.page.evaluate(() => /** @type {any} */ (window).look());
  await until("it is fetched", async () => (await fetched()) === 1);
});
