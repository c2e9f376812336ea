// One verdict per action: what each verb must bring, what it must not, and the normal form two equal verdicts share.
/** @import { Request, RequestAction, Verb, Verdict } from "./index.js" */
import { DialectError } from "./errors.js";
import { compact, isObject, pointer } from "./json.js";

const MAX_REASON_BYTES = 4096;

/** Members that each verb may bring beside `verb`, `action` and `reason`.
 * @type {Record<Verb, readonly (keyof Verdict)[]>} */
const DATA = { approve: [], edit: ["args", "edits"], reject: [], respond: ["answer"], dismiss: [], choose: ["choice"] };

/** What knows whether an edit or an answer can be taken: gives their members as they count, or throws a DialectError.
 * @typedef {object} Judge
 * @property {(action: RequestAction | undefined, verdict: Verdict, path: string) => Partial<Verdict>} edit
 * @property {(request: Request, verdict: Verdict, path: string) => Partial<Verdict>} answer
 */

/**
 * Checked verdicts in the request's order.
 * @param {Judge} judge
 * @param {Request} request
 * @param {unknown[]} given
 * @returns {Verdict[]}
 */
export function completeVerdicts(judge, request, given) {
  const verdicts = given.map((verdict, i) => completeVerdict(judge, request, verdict, `/verdicts/${i}`));
  if (isWhole(request)) {
    if (verdicts.length !== 1) throw new DialectError("E_BAD_DECISION", "this request takes exactly one verdict", "/verdicts");
    return verdicts;
  }
  const byAction = new Map(verdicts.map((verdict) => [verdict.action, verdict]));
  if (byAction.size < verdicts.length) throw new DialectError("E_BAD_DECISION", "two verdicts for one action", "/verdicts");
  if (verdicts.length === 0 || (byAction.size < request.actions.length && !request.partial)) {
    throw new DialectError("E_PARTIAL", "every action needs a verdict before any is sent", "/verdicts");
  }
  return request.actions.flatMap((action) => byAction.get(action.id) ?? []);
}

/**
 * Whether one verdict is about the whole request.
 * @param {Request} request
 */
const isWhole = ({ form, actions }) => form === "joint" || actions.length === 0;

/**
 * @param {Judge} judge
 * @param {Request} request
 * @param {unknown} given
 * @param {string} path
 * @returns {Verdict}
 */
function completeVerdict(judge, request, given, path) {
  if (!isObject(given)) throw new DialectError("E_BAD_DECISION", "a verdict is an object", path);
  const verdict = /** @type {Verdict} */ (/** @type {unknown} */ (given));
  const action = actionOf(request, verdict, path);
  const offered = action ? action.verbs : request.verbs;
  if (!offered.includes(verdict.verb)) {
    if (verdict.verb === "edit" && isWhole(request)) throw new DialectError("E_EDIT_UNSUPPORTED", `"${request.dialect}" has no way to carry an edit`, pointer(path, "verb"));
    throw new DialectError("E_BAD_DECISION", `"${String(verdict.verb)}" is not offered here; offered: ${offered.join(", ") || "nothing"}`, pointer(path, "verb"));
  }
  refuseStrangers(verdict, path);
  const unnamed = (action ? [action] : request.actions).find(({ nameOk }) => !nameOk);
  if (unnamed && (verdict.verb === "approve" || verdict.verb === "edit")) {
    throw new DialectError("E_BAD_NAME", `"${unnamed.name}" is no tool name, so it cannot be approved`, path);
  }
  return compact({
    verb: verdict.verb, action: action?.id, ...readData(judge, request, action, verdict, path), reason: readReason(request, verdict, path),
  });
}

/**
 * @param {Request} request
 * @param {Verdict} verdict
 * @param {string} path
 */
function actionOf(request, verdict, path) {
  const actions = isWhole(request) ? [] : request.actions;
  const found = verdict.action === undefined && actions.length === 1 ? actions[0] : actions.find((action) => action.id === verdict.action);
  if (!found && (actions.length > 0 || verdict.action !== undefined)) {
    throw new DialectError("E_BAD_DECISION", "the verdict names no action of this request", pointer(path, "action"));
  }
  return found;
}

/**
 * @param {Verdict} verdict
 * @param {string} path
 */
function refuseStrangers(verdict, path) {
  const known = ["verb", "action", "reason", ...DATA[verdict.verb]];
  const stranger = Object.entries(verdict).find(([key, value]) => value !== undefined && !known.includes(key));
  if (stranger) throw new DialectError("E_BAD_DECISION", `"${verdict.verb}" does not take "${stranger[0]}"`, pointer(path, stranger[0]));
}

/**
 * @param {Judge} judge
 * @param {Request} request
 * @param {RequestAction | undefined} action
 * @param {Verdict} verdict
 * @param {string} path
 * @returns {Partial<Verdict>}
 */
function readData(judge, request, action, verdict, path) {
  if (verdict.verb === "edit") return judge.edit(action, verdict, path);
  if (verdict.verb === "respond") return judge.answer(request, verdict, path);
  if (verdict.verb !== "choose") return {};
  if (request.choices?.some((choice) => choice.id === verdict.choice)) return { choice: verdict.choice };
  throw new DialectError("E_BAD_DECISION", "the choice is none of those offered", pointer(path, "choice"));
}

/**
 * The reason, or undefined for a blank one that nobody asked for.
 * @param {Request} request
 * @param {Verdict} verdict
 * @param {string} path
 */
function readReason(request, { verb, reason }, path) {
  const at = pointer(path, "reason");
  if (reason !== undefined && typeof reason !== "string") throw new DialectError("E_BAD_DECISION", "a reason is a text", at);
  if (new TextEncoder().encode(reason).length > MAX_REASON_BYTES) {
    throw new DialectError("E_REASON_TOO_LONG", `a reason has at most ${MAX_REASON_BYTES} bytes`, at);
  }
  const blank = reason === undefined || reason.trim() === "";
  if (blank && request.reason[verb] === "required") throw new DialectError("E_REASON_REQUIRED", `"${verb}" needs a reason`, at);
  return blank ? undefined : reason;
}
