// What an edit changes, before it is sent (D.4): a row per changed member, words marked inside texts, signs and words beside
// the colours.
/** @import { Change, Side } from "../dialects/index.js" */
/** @import { Stage } from "./stage.js" */
import { CHANGES_ENGLISH } from "../dialects/english_changes.js";
import { addEnglish } from "../dialects/messages.js";
import { typeName } from "./args_view.js";
import { draw, h } from "./dom.js";

addEnglish(CHANGES_ENGLISH);

/**
 * The changes, one below the other.
 * @param {Stage} stage
 * @param {readonly Change[]} changes
 */
export const changesView = (stage, changes) => h("ol", { class: "changes" }, ...changes.map((change) => changeView(stage, change)));

/**
 * @param {Stage} stage
 * @param {Change} change
 */
function changeView(stage, change) {
  const { t } = stage;
  const { kind, before, after } = change;
  const retyped = before && after && before.type !== after.type;
  const word = kind === "moved" ? t("diff.moved", { from: change.from ?? 0, to: change.to ?? 0 }) : t(`diff.${kind}`);
  const head = h("div", { class: "change-head" }, h("bdi", { class: "path", part: "path" }, ...draw(change.label, t)), h("span", { class: `badge is-${kind}` }, word),
    retyped && h("span", { class: "badge" }, t("diff.type", { from: typeName(stage, before), to: typeName(stage, after) })),
    change.newlines && h("span", { class: "badge" }, t("diff.newlines")));
  return h("li", { class: "change", part: "field" }, head, ...(change.secret ? [h("p", { class: "side-text" }, t("diff.hidden"))] : sides(stage, change)));
}

/**
 * @param {Stage} stage
 * @param {Change} change
 * @returns {Node[]}
 */
function sides(stage, { kind, before, after, words }) {
  if (kind === "moved") return [];
  const marked = words && words.map(({ op, pieces }) => (op === "same" ? h("span", null, ...draw(pieces, stage.t))
    : h(op === "added" ? "ins" : "del", null, ...draw(pieces, stage.t))));
  if (marked) return [h("div", { class: "side-text is-words" }, ...marked)];
  return [sideView(stage, "removed", before), sideView(stage, "added", after)].filter((node) => node !== null);
}

/**
 * @param {Stage} stage
 * @param {"added" | "removed"} op
 * @param {Side | undefined} side
 */
function sideView({ t }, op, side) {
  if (!side) return null;
  const quote = side.type === "text" ? "\"" : "";
  return h("div", { class: `side-text is-${op}`, part: op }, h("span", { class: "sign", "aria-hidden": "true" }, op === "added" ? "+" : "−"),
    h("span", { class: "hidden" }, `${t(op === "added" ? "diff.after" : "diff.before")}: `),
    h(op === "added" ? "ins" : "del", null, h("bdi", { dir: "auto" }, quote, ...draw(side.pieces, t), quote)));
}
