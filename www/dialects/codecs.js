// Text that a person typed ↔ one typed value (B.2). The control fixes the type; the text never decides it. No locale: the
// decimal point is ".", and what looks like another notation is refused with the text to use.
/** @import { Control, Json } from "./index.js" */
import { parseJson } from "./json_text.js";
import { isExact, JSON_NUMBER } from "./literals.js";
import { newlineOf } from "./words.js";

/**
 * What a text means: a value, or the key of the message that says what to do.
 * @typedef {{ value: Json } | { problem: "number.blank" | "number.use" | "number.bad" | "number.exact" | "json.bad", params: Record<string, string> }} Read
 */

/**
 * The text that a control begins with.
 * @param {Pick<Control, "kind">} control
 * @param {Json | undefined} value
 * @returns {string}
 */
export function showText({ kind }, value) {
  if (value === undefined) return "";
  if (kind === "json") return JSON.stringify(value, null, 2);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * The value of a text typed into a control.
 * @param {Pick<Control, "kind" | "value">} control
 * @param {string} text
 * @returns {Read}
 */
export function readText({ kind, value }, text) {
  if (kind === "number") return readNumber(text);
  if (kind === "json") return readJson(text);
  return { value: withNewlinesOf(typeof value === "string" ? value : "", text) };
}

/**
 * @param {string} text
 * @returns {Read}
 */
function readNumber(text) {
  if (text === "") return { problem: "number.blank", params: {} };
  if (JSON_NUMBER.test(text)) {
    return isExact(text) ? { value: Number(text) || 0 } : { problem: "number.exact", params: { typed: text } };
  }
  const use = suggestion(text);
  return use === undefined ? { problem: "number.bad", params: { typed: text } } : { problem: "number.use", params: { use } };
}

/**
 * The number somebody probably meant, in the notation that is read.
 * @param {string} text
 * @returns {string | undefined}
 */
function suggestion(text) {
  const bare = text.trim();
  const grouped = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(bare);
  const tried = grouped ? bare.replaceAll(",", "") : bare.replace(/^(-?\d+),(\d+)$/, "$1.$2").replace(/^\+/, "").replace(/^(-?)0+(?=\d)/, "$1");
  return JSON_NUMBER.test(tried) ? tried : undefined;
}

/**
 * @param {string} text
 * @returns {Read}
 */
function readJson(text) {
  try {
    return { value: parseJson(text) };
  } catch (error) {
    return { problem: "json.bad", params: { why: /** @type {Error} */ (error).message } };
  }
}

/**
 * Edited text with the line breaks of the original: text areas know LF only.
 * @param {string} original
 * @param {string} text
 */
function withNewlinesOf(original, text) {
  const style = newlineOf(original);
  return style === "\n" ? text : text.replaceAll(/\r\n|\r|\n/g, style);
}

/**
 * A date-time or date with another day; its time, fraction and offset stay as they are.
 * @param {string} text
 * @param {string} day YYYY-MM-DD
 */
export const withDay = (text, day) => (/^\d{4}-\d{2}-\d{2}(?=$|[Tt])/.test(text) ? day + text.slice(10) : day);
