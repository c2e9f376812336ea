// One refusal ends a round: whoever is still asked need not answer any more. The page sees to it, at the refusal and at each later
// visit; the graph would not pay in any case.

import { nameOf, refusersOf } from "./words.js";

/**
 * @import { App, Run, Runs } from "../../desk/runs.js"
 */

/**
 * Stops every round that somebody has refused while others are still asked.
 * @param {App} app
 * @param {Runs<any>} runs
 */
export function closeRefused(app, runs) {
  runs.subscribe(() => {
    for (const round of runs.list ?? []) if (isLeftOpen(round)) void close(app, round);
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
