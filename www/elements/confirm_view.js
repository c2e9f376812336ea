// The second step of what is risky (D.5): it repeats what is about to happen, in another place of the form, and its button
// becomes active after a second; at critical risk a word of the host's is typed first. Also the question before a stop.
/** @import { Button, Verdict } from "../dialects/index.js" */
/** @import { Stage } from "./stage.js" */
import { pieces } from "../dialects/visible.js";
import { actionsView, previewOf } from "./args_view.js";
import { button, draw, h, icon } from "./dom.js";

const WAIT_MS = 1000;

/**
 * @param {Stage} stage
 */
export function confirmMain(stage) {
  const { t, session } = stage;
  const { asked, model } = session;
  const verdicts = asked === "stop" || !asked ? [] : asked.verdicts;
  const several = model?.request?.form === "actions";
  const title = h("h3", { tabindex: -1, "data-focus": true }, t(several && asked !== "stop" ? "several.summary" : "confirm.title"));
  const body = asked === "stop" ? [h("p", null, t("stop.confirm"))] : several ? [summary(stage, verdicts)] : repeat(stage, verdicts[0]);
  return h("div", { class: "main" }, h("section", { class: "confirm" }, title, ...body, confirmButtons(stage, verdicts)));
}

/**
 * No footer: the buttons of the second step stand elsewhere, so that one place is not pressed twice.
 * @param {Stage} stage
 */
export const confirmFooter = (stage) => [stage.status];

/**
 * What the verdict does, said again.
 * @param {Stage} stage
 * @param {Verdict | undefined} verdict
 * @returns {Node[]}
 */
function repeat(stage, verdict) {
  const { t, session } = stage;
  const { model } = session;
  const action = model?.actions.find(({ id }) => id === (verdict?.action ?? ""));
  const choice = model?.choices?.find(({ id }) => id === verdict?.choice);
  if (choice) return [h("p", null, t("confirm.choice")), h("p", { class: "choice" }, ...draw(choice.label, t))];
  if (verdict?.verb === "respond") return [h("p", null, t("confirm.answer")), h("p", { class: "value" }, JSON.stringify(verdict.answer))];
  if (verdict?.verb === "edit" && session.editor) return [h("p", null, t("confirm.edit", { tool: session.toolName })), session.editor.changesView(stage, session.editing.reviewed?.changes ?? [])];
  const about = model?.request?.form === "joint" ? model.actions : action ? [action] : [];
  const n = about.flatMap(({ rows }) => rows).filter((row) => row.type !== "list" && row.type !== "object").length;
  const text = model?.request?.form === "value" ? t("confirm.step", { node: model.node }) : t("confirm.action", { tool: session.toolName, n });
  return [h("p", null, text), ...actionsView(stage, about)];
}

/**
 * The verdicts of several actions, by kind.
 * @param {Stage} stage
 * @param {readonly Verdict[]} verdicts
 */
function summary({ t, session }, verdicts) {
  const kinds = [...new Set(verdicts.map(({ verb }) => verb))];
  const about = (/** @type {Verdict} */ { action }) => (session.model?.actions ?? []).filter(({ id }) => id === action);
  const named = (/** @type {Verdict} */ verdict) => about(verdict).flatMap(({ title }) => draw(title, t));
  return h("dl", { class: "verdicts" }, ...kinds.map((verb) => h("div", { class: `verdict is-${verb}` }, h("dt", null, t(`verb.${verb}`)),
    ...verdicts.filter((one) => one.verb === verb).map((one) => h("dd", null, h("span", { class: "tool" }, ...named(one)),
      h("span", { class: "count" }, ...previewOf(about(one), t)), wordsOf(one, t))))));
}

/**
 * The reason or the answer that goes with a verdict.
 * @param {Verdict} verdict
 * @param {Stage["t"]} t
 */
function wordsOf({ reason, answer }, t) {
  const text = reason ?? answer;
  return typeof text === "string" ? h("bdi", { class: "value" }, ...draw(pieces(text), t)) : null;
}

/**
 * @param {Stage} stage
 * @param {readonly Verdict[]} verdicts
 */
function confirmButtons(stage, verdicts) {
  const { t, session } = stage;
  const stopping = session.asked === "stop";
  const model = session.model?.buttons.find(({ verb }) => verb === verdicts[0]?.verb);
  const word = stopping || !verdicts.some(({ verb }) => session.model?.buttons.find((one) => one.verb === verb)?.confirm === "type") ? undefined
    : session.model?.buttons.find(({ typeText }) => typeText !== undefined)?.typeText;
  const typed = word === undefined ? null : wordField(stage, word);
  let waiting = true;
  const label = stopping ? t("stop") : verdicts.length > 1 ? t("several.confirm", { n: verdicts.length }) : verdicts[0]?.verb === "edit" ? t("approve.changes", { n: session.editing.reviewed?.changes.length ?? 0 }) : model?.label ?? t("approve");
  const send = stage.decision([label], () => session.sending.confirm(), { class: toneOf(stopping, model), part: stopping ? "stop" : "approve", "aria-describedby": "confirm-wait", "data-forward": true },
    () => (waiting ? t("confirm.wait") : typed && !typed.isRight() ? t("confirm.type.wrong") : undefined));
  const note = h("p", { class: "help", id: "confirm-wait" }, t("confirm.wait"));
  const timer = setTimeout(() => {
    waiting = false;
    note.textContent = "";
    stage.refresh();
  }, WAIT_MS);
  stage.atEnd(() => clearTimeout(timer));
  const back = button(t(stopping ? "stop.back" : "back"), () => session.sending.back(), { class: "decision tone-neutral" }, icon("back"));
  return h("div", { class: "confirm-ways" }, typed?.element ?? null, h("div", { class: "buttons is-turned" }, send, back), note);
}

/**
 * @param {boolean} stopping
 * @param {Button | undefined} model
 */
const toneOf = (stopping, model) => `tone-${stopping ? "danger" : model?.tone ?? "primary"} is-approve`;

/**
 * The field for the word that the host names. Pasting is fine: it is no test of memory.
 * @param {Stage} stage
 * @param {string} word
 */
function wordField(stage, word) {
  const input = h("input", { type: "text", id: "word", autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  input.addEventListener("input", () => stage.refresh());
  return { element: h("div", { class: "field" }, h("label", { for: "word" }, stage.t("confirm.type", { word })), input), isRight: () => input.value === word };
}
