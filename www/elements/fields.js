// One field of a form: its label, its control, what it says about itself and its errors (B.1, B.3). Which control: inputs.js,
// picks.js, list_field.js. Entries go to the form; nothing is decided here.
/** @import { Control, Entry, FieldError } from "../dialects/index.js" */
/** @import { Stage } from "./stage.js" */
import { isDirty } from "../dialects/validate.js";
import { pieces } from "../dialects/visible.js";
import { answerErrors } from "./changing.js";
import { button, draw, h, icon } from "./dom.js";
import { textInput } from "./inputs.js";
import { listInput } from "./list_field.js";
import { booleanInput, checksInput, choiceInput } from "./picks.js";

/** Where entries are kept.
 * @typedef {object} Form
 * @property {(path: string) => Entry | undefined} get
 * @property {(path: string, entry: Entry | undefined) => void} set
 * @property {(control: Control) => FieldError[]} errorsOf
 * @property {Map<string, () => void>} focus how to go to each field, by path
 */

/** What a control gets.
 * @typedef {object} Slot
 * @property {Stage} stage
 * @property {Control} control
 * @property {Entry | undefined} entry
 * @property {(entry: Entry | undefined) => void} set notes a new entry
 * @property {(entry: Entry | undefined) => void} renew notes a new entry, and draws the field anew
 * @property {(event: Event) => void} left the person went on to another field
 * @property {string} id of the control, for its label
 * @property {string} describedBy
 */

/** @typedef {{ element: HTMLElement, focus: () => void, mark: (invalid: boolean) => void }} Input */

let ids = 0;

/**
 * @param {Stage} stage
 * @param {Control} control
 * @param {Form} form
 * @returns {HTMLElement}
 */
export function fieldView(stage, control, form) {
  if (control.children && control.kind === "group") return groupView(stage, control, control.children, form);
  const frame = h("div", { class: `field kind-${control.kind}`, part: "field" });
  const show = (/** @type {boolean} */ focus) => {
    const input = fill(frame, stage, control, form, () => show(true));
    form.focus.set(control.path, input.focus);
    if (focus) input.focus();
  };
  show(false);
  return frame;
}

/**
 * @param {Stage} stage
 * @param {Control} control
 * @param {readonly Control[]} children
 * @param {Form} form
 */
function groupView(stage, control, children, form) {
  const legend = h("legend", { part: "label" }, h("bdi", null, ...draw(control.label, stage.t)));
  const help = control.help ? h("p", { class: "help" }, ...draw(control.help, stage.t)) : null;
  return h("fieldset", { class: "group", part: "group" }, legend, help, ...children.map((child) => fieldView(stage, child, form)));
}

/**
 * Draws a field from its entry.
 * @param {HTMLElement} frame
 * @param {Stage} stage
 * @param {Control} control
 * @param {Form} form
 * @param {() => void} redraw
 * @returns {Input}
 */
function fill(frame, stage, control, form, redraw) {
  const id = `f${(ids += 1)}`;
  const error = h("p", { class: "error", id: `${id}-error`, part: "error", hidden: true });
  const changed = h("span", { class: "badge is-changed", hidden: true }, stage.t("field.changed"));
  // Errors of the last review, or those that the app returned: they stand until the field is changed.
  const given = stage.session.errors.filter(({ path }) => path === control.path || path.startsWith(`${control.path}/`));
  let [shown, typed] = [given.length > 0, false];
  const update = () => {
    const entry = form.get(control.path);
    const dirty = entry !== undefined && isDirty(control, entry);
    changed.toggleAttribute("hidden", !dirty);
    frame.classList.toggle("is-dirty", dirty);
    if (shown) tellErrors(error, input, typed ? form.errorsOf(control) : [...form.errorsOf(control), ...given]);
  };
  const set = (/** @type {Entry | undefined} */ entry) => {
    typed = true;
    form.set(control.path, entry);
    update();
  };
  /** @type {Slot} */
  const inside = {
    stage, control, entry: form.get(control.path), id, describedBy: `${id}-help ${id}-error`, set,
    renew: (entry) => [form.set(control.path, entry), redraw()],
    left: (event) => {
      const { relatedTarget } = /** @type {FocusEvent} */ (event);
      // What a press that goes on tells by itself must not move the button from under the pointer.
      if (relatedTarget instanceof Element && relatedTarget.matches(".decision")) return;
      shown = true;
      update();
    },
  };
  const input = inputOf(inside);
  frame.replaceChildren(headOf(inside, changed), input.element, ...helpOf(inside), error);
  update();
  return input;
}

/**
 * @param {HTMLElement} error
 * @param {Input} input
 * @param {readonly FieldError[]} errors
 */
function tellErrors(error, input, errors) {
  const texts = new Set(errors.map(({ message }) => message));
  error.replaceChildren(...(texts.size > 0 ? [icon("alert"), [...texts].join(" ")] : []));
  error.toggleAttribute("hidden", texts.size === 0);
  input.mark(texts.size > 0);
}

/**
 * The control, or what stands for a value that is missing or null.
 * @param {Slot} slot
 * @returns {Input}
 */
function inputOf(slot) {
  const { stage: { t }, control, entry } = slot;
  const { kind } = control;
  if (kind === "fixed") return plain(fixedView(slot));
  if (kind === "boolean") return booleanInput(slot);
  if (kind === "choice") return choiceInput(slot);
  if (isNull(control, entry)) return plain(h("span", { class: "unset" }, t("field.null")));
  if (isUnset(control, entry)) return plain(h("span", { class: "unset" }, t("field.unset")));
  if (kind === "checks") return checksInput(slot);
  return kind === "list" ? listInput(slot) : textInput(slot);
}

/**
 * @param {HTMLElement} element
 * @returns {Input}
 */
function plain(element) {
  element.tabIndex = -1;
  return { element, focus: () => element.focus(), mark: () => undefined };
}

/**
 * @param {Control} control
 * @param {Entry | undefined} entry
 */
const isUnset = ({ value, optional }, entry) => optional && (entry ? "absent" in entry : value === undefined);

/**
 * @param {Control} control
 * @param {Entry | undefined} entry
 */
const isNull = ({ nullable, value }, entry) => nullable && (entry ? "value" in entry && entry.value === null : value === null);

/** @param {Slot} slot */
function fixedView({ stage, control, entry }) {
  const gone = entry !== undefined && "absent" in entry;
  const text = control.value === undefined ? "" : JSON.stringify(control.value, null, 2);
  return h("output", { class: `fixed ${gone ? "is-gone" : ""}` }, h("bdi", null, ...draw(pieces(text), stage.t)));
}

/**
 * @param {Slot} slot
 * @param {HTMLElement} changed
 */
function headOf(slot, changed) {
  const { stage: { t }, control, id } = slot;
  // A label of a group of options would pick the first one when it is clicked.
  const single = ["text", "multiline", "secret", "number", "json"].includes(control.kind);
  const label = h(single ? "label" : "span", { ...(single ? { for: id } : {}), class: "label", id: `${id}-label`, part: "label" }, h("bdi", null, ...draw(control.label, t)));
  const badges = [
    control.undeclared && h("span", { class: "badge is-bad" }, t("field.undeclared")),
    control.optional && !control.undeclared && h("span", { class: "badge" }, t("field.optional")),
    control.kind === "fixed" && !control.undeclared && h("span", { class: "badge" }, t("field.fixed")),
    control.kind === "json" && h("span", { class: "badge" }, t("field.json")),
    control.notes.includes("note.partly") && h("span", { class: "badge" }, t("note.partly")),
  ];
  return h("div", { class: "field-head" }, label, ...badges, changed, h("span", { class: "tools" }, ...toolsOf(slot)));
}

/**
 * Buttons that add, remove or reset the value.
 * @param {Slot} slot
 */
function toolsOf(slot) {
  const { stage: { t }, control, entry, renew } = slot;
  const { kind } = control;
  const tool = (/** @type {"field.add" | "field.remove" | "field.reset" | "field.null.set" | "field.value.set"} */ key, /** @type {Entry | undefined} */ next) =>
    button(t(key), () => renew(next), { class: "quiet" });
  const picks = kind === "boolean" || kind === "choice";
  const unset = isUnset(control, entry);
  const none = isNull(control, entry);
  return [
    entry && tool("field.reset", undefined),
    unset && !picks && tool("field.add", emptyEntry(control)),
    !unset && !picks && control.optional && (kind !== "fixed" || control.undeclared) && tool("field.remove", control.value === undefined ? undefined : { absent: true }),
    none && tool("field.value.set", emptyEntry(control)),
    !none && !unset && control.nullable && kind !== "fixed" && tool("field.null.set", { value: null }),
  ];
}

/**
 * What "Add" begins with.
 * @param {Control} control
 * @returns {Entry}
 */
function emptyEntry({ schema, kind }) {
  if (Object.hasOwn(schema, "default")) return { value: schema.default };
  return kind === "checks" || kind === "list" ? { items: [] } : { text: "" };
}

/** @param {Slot} slot */
function helpOf({ stage: { t }, control, id }) {
  const notes = [control.undeclared && t("field.undeclared.help"), control.notes.includes("schema.pattern.unchecked") && t("schema.pattern.unchecked")].filter(Boolean);
  const help = control.help ? draw(control.help, t) : [];
  return help.length + notes.length === 0 ? [] : [h("p", { class: "help", id: `${id}-help`, part: "help" }, ...help, help.length > 0 && notes.length > 0 && " ", notes.join(" "))];
}

/**
 * The answer to an open question.
 * @param {Stage} stage
 * @param {Control} control
 */
export function answerField(stage, control) {
  const { session } = stage;
  /** @type {Form} */
  const form = {
    get: (path) => session.draft.fields[""]?.[path],
    set: (path, entry) => {
      const { [path]: _, ...others } = session.draft.fields[""] ?? {};
      session.draft.fields = { "": entry ? { ...others, [path]: entry } : others };
      session.keepDraft();
    },
    errorsOf: ({ path }) => answerErrors(session).filter((error) => error.path === path || error.path.startsWith(`${path}/`)),
    focus: new Map(),
  };
  return h("section", { class: "answer" }, fieldView(stage, control, form));
}
