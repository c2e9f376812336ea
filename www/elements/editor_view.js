// The editor of one action's arguments: its fields, the summary of what is wrong with them, and the way to the review (B.3).
/** @import { FieldError } from "../dialects/index.js" */
/** @import { Form } from "./fields.js" */
/** @import { Stage } from "./stage.js" */
import { pieces } from "../dialects/visible.js";
import { discardEdit, entriesOf, errorsOf, setEntry, toReview } from "./changing.js";
import { button, draw, h, icon } from "./dom.js";
import { fieldView } from "./fields.js";

/**
 * @param {Stage} stage
 */
export function editorMain(stage) {
  const { t, session } = stage;
  const { action } = session.editing;
  /** @type {Form} */
  const form = {
    get: (path) => entriesOf(session)[path],
    set: (path, entry) => setEntry(session, path, entry),
    errorsOf: (control) => errorsOf(session, control),
    focus: new Map(),
  };
  const inferred = session.model?.request?.actions.find(({ id }) => id === action?.id)?.schemaSource === "inferred";
  const fields = (action?.controls ?? []).map((control) => fieldView(stage, control, form));
  return h("div", { class: "main" }, h("section", { class: "editor" },
    h("div", { class: "section-head" }, h("h3", { tabindex: -1, "data-focus": session.errors.length === 0 }, t("edit.title")), action && h("span", { class: "count tool" }, ...draw(action.title, t))),
    summaryView(stage, form), inferred && h("p", { class: "help" }, t("edit.inferred")), ...fields));
}

/**
 * The errors of the last review, each leading to its field.
 * @param {Stage} stage
 * @param {Form} form
 */
function summaryView({ t, session }, form) {
  const { errors } = session;
  if (errors.length === 0) return null;
  if (errors[0].code === "E_EDIT_EMPTY") return h("div", { class: "notice is-info", role: "alert", tabindex: -1, "data-focus": true }, t("edit.none"));
  return h("div", { class: "summary", part: "summary", role: "alert", tabindex: -1, "data-focus": true },
    h("h4", null, icon("alert"), t("errors.title", { n: errors.length })), h("ul", null, ...errors.map((error) => h("li", null, errorLink(t, error, form)))));
}

/**
 * @param {Stage["t"]} t
 * @param {FieldError} error
 * @param {Form} form
 */
function errorLink(t, { path, message }, form) {
  const owner = [...form.focus.keys()].filter((key) => path === key || path.startsWith(`${key}/`)).toSorted((a, b) => b.length - a.length)[0];
  const text = [h("bdi", { class: "path" }, ...draw(pieces(path, { inline: true }), t)), " ", h("span", null, ...draw(pieces(message), t))];
  if (owner === undefined) return h("p", null, ...text);
  const link = button("", () => form.focus.get(owner)?.(), { class: "link" });
  link.append(...text);
  return link;
}

/**
 * @param {Stage} stage
 */
export function editorFooter(stage) {
  const { t, session } = stage;
  const discard = button(t("edit.discard"), () => discardEdit(session), { class: "decision tone-neutral" });
  const review = button(t("edit.review"), () => toReview(session), { class: "decision tone-primary", "data-forward": true });
  return [h("footer", { class: "footer", part: "footer" }, stage.status, h("div", { class: "buttons" }, discard, review)),
    h("div", { class: "secondary" }, button(t("back"), () => session.editing.leave(), { class: "quiet" }, icon("back")))];
}
