// The review of an edit: the difference that the person confirms, and what was not changed behind it (B.6, SR-38).
/** @import { Stage } from "./stage.js" */
import { toRows } from "../dialects/rows.js";
import { rowsView, unopened } from "./args_view.js";
import { confirmReview } from "./changing.js";
import { changesView } from "./diff_view.js";
import { button, h, icon } from "./dom.js";

/**
 * The review of an edit.
 * @param {Stage} stage
 */
export function reviewMain(stage) {
  const { t, session } = stage;
  const { reviewed } = session.editing;
  const args = reviewed?.verdict.args ?? {};
  const action = session.model?.actions.find(({ id }) => id === reviewed?.verdict.action);
  const schema = session.model?.request?.actions.find(({ id }) => id === action?.id)?.schema;
  const rows = toRows(args, { schema, root: false });
  const all = h("div", { class: "all", tabindex: -1 });
  const show = button(t("diff.all"), () => {
    all.replaceChildren(rowsView(stage, rows, { scope: action?.id ?? "", value: args }));
    show.remove();
    all.focus();
  }, { class: "quiet" });
  if (unopened(stage).length > 0) show.click();
  const fields = rows.filter((row) => row.type !== "list" && row.type !== "object").length;
  return h("div", { class: "main" }, h("section", { class: "review" }, h("h3", { tabindex: -1, "data-focus": true }, t("diff.title")),
    h("p", { class: "count" }, t("diff.summary", { changes: reviewed?.changes.length ?? 0, fields })),
    session.model?.request?.editRuns === false && h("p", { class: "notice is-info", part: "notice" }, t("edit.replan")),
    changesView(stage, reviewed?.changes ?? []), show, all));
}

/**
 * @param {Stage} stage
 */
export function reviewFooter(stage) {
  const { t, session } = stage;
  const { reviewed } = session.editing;
  const n = reviewed?.changes.length ?? 0;
  const model = session.model?.buttons.find(({ verb }) => verb === "approve");
  const replans = session.model?.request?.editRuns === false;
  const tone = replans ? "primary" : model?.tone ?? "primary";
  const label = session.model?.request?.form === "actions" ? t("edit.keep") : replans ? t("edit.send") : t("approve.changes", { n });
  const send = stage.decision([label], () => confirmReview(session), { class: `tone-${tone} is-approve`, part: "approve", "aria-describedby": "lock" }, () => stage.lockOf(model));
  return [stage.footer(button(t("edit.back"), () => session.to("editing"), { class: "decision tone-neutral" }, icon("back")), send)];
}
