// The string formats that are checked, each a pure test of the text. No value passes through local time.
import { isDate, isDateTime, TIME } from "./literals.js";

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** @param {string} text */
const isHostname = (text) => text.length <= 253 && text.split(".").every((label) => LABEL.test(label));

/** @type {Map<string, (text: string) => boolean>} */
const FORMATS = new Map([
  ["date", isDate],
  ["time", (text) => TIME.test(text)],
  ["date-time", isDateTime],
  ["email", (text) => /^[^\s@<>()[\]",;:\\]{1,64}@[^@]+$/.test(text) && isHostname(text.slice(text.indexOf("@") + 1))],
  ["hostname", isHostname],
  ["ipv4", (text) => /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(text)],
  ["uri", (text) => /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(text)],
  ["uuid", (text) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)],
  ["password", () => true],
]);

/** @param {unknown} format */
export const isKnownFormat = (format) => typeof format === "string" && FORMATS.has(format);

/**
 * Whether a text has a format; a format that is not known has no test and passes.
 * @param {string} format
 * @param {string} text
 */
export const hasFormat = (format, text) => FORMATS.get(format)?.(text) ?? true;
