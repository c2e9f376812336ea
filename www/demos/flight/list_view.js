// The list of bookings: one row each, with its state. A press opens a booking and decides nothing.

import { h, icon } from "../../elements/dom.js";
import { argsOf, day, dollars, STATES, time, titleOf } from "./words.js";

/** @import { Booking, Bookings } from "./bookings.js" */

const SHOWN = 30;

/** A state as a badge. @param {Booking["status"]} status */
export function stateBadge(status) {
  const { name, tone, sign } = STATES[status];
  return h("span", { class: `state is-${tone}` }, tone === "busy" ? h("span", { class: "spinner", "aria-hidden": "true" }) : icon(sign), name);
}

/**
 * @param {object} parts
 * @param {Bookings} parts.bookings
 * @param {(thread: string) => void} parts.open
 */
export function listView({ bookings, open }) {
  const heading = h("h2", { id: "bookings-title", tabindex: -1 }, "Bookings");
  const count = h("span", { class: "count" });
  const list = h("ol", { class: "bookings", "aria-labelledby": "bookings-title" });
  const empty = h("p", { class: "empty" });
  const more = h("button", { type: "button", class: "quiet", hidden: true });
  /** @type {Map<string, { item: HTMLLIElement, button: HTMLButtonElement }>} */
  const rows = new Map();
  let [shown, selected] = [SHOWN, /** @type {string | undefined} */ (undefined)];

  const row = (/** @type {Booking} */ booking) => {
    const known = rows.get(booking.thread) ?? newRow(booking.thread, open);
    rows.set(booking.thread, known);
    known.button.replaceChildren(...rowContent(booking));
    if (booking.thread === selected) known.button.setAttribute("aria-current", "true");
    else known.button.removeAttribute("aria-current");
    return known.item;
  };
  const draw = () => {
    const all = bookings.list ?? [];
    const items = all.slice(0, shown).map(row);
    place(list, items);
    const kept = new Set(items);
    for (const [thread, { item }] of rows) if (!kept.has(item)) rows.delete(thread);
    const waiting = all.filter(({ status }) => status === "waiting").length;
    count.textContent = waiting > 0 ? `${waiting} waiting for you` : "";
    empty.textContent = emptyText(bookings);
    more.toggleAttribute("hidden", all.length <= shown);
    more.textContent = `Show ${all.length - shown} older`;
  };
  more.addEventListener("click", () => {
    shown = Infinity;
    draw();
  });
  bookings.subscribe(draw);
  const element = h("section", { class: "card list", "aria-labelledby": "bookings-title" },
    h("div", { class: "head" }, heading, count), list, empty, more);
  return {
    element,
    /** @param {string | undefined} thread */
    select(thread) {
      selected = thread;
      draw();
    },
    focus() {
      heading.focus();
    },
  };
}

/** @param {Bookings} bookings */
function emptyText({ list, problem }) {
  if (problem) return `The bookings cannot be read. Nothing was lost or run. (${problem.code})`;
  if (!list) return "Reading the bookings";
  return list.length === 0 ? "No bookings yet. Each trip that you ask for appears here, and stays when the tab is closed." : "";
}

/**
 * @param {string} thread
 * @param {(thread: string) => void} open
 */
function newRow(thread, open) {
  const button = h("button", { type: "button", class: "booking" });
  button.addEventListener("click", () => open(thread));
  return { item: h("li", null, button), button };
}

/** @param {Booking} booking */
function rowContent(booking) {
  const args = argsOf(booking);
  return [
    h("span", { class: "row-top" }, h("span", { class: "row-title" }, titleOf(booking)), h("time", { datetime: new Date(booking.createdAt).toISOString() }, time(booking.createdAt))),
    args ? h("span", { class: "row-what" }, `${day(args.date)} · ${dollars(args.price_usd)}`) : "",
    stateBadge(booking.status),
  ];
}

/**
 * Puts items in order, moving only what is out of place: the one with the focus keeps it.
 * @param {HTMLElement} list
 * @param {readonly HTMLElement[]} items
 */
function place(list, items) {
  const kept = new Set(items);
  for (const item of [...list.children]) if (!kept.has(/** @type {HTMLElement} */ (item))) item.remove();
  items.forEach((item, i) => {
    if (list.children[i] !== item) list.insertBefore(item, list.children[i] ?? null);
  });
}
