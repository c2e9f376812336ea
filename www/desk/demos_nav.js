// The list of demos: a strip of links where there is room, a chooser that opens on a phone. Which demo is shown is desk.js's.

import { h, icon } from "../elements/dom.js";

/** @typedef {{ id: string, title: string, line: string }} Listed a demo, and what it shows in a few words */

export class DemosNav {
  #nav;
  #list;
  #chooser = h("button", { type: "button", class: "chooser", "aria-expanded": "false", "aria-controls": "demo-list" });
  /** @type {Map<string, HTMLAnchorElement>} */
  #links = new Map();

  /**
   * @param {HTMLElement} nav where the list goes
   * @param {readonly Listed[]} demos
   */
  constructor(nav, demos) {
    this.#nav = nav;
    for (const { id, title, line } of demos) {
      this.#links.set(id, h("a", { href: `#/${id}` }, h("span", { class: "demo-title" }, title), h("span", { class: "demo-line" }, line)));
    }
    this.#list = h("ul", { id: "demo-list" }, ...[...this.#links.values()].map((link) => h("li", null, link)));
    nav.replaceChildren(this.#chooser, this.#list);
    this.#chooser.addEventListener("click", () => this.#open(!this.#isOpen));
    this.#list.addEventListener("click", () => this.#leave());
    nav.addEventListener("keydown", ({ key }) => key === "Escape" && this.#leave());
    document.addEventListener("pointerdown", ({ target }) => nav.contains(/** @type {Node} */ (target)) || this.#open(false));
    nav.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !nav.contains(/** @type {Node} */ (relatedTarget)) && this.#open(false));
  }

  /**
   * Marks the demo that is shown, and remembers where in it the person is: its link leads back there.
   * @param {Listed} demo
   */
  mark({ id, title }) {
    this.#chooser.replaceChildren(h("span", { class: "hidden" }, "Demo: "), title, icon("next"));
    for (const [other, link] of this.#links) {
      if (other === id) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const link = this.#links.get(id);
    if (link && location.hash.startsWith(`#/${id}`)) link.href = location.hash;
  }

  get #isOpen() {
    return this.#nav.hasAttribute("data-open");
  }

  /** Closes the list; the focus does not fall out of the page. */
  #leave() {
    if (!this.#isOpen) return;
    this.#open(false);
    this.#chooser.focus();
  }

  /** @param {boolean} open */
  #open(open) {
    this.#nav.toggleAttribute("data-open", open);
    this.#chooser.setAttribute("aria-expanded", String(open));
  }
}
