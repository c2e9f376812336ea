// What became of a request, and the ways that are left. A banner in the words of the record; no button that decides.
/** @import { ApprovalState } from "../elements.js" */
/** @import { Stage } from "./stage.js" */
import { diff } from "../dialects/diff.js";
import { pieces } from "../dialects/visible.js";
import { actionsView } from "./args_view.js";
import { changesView } from "./diff_view.js";
import { button, draw, h, icon } from "./dom.js";
import { cancelledText, closedText, doneText, errorText, expiredText, unknownText } from "./outcome.js";
import { secondary } from "./request_view.js";

/** @typedef {{ tone: "ok" | "warn" | "bad" | "plain", text: string, more?: (Node | null | false)[] }} Banner */

/** @type {Record<Banner["tone"], "check" | "alert" | "info">} */
const SIGNS = { ok: "check", warn: "alert", bad: "alert", plain: "info" };

/**
 * @param {Stage} stage
 */
export function outcomeMain(stage) {
  const { session } = stage;
  const { tone, text, more = [] } = (BANNERS[session.state] ?? failed)(stage);
  return h("div", { class: "main" },
    h("section", { class: `outcome is-${tone}`, tabindex: -1, "data-focus": true }, h("p", { class: "banner" }, icon(SIGNS[tone]), h("span", null, text)), ...more),
    ...whatWas(stage));
}

/**
 * The arguments that were decided about, with the change that was sent.
 * @param {Stage} stage
 * @returns {Node[]}
 */
function whatWas(stage) {
  const { session } = stage;
  const { verdicts = [] } = session.outcome;
  const edited = verdicts.some(({ verb }) => verb === "edit") && session.editing.reviewed;
  if (edited) return [h("section", null, h("h3", null, stage.t("diff.done")), changesView(stage, edited.changes))];
  return session.state === "stale" ? [] : actionsView(stage, session.model?.actions ?? []);
}

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
  return { tone: "bad", text: doneText(session), more: [thrownView(stage, outcome.error), problemView(stage), h("div", { class: "buttons" }, again)] };
}

/**
 * The words of an error that a run ended with; they may come from a model.
 * @param {Stage} stage
 * @param {unknown} error
 */
function thrownView({ t }, error) {
  const { code, message } = /** @type {{ code?: unknown, message?: unknown }} */ (Object(error));
  const text = [code, message ?? error].filter((part) => part !== undefined).map(String).join(": ");
  return h("p", { class: "thrown" }, h("bdi", { class: "value" }, ...draw(pieces(text), t)));
}

/** @param {Stage} stage */
const problemView = (stage) => (stage.session.problem ? thrownView(stage, stage.session.problem) : null);

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
  more: [stage.session.outcome.kind === "failed" && thrownView(stage, stage.session.outcome.error), draftView(stage)],
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
  return { tone: "warn", text: unknownText(session), more: [h("p", { class: "help" }, t("unknown.steps")), problemView(stage), h("div", { class: "buttons" }, take, go)] };
}

/** @param {Stage} stage @returns {Banner} */
function failed(stage) {
  const { t, session } = stage;
  const retry = session.feed && button(t("error.retry"), () => void session.load(), { class: "decision tone-neutral" });
  return { tone: "bad", text: errorText(session), more: [problemView(stage), retry ? h("div", { class: "buttons" }, retry) : null] };
}

/** @type {Partial<Record<ApprovalState, (stage: Stage) => Banner>>} */
const BANNERS = { done, closed, stale, expired, cancelled, "unknown-outcome": unknown, error: failed };

/**
 * What is left to press: another request, or, in state `error`, to stop the run.
 * @param {Stage} stage
 */
export function outcomeFooter(stage) {
  const { t, session } = stage;
  const stop = session.state === "error" && !session.wanted.readonly ? session.model?.buttons.find(({ verb }) => verb === "stop") : undefined;
  const next = button(t("inbox.next"), () => session.showNext(), { class: "decision tone-neutral" }, icon("next"));
  const footer = h("footer", { class: "footer", part: "footer" }, h("div", { class: "buttons" }, next));
  stage.live(() => footer.toggleAttribute("hidden", session.next === undefined || session.state === "error"));
  return [footer, ...(stop ? [secondary(stage, stop), stage.status] : [])];
}
