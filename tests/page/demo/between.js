// What may happen to a page between a question and its answer, and inside of what the answer sets going. The same for every demo.

/** @typedef {import("./desk.js").Demo} Demo */

/**
 * Between the question and its answer.
 *
 * @type {Record<string, <D extends Demo>(demo: D) => Promise<D>>}
 */
export const BETWEEN = {
  "at once": async (demo) => demo,
  "after a reload": (demo) => demo.reload(),
  "after the tab was closed and reopened": (demo) => demo.reopen(),
};

/**
 * In the middle of the effect.
 *
 * @type {Record<string, <D extends Demo>(demo: D) => Promise<D>>}
 */
export const DEATHS = {
  "the tab is killed": (demo) => demo.kill(),
  "the tab is closed": (demo) => demo.reopen(),
  "the page is reloaded": (demo) => demo.reload(),
  "the browser is killed": (demo) => demo.killBrowser(),
};
