// An open request: its exact arguments or choices, the field for a reason, the buttons in reading order (D.2). Editing, review
// and the second step have views of their own.
/** @import { ActionModel, Button, ChoiceModel, Verb } from "../dialects/index.js" */
/** @import { Stage } from "./stage.js" */
import { argsView, unopened } from "./args_view.js";
import { button, draw, h, icon, slot } from "./dom.js";
import { changesView } from "./diff_view.js";
import { noticesView } from "./narrative_view.js";
import { reasonField } from "./reason_view.js";
import { severalFooter, verdictChips } from "./several_view.js";

/**
 * @param {Stage} stage
 */
export function requestMain(stage) {
  const { session } = stage;
  const { model } = session;
  if (!model) return h("div", { class: "main" });
  const several = isSeveral(model);
  return h("div", { class: "main" }, ...noticesView(stage),
    ...model.actions.map((action) => actionView(stage, action, several)),
    model.input && session.editor?.answerField(stage, model.input),
    model.choices && choicesView(stage, model.choices),
    !session.wanted.readonly && needsReason(stage) && reasonField(stage));
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
  const changes = action.changes && action.changes.length > 0
    ? h("section", null, h("h3", null, t("args.changes")), changesView(stage, action.changes)) : null;
  if (!several) return h("div", { part: "action" }, args, changes);
  return h("section", { class: "card-action", part: "action" },
    h("h3", { class: "tool", part: "action-name" }, ...draw(action.title, t)), args, changes,
    session.model?.request?.form === "actions" && !session.wanted.readonly && verdictChips(stage, action));
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
        : stage.decision(text, () => session.sending.press("choose", { choice: id }), { class: `choice tone-${tone}` }, () => lockOf(stage, undefined));
    })));
}

/**
 * Why a button that lets something run is locked, or undefined.
 * @param {Stage} stage
 * @param {Button | undefined} model
 */
export function lockOf(stage, model) {
  const folded = unopened(stage).length;
  return model?.disabledWhy ?? (folded > 0 ? stage.t("approve.locked.unseen", { n: folded }) : undefined);
}

/** What a press of each verb does.
 * @type {Partial<Record<Button["verb"], (stage: Stage) => void>>} */
const PRESSES = {
  approve: ({ session }) => session.sending.press("approve"),
  reject: ({ session }) => session.sending.press("reject"),
  dismiss: ({ session }) => session.sending.press("dismiss"),
  respond: ({ session }) => session.sending.respond(),
  stop: ({ session }) => void session.sending.stop(),
};

/** Verbs that let something run: locked until all was seen. */
const RUNS = new Set(/** @type {(Verb | "stop")[]} */ (["approve", "respond"]));

/**
 * The footer of a state: why it is locked, what just happened, its buttons.
 * @param {Stage} stage
 * @param {...import("./dom.js").Child} buttons
 */
export const footer = (stage, ...buttons) => h("footer", { class: "footer", part: "footer" },
  lockNote(stage), stage.status, h("div", { class: "buttons" }, ...buttons), slot("footer-note"));

/**
 * The buttons of an open request.
 * @param {Stage} stage
 * @returns {HTMLElement[]}
 */
export function requestFooter(stage) {
  const { session } = stage;
  const { model } = session;
  if (!model || session.wanted.readonly) return [];
  if (model.request?.form === "actions") return severalFooter(stage);
  const refusal = model.buttons.some(({ verb }) => verb === "reject");
  const of = (/** @type {Button["verb"]} */ verb) => model.buttons.find((one) => one.verb === verb);
  const primary = /** @type {const} */ ([refusal ? "reject" : "stop", "dismiss", "respond", "approve"]);
  return [footer(stage, ...primary.map((verb) => of(verb)).map((one) => one && verbButton(stage, one))),
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
  }, () => (locked ? lockOf(stage, model) : undefined));
}

/**
 * Why Approve is locked, in words beside it.
 * @param {Stage} stage
 */
function lockNote(stage) {
  const text = h("span", { id: "lock" });
  const note = h("p", { class: "lock" }, icon("lock"), text);
  const approve = stage.session.model?.buttons.find(({ verb }) => verb === "approve");
  stage.live(() => {
    const why = lockOf(stage, approve);
    text.textContent = why ?? "";
    note.toggleAttribute("hidden", why === undefined);
  });
  return note;
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
