// Threads in a real IndexedDB: two tabs that answer at once, tabs that die between a decision and its result, and a
// store that is opened again.

import assert from "node:assert/strict";
import test from "node:test";

import { launch } from "./harness/browser.js";
import { serveBesideLibrary } from "./harness/server.js";
import { until } from "./harness/until.js";

const ICON = '<link rel="icon" href="icon.svg">';

const SITE = {
  "index.html": `<!doctype html><title>store</title>${ICON}<script type="module" src="page.js"></script>`,
  "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
  // The outside service counts in a store of its own; `hold` keeps a booking open until the tab dies.
  "page.js": `
    import { Annotation, END, IndexedDBSaver, START, StateGraph } from "./lib/haltgraph.js";

    const attempts = () => JSON.parse(localStorage.getItem("attempts") ?? "[]");
    async function charge(key) {
      localStorage.setItem("attempts", JSON.stringify([...attempts(), key]));
      if (localStorage.getItem("hold") === "yes") await new Promise(() => {});
      return key;
    }
    const action = { id: "a1", name: "book", args: { to: "JFK" } };
    const app = new StateGraph({ done: Annotation() })
      .addGate("gate",
        () => ({ halt: 1, kind: "book", title: "Book?", action }),
        async (state, decision, runtime) => ({ done: [decision.verb, await charge(runtime.key("charge"))] }))
      .addEdge(START, "gate").addEdge("gate", END)
      .compile({ checkpointer: new IndexedDBSaver("races"), approvals: { actor: () => ({ id: document.title, method: "test" }) } });

    const on = (thread) => ({ configurable: { thread_id: thread } });
    window.store = {
      attempts,
      ask: async (thread) => (await app.invoke({}, on(thread))).__interrupt__.length,
      questions: () => app.pending(),
      questionsManyTimes: async () => (await Promise.all(Array.from({ length: 8 }, () => app.pending()))).map((list) => list.length),
      async answerAt(ref, verb, time) {
        while (performance.timeOrigin + performance.now() < time);
        try {
          const receipt = await app.resume(ref, { verb });
          await receipt.done;
          return receipt.outcome;
        } catch (error) {
          return error.code ?? String(error);
        }
      },
      state: async (thread) => (await app.getState(on(thread))).values.done,
      status: async (thread) => (await app.threads()).find((one) => one.thread === thread)?.status,
      again: async (ref) => (await (await app.continue(ref)).done).done,
      begin: (ref, verb) => void app.resume(ref, { verb }),
      goOn: (thread) => app.invoke(null, on(thread)),
    };
    document.title = "ready";
  `,
};

/** @param {import("node:test").TestContext} t */
async function site(t) {
  const { url } = await serveBesideLibrary(t, SITE);
  return { url, browser: await launch(t) };
}

/**
 * @param {import("./harness/browser.js").Browser} browser
 * @param {string} url
 */
async function open(browser, url) {
  const tab = await browser.open(url);
  await until("the page is ready", () => tab.page.evaluate(() => document.title === "ready"));
  return tab;
}

/**
 * Calls a function of the page.
 * @param {import("./harness/tab.js").Tab} tab
 * @param {string} name
 * @param {...unknown} args
 * @returns {Promise<any>}
 */
function ask(tab, name, ...args) {
  return tab.page.evaluate((called, given) => /** @type {any} */ (window).store[called](...given), name, args);
}

test("F-15 ST-32 SR-59 two tabs answer one question 200 times: one claim and one effect each time", { timeout: 300_000 }, async (t) => {
  const { url, browser } = await site(t);
  const [one, two] = [await open(browser, url), await open(browser, url)];
  /** @type {Record<string, number>} */
  const won = { one: 0, two: 0 };
  for (let round = 0; round < 200; round += 1) {
    const thread = `round-${round}`;
    assert.equal(await ask(one, "ask", thread), 1);
    const [{ ref }] = await ask(two, "questions");
    const time = Date.now() + 25;
    const told = await Promise.all([ask(one, "answerAt", ref, "approve", time), ask(two, "answerAt", ref, "reject", time)]);
    assert.deepEqual(new Set(told), new Set(["INTERRUPT_CONSUMED", "resumed"]), `round ${round}`);
    won[told[0] === "resumed" ? "one" : "two"] += 1;
  }
  const attempts = await ask(one, "attempts");
  assert.deepEqual([attempts.length, new Set(attempts).size], [200, 200], "each question's answer ran once");
  t.diagnostic(`claims by the first tab ${won["one"]}, by the second ${won["two"]}`);
});

test("F-31 SR-62 a tab killed between claim and result: nothing runs by itself, continue runs it once under the same key", async (t) => {
  const { url, browser } = await site(t);
  const tab = await open(browser, url);
  await ask(tab, "ask", "t");
  const [question] = await ask(tab, "questions");
  await tab.page.evaluate(() => localStorage.setItem("hold", "yes"));
  await ask(tab, "begin", question.ref, "approve");
  await until("the booking has begun", async () => (await ask(tab, "attempts")).length === 1);
  await tab.kill();

  const reopened = await open(browser, url);
  const [claimed] = await ask(reopened, "questions");
  assert.equal(claimed.claimed, true);
  assert.equal(claimed.decided.verb, "approve");
  assert.deepEqual(await ask(reopened, "questionsManyTimes"), Array(8).fill(1), "who looks hides nothing from others who look");
  assert.equal(await ask(reopened, "status", "t"), "running");
  assert.equal((await ask(reopened, "attempts")).length, 1, "nothing runs by itself");
  assert.equal(await ask(reopened, "answerAt", claimed.ref, "reject", 0), "INTERRUPT_CONSUMED");
  await reopened.page.evaluate(() => localStorage.removeItem("hold"));
  const [verb, key] = await ask(reopened, "again", claimed.ref);
  assert.equal(verb, "approve", "the recorded decision");
  const attempts = await ask(reopened, "attempts");
  assert.deepEqual(attempts, [key, key], "the same key, so that the service charges once");
  assert.equal(await ask(reopened, "status", "t"), "done");
  assert.deepEqual(await ask(reopened, "questions"), []);
});

test("S-HG-02 storage 4.4 another tab sees who lives: a thread that is being run is not listed as claimed, nor taken over", async (t) => {
  const { url, browser } = await site(t);
  const [tab, other] = [await open(browser, url), await open(browser, url)];
  await ask(tab, "ask", "t");
  const [question] = await ask(tab, "questions");
  await tab.page.evaluate(() => localStorage.setItem("hold", "yes"));
  await ask(tab, "begin", question.ref, "approve");
  await until("the booking has begun", async () => (await ask(tab, "attempts")).length === 1);
  assert.deepEqual(await ask(other, "questions"), []);
  await assert.rejects(ask(other, "goOn", "t"), /Another call runs this thread/);
  await tab.close();
  await until("the lock is free", async () => (await ask(other, "questions")).length === 1);
});

test("S-INT-63 a question outlives reload, closed tab and restarted browser, and is answered under the same id", async (t) => {
  const { url, browser } = await site(t);
  const tab = await open(browser, url);
  await ask(tab, "ask", "t");
  const [asked] = await ask(tab, "questions");
  await tab.page.reload({ waitUntil: "load" });
  await until("the page is ready", () => tab.page.evaluate(() => document.title === "ready"));
  assert.deepEqual((await ask(tab, "questions"))[0].ref, asked.ref);
  await browser.reopen();
  const again = await open(browser, url);
  assert.deepEqual((await ask(again, "questions"))[0].ref, asked.ref);
  assert.equal(await ask(again, "answerAt", asked.ref, "approve", 0), "resumed");
  assert.equal((await ask(again, "state", "t"))[0], "approve");
});
