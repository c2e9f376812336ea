// The frame of what became of a request, and of what went wrong with it: a banner, what was decided about, the ways that are
// left. The banners of outcomes are outcomes.js, which loads later; the one of an error is always there.
/** @import { Stage } from "./stage.js" */
import { actionsView } from "./args_view.js";
import { button, h, icon } from "./dom.js";
import { loaded } from "./late.js";
import { secondary } from "./request_view.js";

/** @typedef {{ tone: "ok" | "warn" | "bad" | "plain", text: string, more?: (Node | null | false)[], busy?: boolean }} Banner */

/** @type {Record<Banner["tone"], "check" | "alert" | "info">} */
const SIGNS = { ok: "check", warn: "alert", bad: "alert", plain: "info" };

/**
 * @param {Stage} stage
 */
export function outcomeMain(stage) {
  const { session } = stage;
  const { tone, text, more = [], busy } = bannerOf(session)(stage);
  return h("div", { class: "main" },
    h("section", { class: `outcome is-${tone}`, tabindex: -1, "data-focus": true, "aria-busy": busy && "true" }, h("p", { class: "banner" }, icon(SIGNS[tone]), h("span", null, text)), ...more),
    ...whatWas(stage));
}

/** @param {Stage["session"]} session */
const bannerOf = ({ state }) => (state === "error" ? failed : loaded("followup")?.BANNERS[state] ?? waiting);

/**
 * The arguments that were decided about, with the change that was sent.
 * @param {Stage} stage
 * @returns {Node[]}
 */
function whatWas(stage) {
  const { session } = stage;
  const { verdicts = [] } = session.outcome;
  const edited = verdicts.some(({ verb }) => verb === "edit") && session.editing.reviewed;
  const view = loaded("followup")?.changesView;
  if (edited && view) return [h("section", null, h("h3", null, stage.t("diff.done")), view(stage, edited.changes))];
  return session.state === "stale" ? [] : actionsView(stage, session.model?.actions ?? []);
}

/**
 * In place of a banner that is not loaded yet, or could not be.
 * @param {Stage} stage
 * @returns {Banner}
 */
function waiting({ t, session }) {
  if (!session.lacking.includes("followup")) return { tone: "plain", text: t("part.loading"), busy: true };
  return { tone: "warn", text: t("part.missing"), more: [h("div", { class: "buttons" }, retryButton(t("error.retry"), () => session.retry()))] };
}

/**
 * @param {string} label
 * @param {() => void} onPress
 */
const retryButton = (label, onPress) => button(label, onPress, { class: "decision tone-neutral" });

/** @param {Stage} stage @returns {Banner} */
function failed(stage) {
  const { t, session } = stage;
  const retry = session.feed && retryButton(t("error.retry"), () => void session.load());
  return { tone: "bad", text: errorText(session), more: [stage.problem(), retry ? h("div", { class: "buttons" }, retry) : null] };
}

/**
 * A request that cannot be read or decided.
 * @param {Stage["session"]} session
 */
function errorText({ t, problem }) {
  if (problem?.code === "E_NOT_LOADED") return t("part.missing");
  const known = /** @type {const} */ (["E_NO_APP", "E_PAYLOAD_SHAPE", "E_DIGEST_MISMATCH", "E_STORAGE"]).find((code) => code === problem?.code);
  return t(known ? `error.${known}` : "error.other");
}

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
