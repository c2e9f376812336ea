// The verdicts of a request with several actions, as a person makes them one by one: what each still lacks before all are sent
// (S-INT-99). No DOM.
/** @import { Verdict } from "../dialects/index.js" */
/** @import { Session } from "./session.js" */

const MAX_REASON_BYTES = 4096;

/**
 * What a person writes beside the verdict of an action: a reason, an answer, or nothing.
 * @param {Session} session
 * @param {string} id of the action
 * @returns {{ kind: "reason" | "answer", required: boolean, text: string } | undefined}
 */
export function wordsOf({ verdicts, model, draft }, id) {
  const verb = verdicts.get(id)?.verb;
  const text = Object.hasOwn(draft.said, id) ? String(draft.said[id]) : "";
  if (verb === "respond") return { kind: "answer", required: true, text };
  const rule = verb === undefined ? "none" : model?.reason[verb] ?? "none";
  return rule === "none" ? undefined : { kind: "reason", required: rule === "required", text };
}

/**
 * How many bytes too long a reason is; 0 where it is not.
 * @param {string} text
 */
export const bytesOver = (text) => Math.max(0, new TextEncoder().encode(text).length - MAX_REASON_BYTES);

/**
 * The verdict of an action as it is sent; undefined while it lacks something.
 * @param {Session} session
 * @param {string} id
 * @returns {Verdict | undefined}
 */
export function readyVerdict(session, id) {
  const verdict = session.verdicts.get(id);
  const words = wordsOf(session, id);
  if (!verdict || !words) return verdict;
  const blank = words.text.trim() === "";
  if ((words.required && blank) || (words.kind === "reason" && bytesOver(words.text) > 0)) return undefined;
  if (words.kind === "answer") return { ...verdict, answer: words.text };
  return blank ? verdict : { ...verdict, reason: words.text };
}
