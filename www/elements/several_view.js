// A request with several actions: a verdict for each, nothing chosen beforehand, one summary before they are sent (D.7).
/** @import { ActionModel, Verb } from "../dialects/index.js" */
/** @import { Stage } from "./stage.js" */
import { h, icon } from "./dom.js";
import { bytesOver, readyVerdict, wordsOf } from "./verdict_list.js";

const CHIPS = /** @type {const} */ ({ approve: "several.approve", respond: "several.respond", reject: "several.reject", dismiss: "several.skip" });

/**
 * The verdicts that one action can get, and the words that go with the one it has.
 * @param {Stage} stage
 * @param {ActionModel} action
 */
export function verdictChips(stage, action) {
  const { t, session } = stage;
  const edited = session.verdicts.get(action.id)?.verb === "edit";
  const verbs = /** @type {(keyof typeof CHIPS)[]} */ (Object.keys(CHIPS)).filter((verb) => action.allowed.includes(verb));
  const named = session.model?.request?.actions.find(({ id }) => id === action.id)?.nameOk;
  const radios = verbs.filter((verb) => verb !== "approve" || named).map((verb) => radio(stage, action, verb, t(CHIPS[verb])));
  return h("div", { class: "said-of" }, h("fieldset", { class: "chips" }, h("legend", { class: "hidden" }, t("several.none")), ...radios,
    edited && h("span", { class: "badge is-edited" }, t("several.edited"))), wordsView(stage, action));
}

/**
 * @param {Stage} stage
 * @param {ActionModel} action
 * @param {Verb} verb
 * @param {string} label
 */
function radio({ session }, action, verb, label) {
  const name = `verdict-${session.model?.actions.indexOf(action)}`;
  const input = h("input", { type: "radio", name, checked: session.verdicts.get(action.id)?.verb === verb });
  input.addEventListener("change", () => {
    session.verdicts.set(action.id, { verb, action: action.id });
    session.host.refresh();
  });
  return h("label", { class: `chip is-${verb}` }, input, h("span", null, label));
}

/**
 * The reason or the answer of one action, once its verdict takes one.
 * @param {Stage} stage
 * @param {ActionModel} action
 */
function wordsView(stage, action) {
  const { t, session } = stage;
  const id = `said-${session.model?.actions.indexOf(action)}`;
  const input = h("textarea", { id, rows: 2, autocomplete: "off", "aria-describedby": `${id}-error` });
  const label = h("label", { for: id });
  const error = h("p", { class: "error", id: `${id}-error` });
  const frame = h("div", { class: "reason", part: "reason" }, label, input, error);
  input.value = Object.hasOwn(session.draft.said, action.id) ? session.draft.said[action.id] : "";
  input.addEventListener("input", () => {
    session.draft.said = { ...session.draft.said, [action.id]: input.value };
    session.keepDraft();
    session.host.refresh();
  });
  stage.live(() => {
    const words = wordsOf(session, action.id);
    const over = words?.kind === "reason" ? bytesOver(words.text) : 0;
    frame.toggleAttribute("hidden", words === undefined);
    label.replaceChildren(t(words?.kind === "answer" ? "answer.text" : "reject.reason.label"), words?.required === false ? h("span", { class: "badge" }, t("field.optional")) : "");
    error.replaceChildren(...(over > 0 ? [icon("alert"), t("reason.tooLong", { n: new TextEncoder().encode(words?.text).length })] : []));
    error.toggleAttribute("hidden", over === 0);
    input.setAttribute("aria-invalid", String(over > 0));
  });
  return frame;
}

/**
 * The footer: how many are decided, and the way on.
 * @param {Stage} stage
 * @returns {HTMLElement}
 */
export function severalFooter(stage) {
  const { t, session } = stage;
  const actions = session.model?.actions ?? [];
  const decided = () => actions.filter(({ id }) => readyVerdict(session, id)).length;
  const count = h("p", { class: "count" });
  stage.live(() => {
    count.textContent = t("several.decided", { done: decided(), n: actions.length });
  });
  // A verdict that lacks its words holds all back, also where single ones may be sent.
  const enough = () => decided() === actions.length || (session.model?.request?.partial === true && decided() > 0 && decided() === session.verdicts.size);
  const send = stage.decision([t("several.send", { n: actions.length })], () => session.sending.sendAll(actions.flatMap(({ id }) => readyVerdict(session, id) ?? [])), { class: "tone-primary", "aria-describedby": "lock" },
    () => stage.lockOf(undefined) ?? (enough() ? undefined : t("several.locked")));
  return stage.footer(count, send);
}
