// Which buttons a request has, in reading order: refuse first, approve last, then the two ways that decide nothing (D.2).
/** @import { ActionModel, Button, Context, Request, Risk, Verb } from "./index.js" */

/** @typedef {import("./messages.js").Translate} Translate */

/**
 * @param {Request} request
 * @param {readonly ActionModel[]} actions
 * @param {Risk} risk
 * @param {Pick<Context, "policy" | "node">} ctx
 * @param {Translate} t
 * @returns {Button[]}
 */
export function buttonsOf(request, actions, risk, { policy, node = "" }, t) {
  const offered = (/** @type {Verb} */ verb) => request.verbs.includes(verb) || actions.some((action) => action.allowed.includes(verb));
  const badName = request.actions.some((action) => !action.nameOk);
  const approval = { ...confirmOf(risk, policy), tone: /** @type {Button["tone"]} */ (risk === "low" || risk === "medium" ? "primary" : "danger") };
  const locked = badName ? { disabledWhy: t("approve.locked.name") } : {};
  /** @type {(Button & { shown: boolean })[]} */
  const all = [
    { verb: "reject", label: t("reject"), tone: "neutral", confirm: "none", shown: offered("reject") },
    { verb: "dismiss", label: t("dismiss"), tone: "neutral", confirm: "none", shown: offered("dismiss") },
    { verb: "edit", ...(request.editRuns === false ? { label: t("edit.send"), confirm: /** @type {const} */ ("none") } : { label: t("edit"), ...approval }),
      tone: "neutral", shown: actions.some((action) => action.editable) },
    { verb: "choose", label: t("choose"), ...approval, shown: offered("choose") },
    { verb: "respond", label: t("respond"), ...approval, shown: offered("respond") },
    { verb: "approve", label: approveLabel(request, node, badName, t), ...approval, ...locked, shown: offered("approve") },
    { verb: "stop", label: t("stop"), tone: "danger", confirm: "none", shown: true },
    { verb: "leave", label: t("leave"), tone: "neutral", confirm: "none", shown: true },
  ];
  return all.filter(({ shown }) => shown).map(({ shown: _, ...button }) => button);
}

/**
 * @param {Request} request
 * @param {string} node
 * @param {boolean} badName
 * @param {Translate} t
 */
function approveLabel(request, node, badName, t) {
  if (request.form === "value" && node !== "") return t("approve.step", { node });
  if (request.form === "joint" && request.actions.length > 1) return t("approve.all", { n: request.actions.length });
  return badName || request.actions.length !== 1 ? t("approve") : t("approve.tool", { tool: request.actions[0].name });
}

/**
 * What an approval takes at this risk (D.5). Where the host names no word to type, critical asks for the second step.
 * @param {Risk} risk
 * @param {Context["policy"]} policy
 * @returns {Pick<Button, "confirm" | "typeText">}
 */
function confirmOf(risk, policy) {
  if (risk === "low" || risk === "medium") return { confirm: "none" };
  const typed = risk === "critical" && policy.typeText !== undefined;
  return typed ? { confirm: "type", typeText: policy.typeText } : { confirm: "step" };
}
