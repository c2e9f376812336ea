#!/usr/bin/env node
// Pictures of the demos. `node tests/page/screenshots.mjs` makes docs/approval.png and docs/demos/*.png anew; with a folder as
// argument it makes every state of every demo instead, on a phone and on a desk, light and dark, for somebody to look at; with more arguments only those
// (`sql`, `flight/booking`). Wants `cargo xtask build` first.

import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { visit as visitCluster } from "./cluster/desk.js";
import { DEAR, settled, visit } from "./flight/desk.js";
import { visit as visitMarketing } from "./marketing/mail.js";
import { visit as visitPlan } from "./plan/desk.js";
import { visit as visitSignoff } from "./signoff/desk.js";
import { until } from "./harness/until.js";
import { CLEAN_UP, visit as visitSql } from "./sql/guard.js";
import { visit as visitTravel } from "./travel/desk.js";

/**
 * @import { Demo } from "./demo/desk.js"
 * @import { Desk } from "./flight/desk.js"
 * @import { Owner } from "./harness/server.js"
 */

const DOCS = fileURLToPath(new URL("../../docs/", import.meta.url));

/** How the flight demo comes into each state, from the waiting question on. @type {Record<string, (desk: Desk) => Promise<Desk>>} */
const FLIGHT = {
  waiting: async (desk) => desk,
  editing: async (desk) => {
    await desk.press("Edit");
    await desk.formSays(/Edit arguments/);
    return desk;
  },
  reviewing: async (desk) => {
    await FLIGHT.editing(desk);
    await desk.type("Date", "2027-01-05");
    await desk.press("Review changes");
    await desk.formSays(/1 change in/);
    return desk;
  },
  decided: async (desk) => {
    await FLIGHT.reviewing(desk);
    await desk.press("Approve this change");
    await desk.reach("Booked");
    return desk;
  },
  "decided-reloaded": async (desk) => (await FLIGHT.decided(desk)).reload(),
  rejected: async (desk) => {
    await desk.type("Reason (the agent will read this) optional", "Found it cheaper elsewhere.");
    await desk.press("Reject");
    await desk.reach("Rejected");
    return desk.reload();
  },
  booking: async (desk) => {
    await desk.delay("long");
    await desk.press("Approve book_flight");
    await desk.books("the airline has the order", ({ attempts }) => attempts.length === 1);
    return desk;
  },
  "unknown-outcome": async (desk) => {
    const reopened = await (await FLIGHT.booking(desk)).kill();
    await reopened.formSays(/not known whether/);
    return reopened;
  },
  declined: async (desk) => {
    await desk.type("Ask me above", "100000", "spinbutton");
    for (let trip = 1; trip <= 6; trip += 1) await desk.plan("London to Tokyo in two weeks");
    await desk.reach("Failed");
    return desk;
  },
  settings: async (desk) => {
    await desk.press("Planner settings");
    const model = await desk.control("radio", "A model");
    await model.click();
    return desk;
  },
};

/**
 * How a demo comes into each state.
 *
 * @template {Demo} D
 * @typedef {{ visit: (owner: Owner) => Promise<D>, states: Record<string, (demo: D) => Promise<Demo>> }} Pictured
 */

/** @template {Demo} D @param {Pictured<D>} demo @returns {Pictured<any>} */
const pictured = (demo) => demo;

const DEMOS = {
  flight: pictured({
    visit,
    states: Object.fromEntries(Object.entries(FLIGHT).map(([name, reach]) => [name, async (/** @type {Desk} */ desk) => reach(await desk.askForDearTrip())])),
  }),
  marketing: pictured({
    visit: visitMarketing,
    states: {
      waiting: (demo) => demo.askForSale(),
      sending: async (demo) => {
        await (await demo.askForSale()).delay(1);
        await demo.press("Approve step human_review");
        await demo.untilServed("two emails are sent", ({ effects }) => effects.length >= 2);
        return demo;
      },
      sent: async (demo) => {
        await (await demo.askForSale()).press("Approve step human_review");
        await demo.reach("Sent");
        return demo.reload();
      },
    },
  }),
  sql: pictured({
    visit: visitSql,
    states: {
      waiting: (demo) => demo.askAndWait(CLEAN_UP),
      "cannot-run": (demo) => demo.askAndWait("TRUNCATE TABLE invoices"),
      ran: async (demo) => {
        await (await demo.askAndWait(CLEAN_UP)).approve();
        await demo.reach("Ran");
        return demo.reload();
      },
      answered: async (demo) => {
        await demo.ask("SELECT name, email, plan FROM customers WHERE plan = 'business'");
        await demo.reach("Answered");
        return demo;
      },
    },
  }),
  travel: pictured({ visit: visitTravel, states: { waiting: (demo) => demo.askAndWait() } }),
  plan: pictured({ visit: visitPlan, states: { waiting: (demo) => demo.askAndWait() } }),
  cluster: pictured({ visit: visitCluster, states: { waiting: (demo) => demo.giveAndWait() } }),
  signoff: pictured({
    visit: visitSignoff,
    states: {
      waiting: async (demo) => {
        await demo.askAndWait();
        await demo.become("Ana Finance");
        return demo;
      },
    },
  }),
};

const SIZES = /** @type {const} */ ([[390, 844], [1280, 860]]);
const SCHEMES = /** @type {const} */ (["light", "dark"]);

/**
 * Runs with what the harness calls an owner, and cleans up.
 *
 * @param {(owner: Owner) => Promise<void>} work
 */
async function owned(work) {
  /** @type {(() => unknown)[]} */
  const cleanUps = [];
  try {
    await work({ after: (cleanUp) => cleanUps.unshift(cleanUp) });
  } finally {
    for (const cleanUp of cleanUps) await cleanUp();
  }
}

/**
 * @param {Demo} demo
 * @param {readonly [number, number]} size
 * @param {"light" | "dark"} scheme
 */
async function dress(demo, [width, height], scheme) {
  await demo.page.setViewport({ width, height });
  await demo.tab.dress([{ name: "prefers-color-scheme", value: scheme }, { name: "prefers-reduced-motion", value: "reduce" }]);
}

/**
 * @param {Demo} demo
 * @param {readonly [number, number]} size
 * @param {"light" | "dark"} scheme
 * @param {string} file
 */
async function picture(demo, size, scheme, file) {
  await dress(demo, size, scheme);
  // A window as tall as the page: what sticks to its edge is then where the page ends.
  const height = await demo.page.evaluate(() => document.documentElement.scrollHeight);
  await dress(demo, [size[0], Math.max(size[1], height)], scheme);
  await demo.page.screenshot({ path: `${file}-${size[0]}-${scheme}.png`, fullPage: true });
}

/** @param {string} folder @param {readonly string[]} wanted demos or states; none: all */
async function everyState(folder, wanted) {
  await mkdir(folder, { recursive: true });
  const all = Object.entries(DEMOS).flatMap(([id, { visit: open, states }]) =>
    Object.entries({ empty: async (/** @type {Demo} */ demo) => demo, ...states }).map(([state, reach]) => ({ id, state, open, reach })));
  for (const { id, state, open, reach } of all.filter((one) => wanted.length === 0 || wanted.includes(one.id) || wanted.includes(`${one.id}/${one.state}`))) {
    await owned(async (owner) => {
      const demo = await reach(await open(owner));
      for (const size of SIZES) for (const scheme of SCHEMES) await picture(demo, size, scheme, path.join(folder, `${id}-${state}`));
    });
  }
}

/** The form of one question, as wide as it takes for its two columns. */
async function forDocs() {
  await owned(async (owner) => {
    const desk = await visit(owner);
    await dress(desk, [1440, 1000], "light");
    await desk.plan(DEAR);
    await desk.reach("Waiting for you");
    const approve = await desk.control("button", "Approve book_flight");
    await approve.evaluate((button) => button.scrollIntoView({ block: "end" }));
    await settled(approve, "Approve");
    await (await desk.page.$("halt-approval"))?.screenshot({ path: path.join(DOCS, "approval.png") });
  });
}

/** Runs in the page: whether every decision of the first form would count if it were pressed. */
function atRest() {
  const decisions = document.querySelector("halt-approval")?.shadowRoot?.querySelectorAll(".decision[aria-disabled]") ?? [];
  return decisions.length > 0 && [...decisions].every((button) => button.matches("[data-settled]"));
}

/** The question of each demo, as a page of a tablet's width shows it. */
async function questions() {
  await mkdir(path.join(DOCS, "demos"), { recursive: true });
  for (const [id, { visit: open, states }] of Object.entries(DEMOS)) {
    await owned(async (owner) => {
      const demo = await states.waiting(await open(owner));
      // As tall as any form: what can be pressed comes to rest only where it is seen.
      await dress(demo, [900, 2400], "light");
      await until("every button has come to rest", () => demo.page.evaluate(atRest));
      await (await demo.page.$("halt-approval"))?.screenshot({ path: path.join(DOCS, "demos", `${id}.png`) });
    });
  }
}

const [folder, ...wanted] = process.argv.slice(2);
if (folder === undefined) {
  await forDocs();
  await questions();
} else await everyState(folder, wanted);
