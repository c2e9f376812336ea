// The keys of an open request (D.6). None of them decides: they move the focus, or go one step back.
/** @import { Session } from "./session.js" */
import { h } from "./dom.js";

/** @typedef {HTMLElement & { root: ShadowRoot }} Form */

/**
 * @param {KeyboardEvent} event
 * @param {Form} form
 * @param {Session} session
 */
export function onKey(event, form, session) {
  if (event.defaultPrevented || event.isComposing || event.repeat || !event.isTrusted) return;
  const field = event.target instanceof Element && event.target.matches("input, textarea, select");
  const handled = event.key === "Escape" ? back(session)
    : event.key === "Enter" && (event.ctrlKey || event.metaKey) ? field && forward(form)
      : !field && isPlain(event) && form.getAttribute("shortcuts") !== "off" && shortcut(event.key.toLowerCase(), form, session);
  if (!handled) return;
  event.preventDefault();
  event.stopPropagation();
}

/** @param {KeyboardEvent} event */
const isPlain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;

/**
 * One step back; what was typed is kept. At the first step nothing: a dialog around the form closes by itself.
 * @param {Session} session
 */
function back(session) {
  if (session.state === "editing") session.editing.leave();
  else if (session.state === "reviewing") session.to("editing");
  else if (session.state === "confirming") session.sending.back();
  else return false;
  return true;
}

/**
 * To the button that goes on, without pressing it.
 * @param {Form} form
 */
function forward(form) {
  const target = form.root.querySelector("[data-forward]") ?? form.root.querySelector(".buttons .decision:last-child");
  if (target instanceof HTMLElement) target.focus();
  return true;
}

/**
 * @param {string} key
 * @param {Form} form
 * @param {Session} session
 */
function shortcut(key, form, session) {
  if (session.state !== "pending" || session.wanted.readonly) return false;
  const [action] = session.model?.actions ?? [];
  if (key === "e" && session.model?.actions.length === 1 && action.editable) session.editing.start(action.id);
  else if (key === "r" && form.root.querySelector("#reason")) /** @type {HTMLElement} */ (form.root.querySelector("#reason")).focus();
  else if (key === "?") showKeys(form);
  else return false;
  return true;
}

/** @param {Form} form */
function showKeys(form) {
  const keys = form.root.querySelector("details.keys");
  if (!(keys instanceof HTMLDetailsElement)) return;
  keys.open = !keys.open;
  keys.querySelector("summary")?.focus();
}

/**
 * The list of keys.
 * @param {Session} session
 * @param {HTMLElement} form
 */
export function keysView({ t, wanted, isOpen }, form) {
  if (wanted.readonly || !isOpen) return null;
  /** @type {[string, string][]} */
  const own = form.getAttribute("shortcuts") === "off" ? [] : [["E", t("keys.edit")], ["R", t("keys.reason")], ["?", t("keys.help")]];
  const all = [...own, ["Ctrl+Enter, ⌘+Enter", t("keys.forward")], ["Esc", t("keys.back")]];
  return h("details", { class: "record keys" }, h("summary", null, t("keys.title")),
    h("dl", null, ...all.map(([key, text]) => h("div", null, h("dt", null, h("kbd", null, key)), h("dd", null, text)))));
}
