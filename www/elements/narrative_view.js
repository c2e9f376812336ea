// What the agent says about a request, after the arguments and in a box of its own that says nobody checked it (SR-35); and the
// record of the request, for those who compare digests.
/** @import { Stage } from "./stage.js" */
import { pieces } from "../dialects/visible.js";
import { rowsView } from "./args_view.js";
import { draw, h, slot } from "./dom.js";

/**
 * @param {Stage} stage
 * @param {Node | null} keys the list of keys
 */
export function sideView(stage, keys) {
  return h("aside", { class: "side" }, narrativeView(stage), slot("evidence"), recordView(stage), keys, slot("help"));
}

/** @param {Stage} stage */
function narrativeView(stage) {
  const { t, session } = stage;
  const { narrative = [], consequences = [] } = session.model ?? {};
  if (narrative.length === 0 && consequences.length === 0) return null;
  return h("section", { class: "narrative", part: "narrative" },
    h("h3", null, t("agent.words")),
    ...narrative.map(({ label, rows }) => h("div", { class: "said" }, h("h4", null, label), rowsView(stage, rows, { scope: "#", part: "" }))),
    consequences.length > 0 && h("div", { class: "said" }, h("h4", null, t("consequences")),
      h("ul", null, ...consequences.map((pieces) => h("li", null, h("bdi", null, ...draw(pieces, t)))))));
}

/** @param {Stage} stage */
function recordView({ t, session }) {
  const { model, question } = session;
  if (!model || !question) return null;
  const { advice } = model.request ?? {};
  /** @type {[string, string][]} */
  const facts = [
    [t("details.dialect"), `${model.dialect} (${model.strength})`], ...(advice === undefined ? [] : [/** @type {[string, string]} */ ([t("details.bind"), advice])]),
    [t("details.thread"), question.thread], [t("details.interrupt"), question.interrupt],
    [t("details.revision"), String(question.revision)], [t("details.digest"), model.digest],
  ];
  return h("details", { class: "record" }, h("summary", null, t("details")),
    h("dl", null, ...facts.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, ...draw(pieces(value, { inline: true }), t))))));
}

/** @param {Stage} stage */
export const noticesView = ({ session }) => (session.model?.notices ?? []).map(({ text, tone }) =>
  h("p", { class: `notice is-${tone}`, part: "notice" }, text));
