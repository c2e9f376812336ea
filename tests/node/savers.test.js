// What every saver says and does, where no browser is needed.

import assert from "node:assert/strict";
import test from "node:test";

import { LocalStorageSaver, MemorySaver, isInterrupted } from "../../www/haltgraph.js";
import { chain, on } from "./graphs.js";

const compile = (checkpointer) => chain({ a: () => ({ log: ["a"] }) }).compile({ checkpointer });

test("S-CKP-49 a LocalStorageSaver says what it keeps, and refuses options that mean nothing", () => {
  const said = (options) => new LocalStorageSaver("said", options);
  assert.deepEqual([said().history, said().assumeSingleTab, new LocalStorageSaver().name], [1, false, ""]);
  for (const options of [{ history: 0 }, { history: 1.5 }, { history: "1" }, { history: -1 }, { assumeSingleTab: 1 }, { size: 1 }]) {
    assert.throws(() => said(options), { code: "E_BAD_ARGUMENT" }, JSON.stringify(options));
  }
  const everything = new LocalStorageSaver("everything", { history: Infinity });
  assert.deepEqual({ ...everything.capabilities }, {
    durable: false, multi_tab: false, exactly_once: "one tab, no crash", history: Infinity, reset_detection: false, max_bytes: 512 * 1024,
  });
  compile(new LocalStorageSaver("twice"));
  assert.throws(() => compile(new LocalStorageSaver("twice", { history: 2 })), { code: "E_BAD_ARGUMENT" });
});

test("ST-56 without localStorage a LocalStorageSaver is unavailable, and says what to use", async () => {
  const app = compile(new LocalStorageSaver("none"));
  await assert.rejects(app.invoke({}, on("t")), ({ code, message }) => code === "E_UNAVAILABLE" && message.includes("IndexedDBSaver"));
});

test("ST-21 S-CKP-45 a thread that was forgotten or deleted is gone, and one of its id begins anew", async () => {
  const saver = new MemorySaver();
  const app = compile(saver);
  for (const remove of ["forget", "deleteThread"]) {
    await app.invoke({}, on("t"));
    await saver[remove]("t");
    await saver[remove]("t");
    assert.deepEqual(await app.threads(), []);
    assert.deepEqual(await app.invoke({}, on("t")), { log: ["a"] });
  }
});

test("ST-21 S-HG-21 a thread that is begun again under a forgotten id goes on with its audit chain", async () => {
  const saver = new MemorySaver();
  const app = chain({ a: () => ({ log: ["a"] }) })
    .addGate("gate", () => ({ halt: 1, kind: "k", title: "t" }), () => ({}))
    .addEdge("a", "gate")
    .compile({ checkpointer: saver });
  for (const round of [1, 2]) {
    assert.ok(isInterrupted(await app.invoke({}, on("t"))), `round ${round}`);
    await saver.forget("t");
  }
});
