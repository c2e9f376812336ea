// Controls whose value is typed: one line, several lines, numbers, JSON, secrets (B.1). Never `type="number"`, "email" or
// "url": browsers drop or rewrite what they cannot read.
/** @import { Control, Entry } from "../dialects/index.js" */
/** @import { Input, Slot } from "./fields.js" */
import { readText, showText, withDay } from "../dialects/codecs.js";
import { own } from "../dialects/json.js";
import { hasMark, pieces } from "../dialects/visible.js";
import { button, draw, h } from "./dom.js";

/** @type {Record<string, string>} */
const KEYBOARDS = { email: "email", uri: "url", ipv4: "decimal" };

/**
 * The text that a control shows for its entry.
 * @param {Control} control
 * @param {Entry | undefined} entry
 */
export function textOf(control, entry) {
  if (entry && "text" in entry) return entry.text;
  return showText(control, entry && "value" in entry ? entry.value : control.value);
}

/**
 * @param {Slot} slot
 * @returns {Input}
 */
export function textInput(slot) {
  const { control, id, describedBy } = slot;
  const format = String(own(control.schema, "format") ?? "");
  const long = control.kind === "multiline" || control.kind === "json";
  const attributes = { id, autocomplete: "off", autocapitalize: "off", spellcheck: long && control.kind !== "json" ? "true" : "false", "aria-describedby": describedBy, part: "control" };
  const input = long ? h("textarea", { ...attributes, rows: 3 })
    : h("input", { ...attributes, type: control.kind === "secret" ? "password" : "text", inputmode: control.kind === "number" ? "decimal" : KEYBOARDS[format] });
  input.value = textOf(control, slot.entry);
  // A text area turns CRLF into LF: what counts as untouched is what it shows.
  const untouched = slot.entry === undefined ? input.value : normalised(showText(control, control.value));
  const about = h("div", { class: "reading" });
  const tell = () => about.replaceChildren(...readings(slot, input.value));
  input.addEventListener("input", () => {
    slot.set(input.value === untouched && control.value !== undefined ? undefined : { text: input.value });
    tell();
  });
  input.addEventListener("blur", slot.left);
  tell();
  const element = h("div", { class: "control" }, input, format === "date" || format === "date-time" ? dayPicker(slot, input) : null, about);
  return { element, focus: () => input.focus(), mark: (invalid) => input.setAttribute("aria-invalid", String(invalid)) };
}

/** @param {string} text */
const normalised = (text) => text.replaceAll(/\r\n|\r/g, "\n");

/**
 * What stands beside a typed text: a number in the person's notation, a day in words, marks for what is invisible.
 * @param {Slot} slot
 * @param {string} text
 * @returns {Node[]}
 */
function readings({ stage: { t, session }, control }, text) {
  const drawn = control.kind === "secret" ? [] : pieces(text);
  if (hasMark(drawn, "point") || hasMark(drawn, "mixed")) return [h("bdi", { class: "value" }, ...draw(drawn, t))];
  const reading = control.kind === "number" ? numberReading(control, text, session.locale) : dayReading(control, text, session.locale);
  return reading === undefined ? [] : [document.createTextNode(t("field.reading", { reading }))];
}

/**
 * @param {Control} control
 * @param {string} text
 * @param {string} locale
 */
function numberReading(control, text, locale) {
  const read = readText(control, text);
  return "value" in read && typeof read.value === "number" ? new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(read.value) : undefined;
}

/**
 * @param {Control} control
 * @param {string} text
 * @param {string} locale
 */
function dayReading({ schema }, text, locale) {
  const format = own(schema, "format");
  if ((format !== "date" && format !== "date-time") || !/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? undefined : new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" }).format(day);
}

/**
 * The browser's own calendar; it changes the day alone.
 * @param {Slot} slot
 * @param {HTMLInputElement | HTMLTextAreaElement} input
 */
function dayPicker({ stage: { t } }, input) {
  const calendar = h("input", { type: "date", class: "calendar", tabindex: -1, "aria-hidden": "true" });
  calendar.addEventListener("change", () => {
    if (calendar.value === "") return;
    input.value = withDay(input.value, calendar.value);
    input.dispatchEvent(new Event("input"));
    input.focus();
  });
  const open = button(t("field.day"), () => {
    calendar.value = input.value.slice(0, 10);
    calendar.showPicker();
  }, { class: "quiet" });
  return h("span", { class: "day" }, open, calendar);
}
