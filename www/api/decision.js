// A recorded decision as `runtime.decision` shows it.

/**
 * @import { Verdict } from "../dialects/index.js"
 * @import { RecordedDecision } from "./types/nodes.js"
 */

/**
 * @param {string} text what the engine keeps of a decision: `{ verdicts, by, at }`, `at` in ms since 1970
 * @returns {RecordedDecision}
 */
export function recordedDecision(text) {
  const { verdicts, by, at } = JSON.parse(text);
  const [first] = verdicts;
  const { reason, edits } = verdicts.length === 1 ? first : { reason: undefined, edits: undefined };
  return {
    ...(first && { verb: verbOf(verdicts) }),
    ...(reason !== undefined && { reason }),
    ...(edits !== undefined && { edits }),
    by,
    at: new Date(at).toISOString(),
  };
}

/**
 * The one word for several verdicts: theirs, or `"mixed"`.
 * @param {Verdict[]} verdicts
 */
export function verbOf(verdicts) {
  const [first] = verdicts;
  return verdicts.every(({ verb }) => verb === first?.verb) ? first?.verb : "mixed";
}
