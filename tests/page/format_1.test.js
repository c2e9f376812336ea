// Stores of format 1 in a real browser: the fixtures that tests/native/format_1.rs keeps are put where a saver of that
// format left them; the same graph, built in JavaScript, reads every thread and goes on with those that wait.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

import { launch } from "./harness/browser.js";
import { serveBesideLibrary } from "./harness/server.js";
import { until } from "./harness/until.js";

const ICON = '<link rel="icon" href="icon.svg">';

/** @param {string} name */
const fixture = (name) => readFile(new URL(`../fixtures/format-1/${name}`, import.meta.url), "utf8");

const SITE = {
  "index.html": `<!doctype html><title>format</title>${ICON}<script type="module" src="page.js"></script>`,
  "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
  "page.js": `
    import { Annotation, Command, END, IndexedDBSaver, LocalStorageSaver, START, Send, StateGraph, interrupt } from "./lib/haltgraph.js";

    const logs = (entry) => () => ({ log: [entry] });
    const asks = (name) => () => ({ log: [interrupt(name)] });
    const starts = {
      questions: ["one", "two", "free"],
      sends: ["a", "asks", "b"].map((item) => new Send("work", { item })),
      join: ["left", "before"],
      deltas: ["grow"],
      fork: ["grow"],
    };
    const graph = new StateGraph({ log: Annotation({ reducer: (a, b) => a.concat(b), default: () => [] }), kind: Annotation(), big: Annotation() })
      .addGate("gate",
        () => ({ halt: 1, kind: "k", title: "t", action: { id: "a1", name: "n", args: {} } }),
        (state, decision) => ({ log: [decision.verb] }))
      .addNode("one", asks("one"))
      .addNode("two", asks("two"))
      .addNode("free", logs("free"))
      .addNode("work", ({ item }) => (item === "asks" ? asks("work")() : { log: [item] }))
      .addNode("left", logs("left"))
      .addNode("before", logs("before"))
      .addNode("right", asks("right"))
      .addNode("both", logs("both"))
      .addNode("grow", logs("grown"))
      .addEdge("before", "right")
      .addEdge(["left", "right"], "both")
      .addConditionalEdges(START, (state) => starts[state.kind] ?? ["gate"])
      .addConditionalEdges("grow", (state) => (state.log.length < 24 ? "grow" : END));
    const savers = { rows: new IndexedDBSaver("format-1"), local_storage: new LocalStorageSaver("format-1", { history: 3 }) };
    const on = (thread) => ({ configurable: { thread_id: thread } });
    const compile = (checkpointer) =>
      graph.compile({ name: "fixtures", checkpointer, approvals: { actor: () => ({ id: "ben", method: "test" }) } });
    const apps = Object.fromEntries(Object.entries(savers).map(([name, saver]) => [name, compile(saver)]));

    window.store = {
      async seen(of, thread) {
        const { values, next } = await apps[of].getState(on(thread));
        const questions = (await apps[of].pending()).filter(({ ref }) => ref.thread === thread).map(({ ref }) => ref.interrupt);
        const ids = [];
        for await (const shot of apps[of].getStateHistory(on(thread))) ids.push(shot.config.configurable.checkpoint_id);
        return { values, next, questions, ids };
      },
      async approve(of) {
        const { ref } = (await apps[of].pending()).find(({ ref }) => ref.thread === "gate");
        const receipt = await apps[of].resume(ref, { verb: "approve" });
        return (await receipt.done).log;
      },
      answer: async (of, thread, resume) => (await apps[of].invoke(new Command({ resume }), on(thread))).log,
    };
    document.title = "ready";
  `,
};

/**
 * Puts rows where an IndexedDB saver of format 1 left them; runs in the page, before the engine does.
 * @param {[[string, any], string][]} rows
 * @param {[string, string][]} texts
 */
function fill(rows, texts) {
  for (const [key, text] of texts) localStorage.setItem(key, text);
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("haltgraph:format-1", 1);
    request.onerror = () => reject(request.error);
    request.onupgradeneeded = () => {
      const stores = ["meta", "threads", "checkpoints", "ids", "blobs", "writes", "memo", "questions", "decisions", "audit"];
      for (const store of stores) request.result.createObjectStore(store);
      const bytes = new TextEncoder();
      for (const [[store, key], text] of rows) request.transaction?.objectStore(store).put(bytes.encode(text), key);
    };
    request.onsuccess = () => {
      request.result.close();
      resolve(undefined);
    };
  });
}

/** @param {string} name */
async function lines(name) {
  return (await fixture(name)).trim().split("\n").map((line) => JSON.parse(line));
}

test("ST-45 stores of format 1 are read and gone on with, in IndexedDB and in localStorage", { timeout: 120_000 }, async (t) => {
  const { url } = await serveBesideLibrary(t, { ...SITE, "empty.html": `<!doctype html><title>empty</title>${ICON}` });
  const browser = await launch(t);
  const tab = await browser.open(`${url}empty.html`);
  await tab.page.evaluate(fill, await lines("rows.jsonl"), await lines("local_storage.jsonl"));
  await tab.page.goto(url);
  await until("the page is ready", () => tab.page.evaluate(() => document.title === "ready"));
  /** @type {(name: string, ...given: unknown[]) => Promise<any>} */
  const ask = (name, ...given) => tab.page.evaluate((called, args) => /** @type {any} */ (window).store[called](...args), name, given);
  const expected = JSON.parse(await fixture("seen.json"));
  for (const of of ["rows", "local_storage"]) {
    for (const [thread, { history, ...told }] of Object.entries(expected[of])) {
      const { ids, ...seen } = await ask("seen", of, thread);
      assert.deepEqual(seen, told, `${of} ${thread}`);
      assert.deepEqual(ids, history.map((/** @type {string} */ one) => JSON.parse(one)[0]), `${of} ${thread}`);
    }
    assert.deepEqual(await ask("approve", of), ["approve"]);
    assert.deepEqual(await ask("answer", of, "questions", "second"), ["free", "first", "second"]);
    assert.deepEqual(await ask("answer", of, "sends", "now"), ["a", "now", "b"]);
    assert.deepEqual(await ask("answer", of, "join", "ready"), ["before", "left", "ready", "both"]);
  }
});
