// The words of an outcome: what ran, what did not, who decided, when (D.10). No DOM.
/** @import { Session } from "./session.js" */
import { OUTCOMES_ENGLISH } from "../dialects/english_outcomes.js";
import { addEnglish } from "../dialects/messages.js";

addEnglish(OUTCOMES_ENGLISH);

const VERBS = /** @type {const} */ (["approve", "edit", "reject", "respond", "dismiss", "choose", "mixed"]);

/**
 * Who, as the record names them.
 * @param {Session} session
 */
function whoOf({ t, outcome: { decided } }) {
  const { by } = decided ?? {};
  if (!by) return t("who.unknown");
  if (by.method === "command" || by.id === "program") return t("who.program");
  return by.name ?? (by.id === "local" ? t("who.local") : by.id);
}

/**
 * A run that ended after this form's decision, or after a stored one.
 * @param {Session} session
 */
export function doneText(session) {
  const { t, outcome, toolName: tool } = session;
  const time = session.time(outcome.at);
  const verbs = (outcome.verdicts ?? []).map(({ verb }) => verb);
  const verb = verbs[0] ?? (outcome.decided?.verb === "edit" ? "edit" : "approve");
  const runs = verb === "approve" || verb === "edit";
  if (outcome.kind === "failed") return runs && verbs.length <= 1 ? t("done.failed", { tool, time }) : t("done.failed.other", { time });
  if (verb === "edit" && session.model?.request?.editRuns === false) return t("done.replan", { tool, time });
  if (verbs.length <= 1) return t(`done.${verb}`, { tool, time });
  const approved = verbs.filter((one) => one === "approve" || one === "edit").length;
  return t("done.mixed", { time, approved, refused: verbs.length - approved });
}

/**
 * A question that somebody else closed.
 * @param {Session} session
 */
export function closedText(session) {
  const { t, outcome } = session;
  const time = session.time(outcome.at);
  if (outcome.kind === "input") return t("closed.input", { time });
  if (!outcome.decided?.by) return t("closed.unknown");
  const verb = VERBS.find((known) => known === outcome.decided?.verb) ?? "answered";
  return t("closed", { who: whoOf(session), time, verdict: t(`verb.${verb}`) });
}

/**
 * A question whose deadline passed: nothing ran, or what its asker set for that case did.
 * @param {Session} session
 */
export function expiredText(session) {
  const { kind } = session.outcome;
  return session.t(kind === "ran" ? "expired.default" : kind === "failed" ? "expired.failed" : "expired", { time: session.time(session.expiresAt) });
}

/**
 * A run that was stopped, here or elsewhere.
 * @param {Session} session
 */
export function cancelledText(session) {
  const { t, outcome } = session;
  const who = outcome.kind === "elsewhere" ? whoOf(session) : t("who.local");
  return t("cancelled", { who, time: session.time(outcome.at) });
}

/**
 * A question that was answered by a page which died before the result.
 * @param {Session} session
 */
export function unknownText({ t, outcome, toolName: tool }) {
  const { verb = "approve" } = outcome.decided ?? {};
  return verb === "approve" || verb === "edit" ? t("unknown", { tool }) : t("unknown.other");
}
