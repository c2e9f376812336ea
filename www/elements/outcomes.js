// What became of a request: a banner for each state that is left, in the words of the record. No button that decides.
/** @import { ApprovalState } from "../elements.js" */
/** @import { Banner } from "./outcome_view.js" */
/** @import { Stage } from "./stage.js" */
import { diff } from "../dialects/diff.js";
import { pieces } from "../dialects/visible.js";
import { changesView } from "./diff_view.js";
import { button, draw, h } from "./dom.js";
import { cancelledText, closedText, doneText, expiredText, unknownText } from "./outcome.js";

/** @param {Stage} stage @returns {Banner} */
function done(stage) {
  const { t, session } = stage;
  const { outcome } = session;
  const verbs = (outcome.verdicts ?? []).map(({ verb }) => verb);
  const refused = verbs.length > 0 && verbs.every((verb) => verb === "reject" || verb === "dismiss");
  if (outcome.kind !== "failed") {
    return { tone: refused ? "plain" : "ok", text: doneText(session), more: [outcome.waits === true && h("p", { class: "help" }, t("done.again"))] };
  }
  const again = button(t("run.again"), () => void session.sending.goOn(), { class: "decision tone-primary" });
  return { tone: "bad", text: doneText(session), more: [stage.thrown(outcome.error), stage.problem(), h("div", { class: "buttons" }, again)] };
}

/** @param {Stage} stage @returns {Banner} */
const closed = ({ session }) => ({ tone: "plain", text: closedText(session) });

/** @param {Stage} stage @returns {Banner} */
function stale(stage) {
  const { t, session } = stage;
  const changes = diff(session.question?.payload ?? null, session.newer?.payload ?? null);
  const review = button(t("stale.review"), () => session.reviewNewer(), { class: "decision tone-primary" });
  return { tone: "warn", text: t("stale"), more: [h("h3", null, t("stale.changes")), changesView(stage, changes), h("div", { class: "buttons" }, review)] };
}

/** @param {Stage} stage @returns {Banner} */
const expired = (stage) => ({
  tone: "warn", text: expiredText(stage.session),
  more: [stage.session.outcome.kind === "failed" && stage.thrown(stage.session.outcome.error), draftView(stage)],
});

/**
 * What was typed and can no longer be sent.
 * @param {Stage} stage
 */
function draftView({ t, session }) {
  const typed = Object.values(session.draft.fields).flatMap((entries) => Object.entries(entries));
  if (typed.length === 0 && session.draft.reason === "") return null;
  const rows = typed.map(([path, entry]) => [path, "text" in entry ? entry.text : JSON.stringify("value" in entry ? entry.value : entry)]);
  return h("div", { class: "draft" }, h("h3", null, t("expired.draft")), h("dl", { class: "rows" },
    ...[...rows, ...(session.draft.reason === "" ? [] : [[t("reject.reason.label"), session.draft.reason]])].map(([name, text]) => h("div", { class: "row" },
      h("dt", { class: "key" }, h("bdi", null, ...draw(pieces(name, { inline: true }), t))), h("dd", { class: "cell" }, h("bdi", { class: "value" }, ...draw(pieces(text), t)))))));
}

/** @param {Stage} stage @returns {Banner} */
function cancelled({ t, session }) {
  const { reason } = session.outcome.decided ?? {};
  return { tone: "plain", text: cancelledText(session), more: [!!reason && h("p", null, h("bdi", null, t("cancelled.reason", { reason: "" }), ...draw(pieces(reason), t)))] };
}

/** @param {Stage} stage @returns {Banner} */
function unknown(stage) {
  const { t, session } = stage;
  const go = button(t("unknown.continue"), () => void session.sending.goOn(), { class: "decision tone-primary" });
  const take = session.outcome.held && button(t("unknown.takeOver"), () => void session.sending.goOn({ takeOver: true }), { class: "decision tone-neutral" });
  return { tone: "warn", text: unknownText(session), more: [h("p", { class: "help" }, t("unknown.steps")), stage.problem(), h("div", { class: "buttons" }, take, go)] };
}

/** The banners of the states that are left, by state.
 * @type {Partial<Record<ApprovalState, (stage: Stage) => Banner>>} */
export const BANNERS = { done, closed, stale, expired, cancelled, "unknown-outcome": unknown };
