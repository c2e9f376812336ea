// Controls whose value is picked: yes or no, one of a list, several of a list (B.1). Options keep their types.
/** @import { Json } from "../dialects/index.js" */
/** @import { Input, Slot } from "./fields.js" */
import { same, typeOf } from "../dialects/json.js";
import { pieces } from "../dialects/visible.js";
import { draw, h } from "./dom.js";

/** More options than this stand in a list that opens. */
const FEW = 5;

/** @typedef {{ value: Json | undefined, content: (Node | string)[], text: string }} Option `value` undefined: not set */

/**
 * @param {Slot} slot
 * @returns {Input}
 */
export function booleanInput(slot) {
  const { stage: { t }, control } = slot;
  const options = [true, false].map((value) => plainOption(value, t(value ? "yes" : "no")));
  return radios(slot, [...options, ...emptyOptions(slot), ...(control.nullable ? [plainOption(null, t("field.null"))] : [])]);
}

/**
 * @param {Slot} slot
 * @returns {Input}
 */
export function choiceInput(slot) {
  const { stage: { t }, control } = slot;
  /** @type {Option[]} */
  const options = (control.options ?? []).map(({ value, label }) => optionOf(slot, value, label));
  const { value } = control;
  const unlisted = value !== undefined && !options.some((option) => same(option.value, value)) && !(value === null && control.nullable);
  const all = [...options, ...(control.nullable && !options.some((option) => option.value === null) ? [plainOption(null, t("field.null"))] : []),
    ...(unlisted ? [unlistedOption(slot, value)] : []), ...emptyOptions(slot)];
  return all.length > FEW + 1 ? select(slot, all) : radios(slot, all);
}

/**
 * @param {Json | undefined} value
 * @param {string} text
 * @returns {Option}
 */
const plainOption = (value, text) => ({ value, content: [text], text });

/**
 * @param {Slot} slot
 * @returns {Option[]}
 */
const emptyOptions = ({ stage: { t }, control }) => (control.optional ? [plainOption(undefined, t("field.unset"))] : []);

/**
 * @param {Slot} slot
 * @param {Json} value
 * @param {readonly import("../dialects/index.js").Piece[]} label
 * @returns {Option}
 */
function optionOf({ stage: { t } }, value, label) {
  const words = draw(label, t);
  const exact = typeof value === "string" ? `"${value}"` : JSON.stringify(value);
  const shown = h("code", { class: "const" }, ...draw(pieces(exact, { inline: true }), t));
  const type = typeOf(value);
  const kind = h("span", { class: "type" }, t(`type.${type}`, { n: 0 }));
  return { value, content: [...words, shown, kind], text: words.length > 0 ? `${words.map((node) => node.textContent).join("")} ${exact}` : exact };
}

/**
 * @param {Slot} slot
 * @param {Json} value
 * @returns {Option}
 */
function unlistedOption(slot, value) {
  const option = optionOf(slot, value, []);
  const note = slot.stage.t("field.unlisted");
  return { ...option, content: [...option.content, h("span", { class: "badge is-bad" }, note)], text: `${option.text} (${note})` };
}

/** @param {Slot} slot */
const current = ({ control, entry }) => (entry && "value" in entry ? entry.value : entry && "absent" in entry ? undefined : control.value);

/**
 * Notes what was picked; the original pick is no change.
 * @param {Slot} slot
 * @param {Json | undefined} value
 */
function pick({ control, set }, value) {
  if (same(value, control.value)) set(undefined);
  else set(value === undefined ? { absent: true } : { value });
}

/**
 * @param {Slot} slot
 * @param {Option[]} options
 * @returns {Input}
 */
function radios(slot, options) {
  const { id, describedBy } = slot;
  const now = current(slot);
  const inputs = options.map((option) => {
    const input = h("input", { type: "radio", name: id, checked: same(option.value, now) && (now !== undefined || option.value === undefined) });
    input.addEventListener("change", () => pick(slot, option.value));
    input.addEventListener("blur", slot.left);
    return { input, label: h("label", { class: "option" }, input, h("span", null, ...option.content)) };
  });
  const element = h("div", { class: "options", role: "radiogroup", "aria-labelledby": `${id}-label`, "aria-describedby": describedBy, part: "control" }, ...inputs.map(({ label }) => label));
  return { element, focus: () => (inputs.find(({ input }) => input.checked) ?? inputs[0])?.input.focus(), mark: (invalid) => element.setAttribute("aria-invalid", String(invalid)) };
}

/**
 * @param {Slot} slot
 * @param {Option[]} options
 * @returns {Input}
 */
function select(slot, options) {
  const { id, describedBy } = slot;
  const now = current(slot);
  const chosen = options.findIndex((option) => same(option.value, now));
  const element = h("select", { id, "aria-labelledby": `${id}-label`, "aria-describedby": describedBy, part: "control" }, chosen < 0 && h("option", { value: -1 }, ""),
    ...options.map(({ text }, i) => h("option", { value: i, selected: i === chosen }, text)));
  element.addEventListener("change", () => pick(slot, options[Number(element.value)]?.value));
  element.addEventListener("blur", slot.left);
  return { element, focus: () => element.focus(), mark: (invalid) => element.setAttribute("aria-invalid", String(invalid)) };
}

/**
 * Several of a list, in the order of the list.
 * @param {Slot} slot
 * @returns {Input}
 */
export function checksInput(slot) {
  const { control, id, describedBy, set } = slot;
  const options = (control.options ?? []).map(({ value, label }) => optionOf(slot, value, label));
  const now = current(slot);
  const chosen = Array.isArray(now) ? now : [];
  const boxes = options.map((option) => {
    const box = h("input", { type: "checkbox", checked: chosen.some((value) => same(value, option.value ?? null)) });
    box.addEventListener("blur", slot.left);
    return { box, option, label: h("label", { class: "option" }, box, h("span", null, ...option.content)) };
  });
  const note = () => {
    const value = boxes.filter(({ box }) => box.checked).map(({ option }) => option.value ?? null);
    const before = Array.isArray(control.value) ? control.value : [];
    const unchanged = value.length === before.length && value.every((one) => before.some((other) => same(one, other)));
    set(unchanged && control.value !== undefined ? undefined : { value });
  };
  boxes.forEach(({ box }) => box.addEventListener("change", note));
  const element = h("div", { class: "options", role: "group", "aria-labelledby": `${id}-label`, "aria-describedby": describedBy, part: "control" }, ...boxes.map(({ label }) => label));
  return { element, focus: () => boxes[0]?.box.focus(), mark: (invalid) => element.setAttribute("aria-invalid", String(invalid)) };
}
