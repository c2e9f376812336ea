// The head of a request: what it is mechanically (tool, step, thread), its risk, whether it can be undone, its deadline. No
// word of the payload but the tool's name (D.2, SR-35).
/** @import { Stage } from "./stage.js" */
import { pieces } from "../dialects/visible.js";
import { deadlineView } from "./deadline.js";
import { draw, h, icon, slot } from "./dom.js";
import { isSeveral } from "./request_view.js";

/**
 * @param {Stage} stage
 */
export function headerView(stage) {
  const { t, session } = stage;
  const { model, question } = session;
  if (!model || !question) return h("header", { class: "header", part: "header" });
  const several = isSeveral(model);
  const [action] = model.actions;
  const named = several ? [t("several.title", { n: model.actions.length })] : action && action.title.length > 0 ? draw(action.title, t) : [model.node || t("untitled")];
  return h("header", { class: "header", part: "header" },
    h("p", { class: "eyebrow" }, h("span", null, t("step", { node: model.node })), h("bdi", null, ...draw(pieces(t("thread", { thread: question.thread }), { inline: true }), t))),
    h("h2", { id: "title", class: "title", part: "title", tabindex: -1 }, h("span", { part: "action-name", class: several ? "" : "tool" }, ...named)),
    h("p", { class: "badges" }, riskBadge(stage, model.risk), reversibleBadge(stage, model.reversible), deadlineView(stage)),
    slot("heading-extra"));
}

/**
 * @param {Pick<Stage, "t">} stage
 * @param {import("../dialects/index.js").Risk} risk
 */
export const riskBadge = ({ t }, risk) => h("span", { class: `pill risk-${risk}`, part: "risk" },
  icon(risk === "low" || risk === "medium" ? "info" : "alert"), t(`risk.${risk}`));

/**
 * @param {Stage} stage
 * @param {boolean | "unknown"} reversible
 */
function reversibleBadge({ t }, reversible) {
  const word = reversible === true ? "yes" : reversible === false ? "no" : "unknown";
  return h("span", { class: "pill" }, icon(reversible === true ? "undo" : "lock"), t(`reversible.${word}`));
}
