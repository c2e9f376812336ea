// The list of runs: one row each, with its state. A press opens a run and decides nothing.

import { h, icon } from "../elements/dom.js";
import { time } from "./words.js";

/**
 * @import { Run, Runs } from "./runs.js"
 * @import { State } from "./words.js"
 */

const SHOWN = 30;

/** A state as a badge. @param {State} state */
export const badge = ({ name, tone, sign }) => h("span", { class: `state is-${tone}` },
  tone === "busy" ? h("span", { class: "spinner", "aria-hidden": "true" }) : icon(sign), name);

/**
 * What a list needs to know of its demo.
 * @typedef {object} ListParts
 * @property {Runs<any>} runs
 * @property {string} title such as `Bookings`
 * @property {string} none what stands there while there is none
 * @property {Readonly<Record<string, State>>} states by status
 * @property {(run: Run<any>) => string} titleOf
 * @property {(run: Run<any>) => string} lineOf one line under the title; may be empty
 * @property {(thread: string) => void} open
 */

/** The runs, newest first. */
export class RunList {
  #parts;
  #heading;
  #count = h("span", { class: "count" });
  #list = h("ol", { class: "runs", "aria-labelledby": "runs-title" });
  #empty = h("p", { class: "empty" });
  #more = h("button", { type: "button", class: "quiet", hidden: true });
  /** @type {Map<string, { item: HTMLLIElement, button: HTMLButtonElement }>} */
  #rows = new Map();
  #most = SHOWN;
  /** @type {string | undefined} */
  #selected;

  /** @param {ListParts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#heading = h("h2", { id: "runs-title", tabindex: -1 }, parts.title);
    this.element = h("section", { class: "card list", "aria-labelledby": "runs-title" },
      h("div", { class: "head" }, this.#heading, this.#count), this.#list, this.#empty, this.#more);
    this.#more.addEventListener("click", () => {
      this.#most = Infinity;
      this.#draw();
    });
    parts.runs.subscribe(() => this.#draw());
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
    const all = this.#parts.runs.list ?? [];
    const items = all.slice(0, this.#most).map((run) => this.#row(run));
    place(this.#list, items);
    const kept = new Set(items);
    for (const [thread, { item }] of this.#rows) if (!kept.has(item)) this.#rows.delete(thread);
    const waiting = all.filter(({ status }) => status === "waiting").length;
    this.#count.textContent = waiting > 0 ? `${waiting} waiting for you` : "";
    this.#empty.textContent = this.#emptyText();
    this.#more.toggleAttribute("hidden", all.length <= this.#most);
    this.#more.textContent = `Show ${all.length - this.#most} older`;
  }

  #emptyText() {
    const { runs: { list, problem }, title, none } = this.#parts;
    const name = title.toLowerCase();
    if (problem) return `The ${name} cannot be read. Nothing was lost or run. (${problem.code})`;
    if (!list) return `Reading the ${name}`;
    return list.length === 0 ? none : "";
  }

  /** @param {Run<any>} run */
  #row(run) {
    const row = this.#rows.get(run.thread) ?? newRow(run.thread, this.#parts.open);
    this.#rows.set(run.thread, row);
    row.button.replaceChildren(...this.#content(run));
    if (run.thread === this.#selected) row.button.setAttribute("aria-current", "true");
    else row.button.removeAttribute("aria-current");
    return row.item;
  }

  /** @param {Run<any>} run */
  #content(run) {
    const { titleOf, lineOf, states } = this.#parts;
    const line = lineOf(run);
    return [
      h("span", { class: "row-top" }, h("span", { class: "row-title" }, titleOf(run)), h("time", { datetime: new Date(run.createdAt).toISOString() }, time(run.createdAt))),
      line === "" ? "" : h("span", { class: "row-what" }, line),
      badge(states[run.status]),
    ];
  }
}

/**
 * @param {string} thread
 * @param {(thread: string) => void} open
 */
function newRow(thread, open) {
  const button = h("button", { type: "button", class: "run" });
  button.addEventListener("click", () => open(thread));
  return { item: h("li", null, button), button };
}

/**
 * Puts items in order, moving only what is out of place: the one with the focus keeps it.
 * @param {HTMLElement} list
 * @param {readonly HTMLElement[]} items
 */
export function place(list, items) {
  const kept = new Set(items);
  for (const item of [...list.children]) if (!kept.has(/** @type {HTMLElement} */ (item))) item.remove();
  items.forEach((item, i) => {
    if (list.children[i] !== item) list.insertBefore(item, list.children[i] ?? null);
  });
}
