// Answering what a graph asks: `resume`, `continue` and `cancel`.

import { HaltError } from "./errors.js";
import { owed } from "./guard.js";
import { badArgument, isPlainObject, onlyKnown } from "./options.js";
import { payloadText } from "./values.js";

/**
 * @import { Decision, Ref, Verdict } from "../dialects/index.js"
 * @import { Shared } from "./compiled.js"
 * @import { Run } from "./runs.js"
 * @import { Receipt } from "./types/app.js"
 */

/** What an answer sets going, seen as a call. */
const ANSWERING = Object.freeze({ limit: 25, onBusy: /** @type {const} */ ("error") });

/**
 * Answers a question. Resolves at the claim: durable, not yet run (S-HG-14).
 * @param {Shared} shared
 * @param {Ref} ref
 * @param {Decision | Verdict} decision
 * @param {{}} [options] none in this version
 * @returns {Promise<Receipt<any>>}
 */
export async function resume({ engine, answering, runs }, ref, decision, options) {
  onlyKnown("resume options", options, []);
  const about = aboutOf(checkedRef(ref), decision);
  const given = decisionText(decision);
  const approvals = await answering.loaded();
  const actor = await approvals.actorText();
  await owed(() => approvals.prepare(ref, engine));
  return claim(runs, about.thread, (run) => engine.resume(run.id, JSON.stringify(about), given, actor));
}

/**
 * What is decided, as the decision itself says it where it does: a whole Decision names its question, the revision and the
 * payload that were shown (S-HG-12); of a bare Verdict the ref does.
 * @param {Ref} ref
 * @param {unknown} decision
 */
function aboutOf({ thread, interrupt, revision, digest }, decision) {
  if (!isPlainObject(decision) || decision.verdicts === undefined) return { thread, interrupt, revision, digest: digestOf(digest) };
  if (decision.interrupt === interrupt) return { thread, interrupt, revision: decision.revision, digest: digestOf(decision.payload_digest) };
  throw new HaltError("The decision is about another question than the ref\n\nPass the ref that the form was made with.", { code: "E_BAD_DECISION" });
}

/**
 * The JSON text of a decision as a program gives it. Members that are `undefined` count as absent: programs spell an
 * optional reason so.
 * @param {unknown} given
 * @returns {string}
 */
function decisionText(given) {
  const decision = withoutUndefined(given);
  const verdicts = isPlainObject(decision) ? decision.verdicts : undefined;
  return payloadText(Array.isArray(verdicts) ? { .../** @type {object} */ (decision), verdicts: verdicts.map(withoutUndefined) } : decision);
}

/** Drops data members that are `undefined`; runs no getter. @param {unknown} value */
function withoutUndefined(value) {
  if (!isPlainObject(value)) return value;
  const members = Object.entries(Object.getOwnPropertyDescriptors(value));
  const kept = members.filter(([, member]) => member.get !== undefined || member.value !== undefined);
  return kept.length === members.length ? value : Object.create(Object.prototype, Object.fromEntries(kept));
}

/** A digest; what is none is left out, and so matches nothing (SR-42). @param {unknown} given */
function digestOf(given) {
  return typeof given === "string" && /^[0-9a-f]{64}$/.test(given) ? given : undefined;
}

/**
 * Goes on with a stored decision whose page died before the result, or with a task that failed (S-HG-10).
 * @param {Shared} shared
 * @param {Ref | string} refOrThread
 * @param {{ takeOver?: boolean }} [options] `takeOver`: also when the holder of the thread seems alive
 * @returns {Promise<Receipt<any>>}
 */
export async function continueRun({ engine, runs }, refOrThread, options) {
  onlyKnown("continue options", options, ["takeOver"]);
  const ref = threadOrRef(refOrThread);
  return claim(runs, ref.thread, (run) => engine.continue(run.id, JSON.stringify(ref), options?.takeOver === true));
}

/**
 * Ends a thread's run: all its open questions are closed as `cancelled`.
 * @param {Shared} shared
 * @param {Ref | string} refOrThread
 * @param {{ reason?: string }} [options]
 * @returns {Promise<void>}
 */
export async function cancel({ engine, answering }, refOrThread, options) {
  onlyKnown("cancel options", options, ["reason"]);
  const { thread, interrupt } = threadOrRef(refOrThread);
  const actor = await (await answering.loaded()).actorText();
  await owed(() => engine.cancel(thread, interrupt, options?.reason, actor));
}

/**
 * Registers the run that an answer sets going, before the engine claims.
 * @param {import("./runs.js").Runs} runs
 * @param {string} thread
 * @param {(run: Run) => Promise<string>} ask
 * @returns {Promise<Receipt<any>>}
 */
async function claim(runs, thread, ask) {
  const run = runs.open({ ...ANSWERING, thread, configurable: Object.freeze({ thread_id: thread }) });
  // A failure that nobody waits for is told as the `failed` event.
  run.done.catch(() => {});
  try {
    const { outcome, receiptId } = JSON.parse(await owed(() => ask(run)));
    return Object.freeze({ outcome, receiptId, done: run.done });
  } catch (error) {
    run.drop();
    throw error;
  }
}

/**
 * @param {unknown} given
 * @returns {Ref}
 */
function checkedRef(given) {
  const { thread, interrupt } = /** @type {Ref} */ (Object(given));
  if (typeof thread === "string" && typeof interrupt === "string") return /** @type {Ref} */ (given);
  throw badArgument("a question is named by its ref, from pending(): { thread, interrupt, revision, digest }");
}

/**
 * @param {Ref | string} given
 * @returns {{ thread: string, interrupt?: string, revision?: number, digest?: string }}
 */
function threadOrRef(given) {
  if (typeof given === "string") return { thread: given };
  const { thread, interrupt, revision, digest } = checkedRef(given);
  return { thread, interrupt, revision, digest };
}
