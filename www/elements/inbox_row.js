// One row of the inbox: tool, risk, the first arguments, step and thread, age and deadline. A press opens the request and
// decides nothing.
/** @import { Entry } from "./inbox_entries.js" */
import { translator } from "../dialects/messages.js";
import { pieces } from "../dialects/visible.js";
import { previewOf } from "./args_view.js";
import { duration } from "./deadline.js";
import { draw, h, icon } from "./dom.js";
import { riskBadge } from "./header_view.js";
import { isSeveral } from "./request_view.js";

/**
 * The inside of a row.
 * @param {Entry} entry
 * @param {{ messages?: import("../dialects/index.js").Messages, unseen: boolean }} options
 * @returns {Node[]}
 */
export function rowContent(entry, { messages, unseen }) {
  const { question, model, expiresAt } = entry;
  const t = translator({ ...question.ctx, messages: { ...question.ctx.messages, ...messages } });
  const { locale } = question.ctx;
  const [action] = model.actions;
  const name = isSeveral(model) ? [t("several.title", { n: model.actions.length })]
    : action && action.title.length > 0 ? draw(action.title, t) : [model.node || t("untitled")];
  const dot = unseen ? h("span", { class: "dot", part: "row-unseen" }, h("span", { class: "hidden" }, t("inbox.unseen"))) : null;
  return [
    h("span", { class: "row-top" }, dot, h("bdi", { class: "row-name tool" }, ...name),
      h("time", { class: "age", datetime: new Date(question.created_at).toISOString() }, duration(locale, Math.max(1000, Date.now() - question.created_at)))),
    h("span", { class: "row-args" }, ...previewOf(model.actions, t)),
    h("span", { class: "row-bottom" }, question.claimed ? h("span", { class: "pill risk-high" }, icon("alert"), t("inbox.claimed")) : riskBadge({ t }, model.risk),
      expiresAt !== undefined && h("span", { class: "pill deadline" }, icon("clock"), duration(locale, Math.max(1000, expiresAt - Date.now()))),
      h("bdi", { class: "row-where" }, ...draw(pieces(`${model.node} · ${question.thread}`, { inline: true }), t))),
  ];
}
