// A thread's state as it is, and looking back: snapshots of its checkpoints (semantics.md 7.1, 7.2).

import { threadOf } from "./config.js";
import { owed } from "./guard.js";
import { onlyKnown } from "./options.js";
import { snapshot } from "./snapshot.js";

/**
 * @import { StateSnapshot } from "./types/app.js"
 * @import { Shared } from "./compiled.js"
 * @import { Config } from "./types/calls.js"
 * @import { HistoryOptions } from "./types/history.js"
 */

/**
 * The thread's head, or the checkpoint that the config names (semantics.md 7.1). Records nothing.
 * @param {Shared} shared
 * @param {Config} config as given
 * @param {ReturnType<typeof threadOf>} place what it names
 * @returns {Promise<StateSnapshot<any>>}
 */
export async function getState({ engine, graph }, config, { thread, checkpoint }) {
  return snapshot(config, thread, await owed(() => engine.getState(thread, checkpoint)), graph);
}

/**
 * Checkpoints read at once, at first and at most; each time more, for a page costs several reads of the store. Who stops
 * early has not read the whole thread.
 */
const PAGE = Object.freeze({ first: 16, growth: 4, most: 1024 });

/**
 * Newest first; of all branches of the thread (S-GET-43). With a checkpoint id in the config: that one alone.
 * @param {Shared} shared
 * @param {Config} config
 * @param {HistoryOptions} [options] `limit` counts what `filter` leaves; `before` names a checkpoint, which is left out
 * @returns {AsyncGenerator<StateSnapshot<any>, void, undefined>}
 */
export async function* history({ engine, graph }, config, options) {
  onlyKnown("getStateHistory options", options, ["limit", "before", "filter"]);
  const { thread, checkpoint } = threadOf(config);
  const { limit = Infinity, filter = {}, before } = options ?? {};
  let left = limit;
  let from = before?.configurable?.checkpoint_id;
  /** @type {number} */
  /** @type {number} */
  let most = PAGE.first;
  while (left > 0) {
    const start = from;
    const size = Math.min(left, most);
    most = Math.min(most * PAGE.growth, PAGE.most);
    const page = await owed(async () => (checkpoint === undefined ? engine.history(thread, start, size) : one(await engine.getState(thread, checkpoint))));
    const shots = page.map((found) => snapshot(config, thread, found, graph));
    for (const shot of shots) {
      if (left > 0 && fits(shot, filter)) {
        left -= 1;
        yield shot;
      }
    }
    if (checkpoint !== undefined || shots.length < size) return;
    from = shots[shots.length - 1].config.configurable?.checkpoint_id;
  }
}

/**
 * @template T
 * @param {T | undefined} found
 * @returns {T[]}
 */
function one(found) {
  return found === undefined ? [] : [found];
}

/**
 * @param {StateSnapshot<any>} shot
 * @param {Record<string, unknown>} filter
 */
function fits({ metadata }, filter) {
  return Object.entries(filter).every(([key, value]) => /** @type {Record<string, unknown>} */ (metadata)?.[key] === value);
}
