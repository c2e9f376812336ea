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

/** The bookings, newest first. */
export class ListView {
  #bookings;
  #open;
  #heading = h("h2", { id: "bookings-title", tabindex: -1 }, "Bookings");
  #count = h("span", { class: "count" });
  #list = h("ol", { class: "bookings", "aria-labelledby": "bookings-title" });
  #empty = h("p", { class: "empty" });
  #more = h("button", { type: "button", class: "quiet", hidden: true });
  /** @type {Map<string, { item: HTMLLIElement, button: HTMLButtonElement }>} */
  #rows = new Map();
  #most = SHOWN;
  /** @type {string | undefined} */
  #selected;

  /**
   * @param {object} parts
   * @param {Bookings} parts.bookings
   * @param {(thread: string) => void} parts.open
   */
  constructor({ bookings, open }) {
    this.#bookings = bookings;
    this.#open = open;
    this.element = h("section", { class: "card list", "aria-labelledby": "bookings-title" },
      h("div", { class: "head" }, this.#heading, this.#count), this.#list, this.#empty, this.#more);
    this.#more.addEventListener("click", () => {
      this.#most = Infinity;
      this.#draw();
    });
    bookings.subscribe(() => this.#draw());
  }

  /** @param {string | undefined} thread */
  select(thread) {
    this.#selected = thread;
    this.#draw();
  }

  focus() {
    this.#heading.focus();
  }

  #draw() {
    const all = this.#bookings.list ?? [];
    const items = all.slice(0, this.#most).map((booking) => this.#row(booking));
    place(this.#list, items);
    const kept = new Set(items);
    for (const [thread, { item }] of this.#rows) if (!kept.has(item)) this.#rows.delete(thread);
    const waiting = all.filter(({ status }) => status === "waiting").length;
    this.#count.textContent = waiting > 0 ? `${waiting} waiting for you` : "";
    this.#empty.textContent = emptyText(this.#bookings);
    this.#more.toggleAttribute("hidden", all.length <= this.#most);
    this.#more.textContent = `Show ${all.length - this.#most} older`;
  }

  /** @param {Booking} booking */
  #row(booking) {
    const row = this.#rows.get(booking.thread) ?? newRow(booking.thread, this.#open);
    this.#rows.set(booking.thread, row);
    row.button.replaceChildren(...rowContent(booking));
    if (booking.thread === this.#selected) row.button.setAttribute("aria-current", "true");
    else row.button.removeAttribute("aria-current");
    return row.item;
  }
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
