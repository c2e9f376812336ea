// An open request: its exact arguments or choices, the field for a reason, the buttons in reading order (D.2). Editing, review
// and the second step have views of their own.
/** @import { ActionModel, Button, ChoiceModel, Verb } from "../dialects/index.js" */
/** @import { Stage } from "./stage.js" */
import { argsView } from "./args_view.js";
import { button, draw, h, icon } from "./dom.js";
import { loaded } from "./late.js";
import { noticesView } from "./narrative_view.js";
import { reasonField } from "./reason_view.js";

/**
 * @param {Stage} stage
 */
export function requestMain(stage) {
  const { session } = stage;
  const { model } = session;
  if (!model) return h("div", { class: "main" });
  const several = isSeveral(model);
  return h("div", { class: "main" }, session.lacking.length > 0 && lackView(stage), ...noticesView(stage),
    ...model.actions.map((action) => actionView(stage, action, several)),
    model.input && session.editor?.answerField(stage, model.input),
    model.choices && choicesView(stage, model.choices),
    !session.wanted.readonly && needsReason(stage) && reasonField(stage));
}

/**
 * A part of the form is missing: what stands here can be decided all the same.
 * @param {Stage} stage
 */
function lackView({ t, session }) {
  return h("section", { class: "notice is-warn", part: "notice", tabindex: -1, "data-focus": true }, h("p", null, t("part.missing")),
    button(t("error.retry"), () => session.retry(), { class: "quiet retry" }));
}

/**
 * Whether actions have to be told apart.
 * @param {import("../dialects/index.js").FormModel} model
 */
export const isSeveral = ({ request, actions }) => request?.form === "actions" || actions.length > 1;

/** Whether one reason goes with the verdict on the whole request. @param {Stage} stage */
const needsReason = ({ session }) => {
  if (session.model?.request?.form === "actions") return false;
  const rules = Object.entries(session.model?.reason ?? {}).filter(([, rule]) => rule !== "none").map(([verb]) => verb);
  return session.model?.buttons.some(({ verb }) => rules.includes(verb) || (verb === "stop" && session.model?.request?.certain === false));
};

/**
 * @param {Stage} stage
 * @param {ActionModel} action
 * @param {boolean} several
 */
function actionView(stage, action, several) {
  const { t, session } = stage;
  const source = session.model?.request?.form === "value" ? session.model.request.value : session.model?.request?.actions.find(({ id }) => id === action.id)?.args;
  const edit = action.editable && !session.wanted.readonly
    ? [button(t("edit.action"), () => session.editing.start(action.id), { class: "quiet edit", part: "edit" }, icon("edit"))] : [];
  const args = argsView(stage, action, { tools: edit, value: source });
  const view = loaded("followup")?.changesView;
  const changes = view && action.changes && action.changes.length > 0
    ? h("section", null, h("h3", null, t("args.changes")), view(stage, action.changes)) : null;
  if (!several) return h("div", { part: "action" }, args, changes);
  return h("section", { class: "card-action", part: "action" },
    h("h3", { class: "tool", part: "action-name" }, ...draw(action.title, t)), args, changes,
    session.model?.request?.form === "actions" && !session.wanted.readonly && loaded("followup")?.verdictChips(stage, action));
}

/**
 * @param {Stage} stage
 * @param {readonly ChoiceModel[]} choices
 */
function choicesView(stage, choices) {
  const { t, session } = stage;
  return h("section", { class: "choices" }, h("h3", { id: "choices" }, t("choose.title")),
    h("div", { class: "choice-list", role: "group", "aria-labelledby": "choices" }, ...choices.map(({ id, label, description, tone }) => {
      const text = [h("bdi", { class: "choice-label" }, ...draw(label, t)), description && h("bdi", { class: "choice-help" }, ...draw(description, t))];
      return session.wanted.readonly ? h("div", { class: "choice" }, ...text)
        : stage.decision(text, () => session.sending.press("choose", { choice: id }), { class: `choice tone-${tone}` }, () => stage.lockOf(undefined));
    })));
}

/** What a press of each verb does.
 * @type {Partial<Record<Button["verb"], (stage: Stage) => void>>} */
const PRESSES = {
  approve: ({ session }) => session.sending.press("approve"),
  reject: ({ session }) => session.sending.press("reject"),
  dismiss: ({ session }) => session.sending.press("dismiss"),
  respond: ({ session }) => session.editor?.respond(session),
  stop: ({ session }) => void session.sending.stop(),
};

/** Verbs that let something run: locked until all was seen. */
const RUNS = new Set(/** @type {(Verb | "stop")[]} */ (["approve", "respond"]));

/**
 * The buttons of an open request.
 * @param {Stage} stage
 * @returns {HTMLElement[]}
 */
export function requestFooter(stage) {
  const { session } = stage;
  const { model } = session;
  if (!model || session.wanted.readonly) return [];
  const of = (/** @type {Button["verb"]} */ verb) => model.buttons.find((one) => one.verb === verb);
  if (model.request?.form === "actions") return [loaded("followup")?.severalFooter(stage) ?? stage.footer(), secondary(stage, of("stop"))];
  const refusal = model.buttons.some(({ verb }) => verb === "reject");
  const primary = /** @type {const} */ ([refusal ? "reject" : "stop", "dismiss", "respond", "approve"]);
  return [stage.footer(...primary.map((verb) => of(verb)).map((one) => one && verbButton(stage, one))),
    secondary(stage, refusal ? of("stop") : undefined)];
}

/**
 * @param {Stage} stage
 * @param {Button} model
 */
export function verbButton(stage, model) {
  const locked = RUNS.has(/** @type {Verb} */ (model.verb));
  return stage.decision([model.label], () => PRESSES[model.verb]?.(stage), {
    class: `tone-${model.tone} is-${model.verb}`, part: model.verb, "aria-describedby": locked ? "lock" : undefined,
  }, () => (locked ? stage.lockOf(model) : undefined));
}

/**
 * The two ways that decide nothing about this request.
 * @param {Stage} stage
 * @param {Button | undefined} stop
 */
export function secondary(stage, stop) {
  const { t, session } = stage;
  const leave = button(t("leave"), () => {
    stage.tell(t("leave.done"));
    if (session.question) session.host.emit("halt-leave", { ref: session.question.ref });
  }, { class: "quiet leave" });
  return h("div", { class: "secondary" }, stop && verbButton(stage, { ...stop, tone: "neutral" }), leave);
}
