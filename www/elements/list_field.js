// A list of single values: one control per item, with buttons to add, remove and move; nothing needs dragging (B.1).
/** @import { Control, Entry, Json } from "../dialects/index.js" */
/** @import { Input, Slot } from "./fields.js" */
import { own } from "../dialects/json.js";
import { button, h, icon } from "./dom.js";
import { textOf } from "./inputs.js";

/**
 * @param {Slot} slot
 * @returns {Input}
 */
export function listInput(slot) {
  const { stage: { t }, control, id, describedBy, renew } = slot;
  const items = itemsOf(slot);
  const change = (/** @type {Entry[]} */ next) => renew({ items: next });
  const rows = items.map((item, i) => h("li", { class: "item" }, itemInput(slot, items, item, i), ...itemTools(slot, items, i, change)));
  const add = button(t("list.add"), () => change([...items, firstEntry(control.item ?? control)]), { class: "quiet add", id }, icon("plus"));
  const element = h("div", { class: "list", role: "group", "aria-labelledby": `${id}-label`, "aria-describedby": describedBy, part: "control" },
    h("ol", null, ...rows), add);
  return { element, focus: () => (/** @type {HTMLElement | null} */ (element.querySelector("li:last-child :is(input, select)")) ?? add).focus(), mark: (invalid) => element.setAttribute("aria-invalid", String(invalid)) };
}

/**
 * @param {Slot} slot
 * @returns {Entry[]}
 */
function itemsOf({ control, entry }) {
  if (entry && "items" in entry) return [...entry.items];
  const value = entry && "value" in entry ? entry.value : control.value;
  return (Array.isArray(value) ? value : []).map((item) => ({ value: item }));
}

/**
 * @param {Control} item
 * @returns {Entry}
 */
const firstEntry = ({ kind }) => (kind === "boolean" ? { value: false } : { text: "" });

/**
 * @param {Slot} slot
 * @param {Entry[]} items
 * @param {Entry} item
 * @param {number} i
 */
function itemInput(slot, items, item, i) {
  const { stage: { t }, control, set, left } = slot;
  const one = control.item ?? control;
  const name = t("list.item", { n: i + 1 });
  const note = (/** @type {Entry} */ entry) => {
    items[i] = entry;
    set({ items: [...items] });
  };
  if (one.kind === "boolean") return booleanItem(t, name, item, note);
  const input = h("input", { type: "text", autocomplete: "off", "aria-label": name, inputmode: one.kind === "number" ? "decimal" : undefined });
  input.value = textOf(one, item);
  input.addEventListener("input", () => note({ text: input.value }));
  input.addEventListener("blur", left);
  return input;
}

/**
 * @param {Slot["stage"]["t"]} t
 * @param {string} name
 * @param {Entry} item
 * @param {(entry: Entry) => void} note
 */
function booleanItem(t, name, item, note) {
  const input = h("select", { "aria-label": name }, ...[true, false].map((value) =>
    h("option", { value: String(value), selected: own(item, "value") === value }, t(value ? "yes" : "no"))));
  input.addEventListener("change", () => note({ value: /** @type {Json} */ (input.value === "true") }));
  return input;
}

/**
 * @param {Slot} slot
 * @param {Entry[]} items
 * @param {number} i
 * @param {(next: Entry[]) => void} change
 */
function itemTools({ stage: { t } }, items, i, change) {
  const swap = (/** @type {number} */ a, /** @type {number} */ b) => items.map((item, at) => (at === a ? items[b] : at === b ? items[a] : item));
  const tool = (/** @type {"list.up" | "list.down" | "field.remove"} */ key, /** @type {"back" | "next" | "cross"} */ sign, /** @type {() => Entry[]} */ next, /** @type {boolean} */ off) =>
    button("", () => change(next()), { class: `quiet tool is-${sign}`, disabled: off }, icon(sign), h("span", { class: "hidden" }, `${t(key)}, ${t("list.item", { n: i + 1 })}`));
  return [
    tool("list.up", "back", () => swap(i, i - 1), i === 0), tool("list.down", "next", () => swap(i, i + 1), i === items.length - 1),
    tool("field.remove", "cross", () => items.filter((_, at) => at !== i), false),
  ];
}
