// Building nodes: elements by name, payload pieces as text and marks, icons as SVG. The only door from payload text to the
// document, and it opens on text nodes alone (SR-26..28, SR-37). No states, no words of ours.
/** @import { Piece } from "../dialects/index.js" */
/** @typedef {import("../dialects/messages.js").Translate} Translate */
/** @typedef {Node | string | null | undefined | false} Child */
/** @typedef {{ [attribute: string]: string | number | boolean | undefined | null }} Attributes values are ours, never of a payload */

/**
 * An element. `true` sets an empty attribute; false, null and undefined set none.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes | null} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * A plain button: no decision hangs on it (those are made in press.js).
 * @param {string} label
 * @param {() => void} onClick
 * @param {Attributes} [attributes]
 * @param {...Child} before
 */
export function button(label, onClick, attributes = {}, ...before) {
  const element = h("button", { type: "button", ...attributes }, ...before, label);
  element.addEventListener("click", onClick);
  return element;
}

/**
 * Payload pieces as nodes: text as text, each mark as a badge.
 * @param {readonly Piece[]} pieces
 * @param {Translate} t
 * @returns {Node[]}
 */
export function draw(pieces, t) {
  return pieces.map((piece) => {
    if ("text" in piece) return document.createTextNode(piece.text);
    if ("point" in piece) return h("span", { class: "mark" }, piece.point);
    if ("run" in piece) return h("span", { class: "mark" }, t(`run.${piece.run}`, { n: piece.count }));
    return h("span", { class: "mixed" }, piece.mixed, h("span", { class: "mark" }, t("mixed.points", { points: piece.points.join(" ") })));
  });
}

/** Outlines on a 16 × 16 grid. */
const ICONS = {
  alert: "M8 2 15 14H1Z M8 6.5v3.5 M8 12v.2",
  back: "M10 3 5 8l5 5",
  check: "M3 8.5 6.5 12 13 4.5",
  clock: "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13Z M8 4.5V8l2.5 1.5",
  copy: "M5.5 5.5h8v8h-8Z M10.5 5.5v-3h-8v8h3",
  cross: "M4 4l8 8 M12 4l-8 8",
  edit: "M3 13l.7-3L11 2.7l2.3 2.3L6 12.3Z",
  info: "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13Z M8 7.3v4 M8 4.8v.2",
  lock: "M4 7h8v6.5H4Z M5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  next: "M6 3l5 5-5 5",
  plus: "M8 3v10 M3 8h10",
  undo: "M5.5 3 2.5 6l3 3 M2.5 6h7a4 4 0 0 1 0 8h-3",
};

const SVG = "http://www.w3.org/2000/svg";

/**
 * A decoration; what it means stands beside it in words.
 * @param {keyof typeof ICONS} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/**
 * A slot of the host's, held in a box of its own: nothing put there can cover the form. Without content it takes no room.
 * @param {string} name
 * @param {...Child} fallback
 */
export function slot(name, ...fallback) {
  const inner = h("slot", { name }, ...fallback);
  const box = h("div", { class: "slot", hidden: fallback.length === 0 }, inner);
  inner.addEventListener("slotchange", () => box.toggleAttribute("hidden", fallback.length === 0 && inner.assignedNodes().length === 0));
  return box;
}
