#!/usr/bin/env node
// Pictures of the flight demo. `node tests/page/screenshots.mjs` makes docs/approval.png anew; with a folder as argument it makes
// every state instead, on a phone and on a desk, light and dark, for somebody to look at. Wants `cargo xtask build` first.

import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { DEAR, settled, visit } from "./flight/desk.js";

/** @typedef {import("./flight/desk.js").Desk} Desk */

const DOCS = fileURLToPath(new URL("../../docs/approval.png", import.meta.url));

/** How the page comes into each state, from the waiting question on. @type {Record<string, (desk: Desk) => Promise<Desk>>} */
const STATES = {
  waiting: async (desk) => desk,
  editing: async (desk) => {
    await desk.press("Edit");
    await desk.formSays(/Edit arguments/);
    return desk;
  },
  reviewing: async (desk) => {
    await STATES.editing(desk);
    await desk.type("Date", "2027-01-05");
    await desk.press("Review changes");
    await desk.formSays(/1 change in/);
    return desk;
  },
  decided: async (desk) => {
    await STATES.reviewing(desk);
    await desk.press("Approve this change");
    await desk.reach("Booked");
    return desk;
  },
  "decided-reloaded": async (desk) => (await STATES.decided(desk)).reload(),
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
    const reopened = await (await STATES.booking(desk)).kill();
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

const SIZES = /** @type {const} */ ([[390, 844], [1280, 860]]);
const SCHEMES = /** @type {const} */ (["light", "dark"]);

/**
 * Runs with what the harness calls an owner, and cleans up.
 *
 * @param {(owner: import("./harness/server.js").Owner) => Promise<void>} work
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
 * @param {Desk} desk
 * @param {readonly [number, number]} size
 * @param {"light" | "dark"} scheme
 */
async function dress(desk, [width, height], scheme) {
  await desk.page.setViewport({ width, height });
  await desk.tab.dress([{ name: "prefers-color-scheme", value: scheme }, { name: "prefers-reduced-motion", value: "reduce" }]);
}

/** @param {string} folder @param {readonly string[]} wanted states; none: all */
async function everyState(folder, wanted) {
  await mkdir(folder, { recursive: true });
  for (const size of SIZES) for (const scheme of SCHEMES) {
    for (const state of ["empty", ...Object.keys(STATES)].filter((name) => wanted.length === 0 || wanted.includes(name))) {
      await owned(async (owner) => {
        let desk = await visit(owner);
        await dress(desk, size, scheme);
        if (state !== "empty") desk = await STATES[state](await desk.askForDearTrip());
        await dress(desk, size, scheme);
        // A window as tall as the page: what sticks to its edge is then where the page ends.
        const height = await desk.page.evaluate(() => document.documentElement.scrollHeight);
        await dress(desk, [size[0], Math.max(size[1], height)], scheme);
        await desk.page.screenshot({ path: path.join(folder, `${state}-${size[0]}-${scheme}.png`), fullPage: true });
      });
    }
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
    await (await desk.page.$("halt-approval"))?.screenshot({ path: DOCS });
  });
}

const [folder, ...wanted] = process.argv.slice(2);
await (folder === undefined ? forDocs() : everyState(folder, wanted));
