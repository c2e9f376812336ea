// Texts for people: looks a key up in a catalog (English where it is missing) and fills in its values. A small part of ICU
// MessageFormat: {name}, {n, number}, {n, plural, one{# day} other{# days}}, {x, select, a{..} other{..}}. Values are never keys.
/** @import { Messages } from "./index.js" */
/** @import { CHANGES_ENGLISH } from "./english_changes.js" */
/** @import { FIELDS_ENGLISH } from "./english_fields.js" */
/** @import { OUTCOMES_ENGLISH } from "./english_outcomes.js" */
/** @import { STEPS_ENGLISH } from "./english_steps.js" */
import { ENGLISH } from "./english.js";

/** @typedef {Record<string, string | number>} Params */
/** @typedef {typeof ENGLISH & typeof FIELDS_ENGLISH & typeof CHANGES_ENGLISH & typeof OUTCOMES_ENGLISH & typeof STEPS_ENGLISH} Texts */
/** @typedef {keyof Texts} Key */
/** @typedef {(key: Key, params?: Params) => string} Translate */

/** @type {Map<string, string>} */
const english = new Map(Object.entries(ENGLISH));

/**
 * Adds the texts of a part that loads later.
 * @param {Messages} texts
 */
export function addEnglish(texts) {
  for (const [key, text] of Object.entries(texts)) english.set(key, text);
}

/**
 * The function that gives texts in one language.
 * @param {{ locale: string, messages?: Messages }} options
 * @returns {Translate}
 */
export function translator({ locale, messages = {} }) {
  return (key, params = {}) => {
    const own = Object.hasOwn(messages, key) && typeof messages[key] === "string";
    return fill(own ? messages[key] : english.get(key) ?? key, params, own ? locale : "en");
  };
}

/**
 * @param {string} text
 * @param {Params} params
 * @param {string} locale
 * @param {string} [hash] what `#` stands for
 * @returns {string}
 */
function fill(text, params, locale, hash) {
  let out = "";
  for (let at = 0; at < text.length;) {
    if (text[at] === "{") {
      const end = closing(text, at);
      out += argument(text.slice(at + 1, end), params, locale);
      at = end + 1;
    } else {
      out += text[at] === "#" && hash !== undefined ? hash : text[at];
      at += 1;
    }
  }
  return out;
}

/**
 * The place of the brace that closes the one at `open`.
 * @param {string} text
 * @param {number} open
 */
function closing(text, open) {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}" && (depth -= 1) === 0) return at;
  }
  return text.length;
}

/**
 * @param {string} inner
 * @param {Params} params
 * @param {string} locale
 */
function argument(inner, params, locale) {
  const [, name = "", kind, body = ""] = /^\s*(\w+)\s*(?:,\s*(\w+)\s*(?:,([^]*))?)?$/.exec(inner) ?? [];
  const value = Object.hasOwn(params, name) ? params[name] : `{${name}}`;
  if (kind === "number") return new Intl.NumberFormat(locale).format(Number(value));
  if (kind !== "plural" && kind !== "select") return String(value);
  const cases = casesOf(body);
  if (kind === "select") return fill(cases.get(String(value)) ?? cases.get("other") ?? "", params, locale);
  const word = cases.get(`=${value}`) ?? cases.get(new Intl.PluralRules(locale).select(Number(value))) ?? cases.get("other") ?? "";
  return fill(word, params, locale, new Intl.NumberFormat(locale).format(Number(value)));
}

/**
 * @param {string} body
 * @returns {Map<string, string>}
 */
function casesOf(body) {
  /** @type {Map<string, string>} */
  const cases = new Map();
  for (let at = 0; at < body.length;) {
    const open = body.indexOf("{", at);
    if (open < 0) break;
    const end = closing(body, open);
    cases.set(body.slice(at, open).trim(), body.slice(open + 1, end));
    at = end + 1;
  }
  return cases;
}
