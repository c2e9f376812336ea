// One refusal ends a round: whoever is still asked need not answer any more. The page of who refused sees to it, so that the record
// names nobody else, and so does whatever page is opened later; the graph would not pay in any case.

import { nameOf, refusersOf } from "./words.js";

/**
 * @import { App, Run, Runs } from "../../desk/runs.js"
 * @import { You } from "./you.js"
 */

/**
 * Stops every round that somebody has refused while others are still asked.
 * @param {App} app
 * @param {Runs<any>} runs
 * @param {You} you
 */
export function closeRefused(app, runs, you) {
  let opened = false;
  runs.subscribe(() => {
    const mine = (/** @type {Run<any>} */ round) => !opened || refusersOf(round).includes(you.person.id);
    for (const round of runs.list ?? []) if (isLeftOpen(round) && mine(round)) void close(app, round);
    opened ||= runs.list !== undefined;
  });
}

/** @param {Run<any>} round */
const isLeftOpen = (round) => round.phase === "waiting" && refusersOf(round).length > 0;

/**
 * @param {App} app
 * @param {Run<any>} round
 */
async function close(app, round) {
  const reason = `${refusersOf(round).map(nameOf).join(" and ")} refused.`;
  // Another tab may have closed it, or the last signer has answered meanwhile: both end the round.
  await app.cancel(round.thread, { reason }).catch(() => undefined);
}
