// Accessibility, measured: axe finds nothing in any state of a form, light, dark and in forced colours.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import { sharedDesk } from "./elements/owner.js";
import { until } from "./harness/until.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const APPROVE = "[part~=approve]";
const shared = sharedDesk();

/** @typedef {import("./elements/desk.js").Form} Form */

/** A request of LangChain's middleware. */
const REVIEW = { action_requests: [{ name: "ask_user", args: { question: "Which region?" } }, { name: "delete_cluster", args: { id: "cl-001" } }],
  review_configs: [{ action_name: "ask_user", allowed_decisions: ["respond"] }, { action_name: "delete_cluster", allowed_decisions: ["approve", "reject"] }] };

/** How to bring a form into each state. @type {Record<string, (form: Form) => Promise<void>>} */
const STATES = {
  empty: (form) => form.mount(),
  async pending(form) {
    await form.ask("DROP");
    await form.mount();
  },
  async editing(form) {
    await form.ask("FLIGHT");
    await form.mount();
    await form.edit();
    await form.type("Price", "999");
    await form.press("[data-forward]");
    await until("the summary is shown", async () => (await form.count(".summary")) === 1);
  },
  async reviewing(form) {
    await form.ask("MAIL");
    await form.mount();
    await form.edit();
    await form.type("subject", "Offer 118");
    await form.press("[data-forward]");
    await form.reach("reviewing");
  },
  async confirming(form) {
    await form.ask("MAIL", { policy: { risk: "critical", typeText: "dana" } });
    await form.mount();
    await form.press(APPROVE);
    await form.reach("confirming");
  },
  async submitting(form) {
    await form.ask("MAIL");
    await form.run("app.claim = new Promise(() => {}); undefined");
    await form.mount();
    await form.press(APPROVE);
    await form.reach("submitting");
  },
  async done(form) {
    await form.ask("MAIL");
    await form.mount();
    await form.press(APPROVE);
    await form.reach("done");
  },
  async "done, failed"(form) {
    await form.ask("MAIL");
    await form.run("app.run = async () => { throw new Error('timed out'); }");
    await form.mount();
    await form.press(APPROVE);
    await form.reach("done");
  },
  async closed(form) {
    await form.ask("MAIL");
    await form.mount();
    await form.run("app.close(app.questions[0].interrupt, { by: { id: 'ana', method: 'session' }, at: Date.now(), verb: 'reject' })");
    await form.reach("closed");
  },
  async stale(form) {
    await form.ask("MAIL");
    await form.mount();
    await form.run("{ const [{ interrupt, payload }] = app.questions; const next = structuredClone(payload); next.action.args.to = 'm@example.org'; app.ask(next, { interrupt, revision: 1 }); }");
    await form.reach("stale");
  },
  async expired(form) {
    await form.ask("MAIL", { expires_at: 1 });
    await form.mount();
  },
  async cancelled(form) {
    await form.ask("PLAIN", { native: false });
    await form.mount();
    await form.press("[part~=stop]");
    await form.reach("cancelled");
  },
  async "unknown-outcome"(form) {
    await form.ask("MAIL", { claimed: true, decided: { by: { id: "ana", method: "session" }, at: 1, verb: "approve" } });
    await form.mount();
  },
  async error(form) {
    await form.ask({ halt: 1 });
    await form.mount();
  },
  async "several actions"(form) {
    await form.ask("REFUNDS");
    await form.mount();
  },
  async "several verdicts with their words"(form) {
    await form.ask(REVIEW);
    await form.mount();
    for (const chip of await form.page.$$("main >>> .chip")) await chip.click();
    await until("the words are asked for", async () => (await form.count("#said-0")) === 1);
  },
  async "several actions under one verdict"(form) {
    await form.ask("awaiting_approval", { binding: { dialect: "state-approval" }, state: { pending_approval: [{ name: "a", args: { x: 1 } }, { name: "b", args: { x: 2 } }] } });
    await form.mount();
  },
  async "a recognised payload"(form) {
    await form.ask({ kind: "k", summary: "s", action: { name: "tool", args: { x: 1 } } });
    await form.mount();
  },
  async "choices"(form) {
    await form.ask("ROUTE");
    await form.mount();
  },
  async "an open question"(form) {
    await form.ask("AGE");
    await form.mount();
  },
  async "the inbox"(form) {
    await form.ask("MAIL");
    await form.ask("DROP", { thread: "ops", expires_at: Date.now() + 60_000 });
    await form.mount("halt-inbox");
    await form.press(".inbox-row");
    await until("it is open", async () => (await form.count(APPROVE)) === 1);
  },
};

/** What media queries see of each appearance. @type {Record<string, { name: string, value: string }[]>} */
const LOOKS = {
  light: [{ name: "prefers-color-scheme", value: "light" }],
  dark: [{ name: "prefers-color-scheme", value: "dark" }],
  "forced colours": [{ name: "forced-colors", value: "active" }],
};

/** Without motion: halfway between two colours, a transition has a contrast of its own. */
const STILL = { name: "prefers-reduced-motion", value: "reduce" };

/** @param {Form} form */
async function violations(form) {
  const found = await form.run("axe.run(document.querySelector('main'), { resultTypes: ['violations'], rules: { region: { enabled: false } } })");
  return found.violations.flatMap((/** @type {any} */ rule) => rule.nodes.map((/** @type {any} */ node) => `${rule.id}: ${node.target.flat().at(-1)} ${node.failureSummary}`));
}

for (const [state, reach] of Object.entries(STATES)) {
  test(`A-53 axe finds nothing in ${state}, in any look`, async () => {
    const form = await shared.desk.page();
    await form.page.evaluate(AXE);
    await reach(form);
    for (const [look, features] of Object.entries(LOOKS)) {
      await form.tab.dress([...features, STILL]);
      await form.idle();
      assert.deepEqual(await violations(form), [], look);
    }
    await form.close();
  });
}
