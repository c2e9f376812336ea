// The desk, looked at by machines with each demo that has no such test of its own: while it is empty, and while it asks.

import test from "node:test";

import { visit as visitCluster } from "./cluster/desk.js";
import { looksRight } from "./demo/look.js";
import { visit as visitPlan } from "./plan/desk.js";
import { visit as visitSignoff } from "./signoff/desk.js";
import { visit as visitTravel } from "./travel/desk.js";

/**
 * @import { Demo } from "./demo/desk.js"
 * @import { Owner } from "./harness/server.js"
 */

/** How each demo comes to ask. @type {Record<string, (owner: Owner, asks: boolean) => Promise<Demo>>} */
const DEMOS = {
  travel: async (owner, asks) => {
    const demo = await visitTravel(owner);
    return asks ? demo.askAndWait() : demo;
  },
  plan: async (owner, asks) => {
    const demo = await visitPlan(owner);
    return asks ? demo.askAndWait() : demo;
  },
  cluster: async (owner, asks) => {
    const demo = await visitCluster(owner);
    return asks ? demo.giveAndWait() : demo;
  },
  signoff: async (owner, asks) => {
    const demo = await visitSignoff(owner);
    return asks ? demo.askAndWait() : demo;
  },
};

for (const [name, visit] of Object.entries(DEMOS)) for (const asks of [false, true]) {
  test(`axe finds nothing in ${name} while it ${asks ? "asks" : "is empty"}, in any look, and nothing runs over the edge (A-53, A-54)`, async (t) => {
    await looksRight(await visit(t, asks));
  });
}
