// A request with several actions: a verdict for each, nothing chosen beforehand, one summary before they are sent (D.7).
/** @import { ActionModel, Verb } from "../dialects/index.js" */
/** @import { Stage } from "./stage.js" */
import { h } from "./dom.js";
import { footer, lockOf, secondary } from "./request_view.js";

const CHIPS = /** @type {const} */ ({ approve: "several.approve", reject: "several.reject", dismiss: "several.skip" });

/**
 * The verdicts that one action can get.
 * @param {Stage} stage
 * @param {ActionModel} action
 */
export function verdictChips(stage, action) {
  const { t, session } = stage;
  const edited = session.verdicts.get(action.id)?.verb === "edit";
  const verbs = /** @type {(keyof typeof CHIPS)[]} */ (Object.keys(CHIPS)).filter((verb) => action.allowed.includes(verb));
  const named = session.model?.request?.actions.find(({ id }) => id === action.id)?.nameOk;
  const radios = verbs.filter((verb) => verb !== "approve" || named).map((verb) => radio(stage, action, verb, t(CHIPS[verb])));
  return h("fieldset", { class: "chips" }, h("legend", { class: "hidden" }, t("several.none")), ...radios,
    edited && h("span", { class: "badge is-edited" }, t("several.edited")));
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
 * The footer: how many are decided, and the way on.
 * @param {Stage} stage
 */
export function severalFooter(stage) {
  const { t, session } = stage;
  const total = session.model?.actions.length ?? 0;
  const count = h("p", { class: "count" });
  stage.live(() => {
    count.textContent = t("several.decided", { done: session.verdicts.size, n: total });
  });
  const enough = () => session.verdicts.size === total || (session.model?.request?.partial === true && session.verdicts.size > 0);
  const send = stage.decision([t("several.send", { n: total })], () => session.sending.sendAll(), { class: "tone-primary", "aria-describedby": "lock" },
    () => lockOf(stage, undefined) ?? (enough() ? undefined : t("several.locked")));
  return [footer(stage, count, send), secondary(stage, session.model?.buttons.find(({ verb }) => verb === "stop"))];
}
