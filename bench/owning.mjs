// Tidies up behind what owns pages, servers and folders.

/** @import { Owner } from "../tests/page/harness/server.js" */

/**
 * Runs something that has to tidy up, whatever becomes of it.
 *
 * @template Result
 * @param {(owner: Owner) => Promise<Result>} work
 */
export async function owning(work) {
  /** @type {(() => unknown)[]} */
  const cleanUps = [];
  /** @type {unknown[]} */
  const problems = [];
  const noted = (/** @type {unknown} */ problem) => void problems.push(problem);
  const result = await work({ after: (cleanUp) => void cleanUps.push(cleanUp) }).catch(noted);
  // One that fails leaves none of the others undone: a server that still listens would keep the command from ending.
  for (const cleanUp of cleanUps.toReversed()) await (async () => cleanUp())().catch(noted);
  if (problems.length > 0) throw problems[0];
  return /** @type {Result} */ (result);
}
