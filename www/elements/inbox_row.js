// One row of the inbox: tool, risk, the first arguments, step and thread, age and deadline. A press opens the request and
// decides nothing.
/** @import { Entry } from "./inbox_entries.js" */
import { translator } from "../dialects/messages.js";
import { pieces } from "../dialects/visible.js";
import { duration } from "./deadline.js";
import { draw, h, icon } from "./dom.js";
import { riskBadge } from "./header_view.js";
import { isSeveral } from "./request_view.js";

const PREVIEWED = 3;

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
    h("span", { class: "row-args" }, ...previewOf(entry, t)),
    h("span", { class: "row-bottom" }, question.claimed ? h("span", { class: "pill risk-high" }, icon("alert"), t("inbox.claimed")) : riskBadge({ t }, model.risk),
      expiresAt !== undefined && h("span", { class: "pill deadline" }, icon("clock"), duration(locale, Math.max(1000, expiresAt - Date.now()))),
      h("bdi", { class: "row-where" }, ...draw(pieces(`${model.node} · ${question.thread}`, { inline: true }), t))),
  ];
}

/**
 * The first arguments, cut by the width of the row: they are read in full where they are decided.
 * @param {Entry} entry
 * @param {import("./dom.js").Translate} t
 * @returns {Node[]}
 */
function previewOf({ model }, t) {
  const rows = model.actions.flatMap(({ rows: all }) => all).filter(({ type, secret, depth }) => depth === 0 && !secret && type !== "list" && type !== "object");
  return rows.slice(0, PREVIEWED).map(({ key, value, head }) => h("bdi", { class: "row-arg" }, h("span", { class: "row-key" }, ...draw(key, t)), " ", ...draw(head ?? value, t)));
}
