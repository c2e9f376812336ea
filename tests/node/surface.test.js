// What is exported, and what is not there yet.

import assert from "node:assert/strict";
import test from "node:test";

import * as core from "../../www/core.js";
import * as hg from "../../www/haltgraph.js";
import { chain, keep, on } from "./graphs.js";

const VALUES = [
  "Annotation", "Command", "CompiledStateGraph", "END", "INTERRUPT", "IndexedDBSaver", "LocalStorageSaver", "MemorySaver", "MessagesAnnotation", "MessagesValue",
  "Overwrite", "REMOVE_ALL_MESSAGES", "ReducedValue", "RemoveMessage", "START", "Send", "StateGraph", "StateSchema", "UntrackedValue",
  "addMessages", "askAgain", "byId", "interrupt", "isCommand", "isGraphBubbleUp", "isGraphInterrupt", "isInterrupted",
  "messagesStateReducer", "preload", "value",
];
const METHODS = [
  "attach", "batch", "bulkUpdateState", "cancel", "channels", "checkpointer", "continue", "getGraph", "getGraphAsync", "getState",
  "getStateHistory", "invoke", "isInterrupted", "name", "nodes", "pending", "resume", "stream", "subscribe", "threads", "updateState",
  "withConfig",
];

test("S-CON-09 S-CON-11 what is exported is what works; core.js adds init", () => {
  const names = Object.keys(hg).filter((name) => !(hg[name] === hg.HaltError || hg.HaltError.isPrototypeOf(hg[name])));
  assert.deepEqual(names.sort(), VALUES);
  assert.deepEqual(Object.keys(core).filter((name) => !(name in hg)), ["init"]);
  for (const name of Object.keys(hg)) assert.equal(core[name], hg[name]);
});

test("an IndexedDBSaver of indexeddb.js is a saver as soon as the API is loaded", async () => {
  const { IndexedDBSaver } = await import("../../www/indexeddb.js");
  assert.equal(IndexedDBSaver, hg.IndexedDBSaver);
  assert.deepEqual([typeof IndexedDBSaver.prototype.deleteThread, "capabilities" in IndexedDBSaver.prototype], ["function", true]);
});

test("S-CON-03 reserved names", () => {
  assert.deepEqual([hg.START, hg.END, hg.INTERRUPT], ["__start__", "__end__", "__interrupt__"]);
  assert.deepEqual([hg.Command.PARENT, hg.REMOVE_ALL_MESSAGES], ["__parent__", "__remove_all__"]);
});

test("S-CON-10 S-CON-11 methods of a compiled graph", () => {
  const members = Object.getOwnPropertyNames(hg.CompiledStateGraph.prototype).filter((name) => name !== "constructor");
  assert.deepEqual(members.sort(), METHODS);
});

test("S-CON-13 warnings go to the console by default, once per code and node", async () => {
  const said = [];
  const { warn } = console;
  console.warn = (text) => said.push(text);
  try {
    const swallow = (_state, runtime) => {
      try {
        runtime.interrupt("?");
      } catch {
        // The mistake that is warned of.
      }
    };
    const app = keep(chain({ a: swallow }), { onWarning: undefined });
    for (const thread of ["t", "u"]) await app.invoke({}, on(thread));
  } finally {
    console.warn = warn;
  }
  assert.equal(said.length, 1);
  assert.match(said[0], /INTERRUPT_SWALLOWED.*"a"/);
});

test("SR-94 an onWarning that throws ends no run", async () => {
  const said = [];
  const { warn } = console;
  console.warn = (text) => said.push(text);
  try {
    const app = keep(chain({ a: (_state, runtime) => {
      try {
        runtime.interrupt("?");
      } catch {
        // The mistake that is warned of.
      }
    } }), { onWarning: () => {
      throw new Error("mine");
    } });
    assert.equal(hg.isInterrupted(await app.invoke({}, on("t"))), true);
  } finally {
    console.warn = warn;
  }
  assert.match(said[0], /E_CALLBACK/);
});
