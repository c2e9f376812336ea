// The sheets of the elements, made once per page and shared: constructable, so that no inline style is needed (C.3).
import { APPROVAL } from "./approval.js";
import { BASE } from "./base.js";
import { FORM } from "./form.js";
import { INBOX } from "./inbox.js";

/** @type {Map<string, CSSStyleSheet>} */
const made = new Map();

/**
 * The sheet of a text.
 * @param {string} css
 */
export function sheet(css) {
  const known = made.get(css) ?? new CSSStyleSheet();
  if (!made.has(css)) known.replaceSync(css);
  made.set(css, known);
  return known;
}

export const approvalSheets = () => [BASE, FORM, APPROVAL].map(sheet);
export const inboxSheets = () => [BASE, FORM, INBOX].map(sheet);
