// <halt-inbox>: all requests that wait, of one or several apps, and the opened one beside them, as a <halt-approval>. A new
// request never moves the focus, nor a row that somebody points at (D.7, WCAG 3.2.1).
/** @import { Entry } from "./inbox_entries.js" */
import { translator } from "../dialects/messages.js";
import { define, HaltBase } from "./base.js";
import { button, h, icon, slot } from "./dom.js";
import { feedOf } from "./feed.js";
import { HaltApproval } from "./halt-approval.js";
import { arranged, entryOf, keyOf, matches, withDialects } from "./inbox_entries.js";
import { rowContent } from "./inbox_row.js";
import { inboxSheets } from "./styles/index.js";

/** Parts of the request that a page may style through the inbox. */
const PARTS = "header, title, risk, deadline, action, action-name, args, arg-row, narrative, notice, reason, footer, approve, edit, reject, stop, status";
const MINUTE = 60_000;

/** All requests that wait. */
export class HaltInbox extends HaltBase {
  static observedAttributes = ["layout", "disabled"];
  /** @override */
  static properties = [...HaltBase.properties, "layout"];

  /**
   * Registers the element and <halt-approval>, unless the names are taken.
   * @param {string} [name]
   * @param {CustomElementRegistry} [registry]
   */
  static define(name = "halt-inbox", registry = customElements) {
    HaltApproval.define("halt-approval", registry);
    define(this, name, registry);
  }

  /** @type {Entry[] | undefined} */
  #entries;
  /** @type {Map<string, { item: HTMLLIElement, open: HTMLButtonElement, key: string }>} */
  #rows = new Map();
  #seen = new Set();
  /** @type {string | undefined} */
  #opened;
  /** @type {HaltApproval | undefined} */
  #approval;
  /** @type {(() => void)[]} */
  #quit = [];
  #reading = 0;
  #t = translator({ locale: "en" });

  search = h("input", { type: "search", class: "search", part: "search", autocomplete: "off" });
  heading = h("h2", { tabindex: -1 });
  count = h("span", { class: "count" });
  list = h("ol", { class: "list", part: "list" });
  empty = h("div", { class: "empty" });
  pane = h("div", { class: "pane" });
  back = h("button", { type: "button", class: "quiet to-list" });
  next = h("button", { type: "button", class: "decision tone-neutral", hidden: true });

  constructor() {
    super(inboxSheets());
    this.#build();
    this.root.addEventListener("keydown", (event) => this.#onKey(/** @type {KeyboardEvent} */ (event)));
  }

  attributeChangedCallback() {
    this.restart();
  }

  disconnectedCallback() {
    this.#leave();
  }

  get layout() {
    return this.getAttribute("layout") === "list" ? "list" : "split";
  }

  set layout(layout) {
    this.setAttribute("layout", layout);
  }

  #leave() {
    this.#quit.forEach((quit) => quit());
    this.#quit = [];
    this.#reading += 1;
  }

  /** @override */
  begin() {
    this.#leave();
    this.#t = translator({ locale: "en", messages: this.messages });
    const feeds = this.apps.map(feedOf);
    const timer = setInterval(() => this.#draw(), MINUTE);
    this.#quit = [...feeds.map((feed) => feed.listen((event) => this.#concerns(event) && void this.#read())), () => clearInterval(timer)];
    this.#label();
    if (feeds.length > 0) void this.#read();
    else this.withoutApp(() => this.#fail({ code: "E_NO_APP" }));
  }

  /**
   * Whether what waits may be another now: a run that goes on changes it where it was not known whether it does.
   * @param {{ type: string, thread: string }} event
   */
  #concerns({ type, thread }) {
    if (type === "progress") return (this.#entries ?? []).some(({ question }) => question.claimed === true && question.thread === thread);
    return type !== "submitting";
  }

  /** Puts the frame together, once: what changes inside it is filled in. */
  #build() {
    this.search.addEventListener("input", () => this.#draw());
    this.next.addEventListener("click", () => this.#openNext());
    this.back.addEventListener("click", () => this.#close());
    const head = h("div", { class: "toolbar", part: "toolbar" }, h("div", { class: "section-head" }, this.heading, this.count), this.search, slot("toolbar"));
    this.stageRoot.append(h("div", { class: "inbox" }, h("section", { class: "column" }, head, this.list, this.empty),
      h("section", { class: "desk" }, this.back, this.pane, h("div", { class: "buttons" }, this.next))));
  }

  /** Words of ours in the frame. */
  #label() {
    const t = this.#t;
    this.heading.textContent = t("inbox.title");
    this.search.setAttribute("aria-label", t("inbox.search"));
    this.search.setAttribute("placeholder", t("inbox.search"));
    this.back.replaceChildren(icon("back"), t("inbox.back"));
    this.next.replaceChildren(icon("next"), t("inbox.next"));
  }

  /** Reads what waits: one listing per app. */
  async #read() {
    const reading = (this.#reading += 1);
    try {
      const lists = await Promise.all(this.apps.map(async (app) => (await feedOf(app).list()).map((question) => ({ app, question }))));
      const asked = lists.flat();
      await withDialects(asked);
      if (reading !== this.#reading) return;
      const known = new Map((this.#entries ?? []).filter(({ model }) => model.state !== "error").map((entry) => [entry.key, entry]));
      const fresh = asked.map(({ app, question }) => known.get(keyOf(question)) ?? entryOf(app, question, this.messages));
      if (this.#entries) this.#announce(fresh, new Set(this.#entries.map(({ question }) => question.interrupt)));
      this.#entries = fresh;
      this.#draw();
    } catch (error) {
      if (reading === this.#reading) this.#fail(error);
    }
  }

  /**
   * @param {readonly Entry[]} entries
   * @param {ReadonlySet<string>} known
   */
  #announce(entries, known) {
    const news = entries.filter(({ question }) => !known.has(question.interrupt)).map(({ model, question }) =>
      this.#t("announce.request", { tool: model.actions[0]?.name || question.node, risk: this.#t(`risk.${model.risk}`) }));
    if (news.length > 0) this.say(news.join(". "));
  }

  /** @param {unknown} error */
  #fail(error) {
    const code = String(/** @type {{ code?: unknown }} */ (Object(error)).code ?? "E_UNKNOWN");
    this.empty.replaceChildren(h("p", null, this.#t(code === "E_NO_APP" ? "error.E_NO_APP" : "error.E_STORAGE")), h("p", { class: "help" }, code));
    this.empty.removeAttribute("hidden");
    this.emit("halt-error", { code, path: "" });
  }

  #draw() {
    if (!this.#entries) return;
    const held = this.list.matches(":hover, :focus-within") ? [...this.#rows.keys()] : [];
    const all = arranged(this.#entries, held);
    const shown = all.filter((entry) => matches(entry, this.search.value));
    this.count.textContent = this.#t("inbox.count", { n: all.length });
    this.#place(shown);
    this.#tellEmpty(all.length, shown.length);
    this.#tellNext();
  }

  /** Puts the rows in order, moving only what is out of place: a row that has the focus keeps it. @param {readonly Entry[]} shown */
  #place(shown) {
    const ids = new Set(shown.map(({ question }) => question.interrupt));
    for (const [id, { item, open }] of this.#rows) {
      if (ids.has(id)) continue;
      if (this.root.activeElement === open) (item.nextElementSibling?.querySelector("button") ?? this.heading).focus();
      item.remove();
      this.#rows.delete(id);
    }
    shown.forEach((entry, i) => {
      const { item } = this.#row(entry);
      if (this.list.children[i] !== item) this.list.insertBefore(item, this.list.children[i] ?? null);
    });
    this.#rows = new Map(shown.map(({ question }) => [question.interrupt, /** @type {any} */ (this.#rows.get(question.interrupt))]));
  }

  /** @param {Entry} entry */
  #row(entry) {
    const { interrupt, seen } = entry.question;
    const known = this.#rows.get(interrupt);
    const open = known?.open ?? h("button", { type: "button", class: "inbox-row", part: "row" });
    const row = known ?? { item: h("li", null, open), open, key: "" };
    open.replaceChildren(...rowContent(entry, { messages: this.messages, unseen: !seen && !this.#seen.has(interrupt) }));
    if (interrupt === this.#opened) open.setAttribute("aria-current", "true");
    else open.removeAttribute("aria-current");
    if (row.key !== entry.key) open.onclick = () => this.#open(entry);
    row.key = entry.key;
    this.#rows.set(interrupt, row);
    return row;
  }

  /**
   * @param {number} all
   * @param {number} shown
   */
  #tellEmpty(all, shown) {
    const t = this.#t;
    this.empty.toggleAttribute("hidden", shown > 0);
    if (all === 0) this.empty.replaceChildren(slot("empty", h("p", null, t("inbox.empty")), h("p", { class: "help" }, t("inbox.first"))));
    else this.empty.replaceChildren(h("p", null, t("inbox.nomatch")), button(t("inbox.clear"), () => this.#clearSearch(), { class: "quiet" }));
  }

  #clearSearch() {
    this.search.value = "";
    this.#draw();
    this.search.focus();
  }

  /** @param {Entry} entry */
  #open(entry) {
    const { ref, interrupt } = entry.question;
    this.#seen.add(interrupt);
    this.emit("halt-open", { ref });
    if (this.layout === "list") return this.#draw();
    this.#opened = interrupt;
    const approval = this.#desk();
    Object.assign(approval, { app: entry.app, messages: this.messages, request: entry.question });
    this.stageRoot.classList.add("is-open");
    this.#draw();
    void approval.updateComplete.then(() => approval.focus());
    return undefined;
  }

  /** The form beside the list, one for all requests. */
  #desk() {
    if (!this.#approval) {
      this.#approval = new HaltApproval();
      this.#approval.setAttribute("exportparts", PARTS);
      this.#approval.addEventListener("halt-state", () => this.#tellNext());
      this.#approval.addEventListener("halt-leave", () => this.#close());
      this.pane.replaceChildren(this.#approval);
    }
    return this.#approval;
  }

  /** Back to the list: nothing was decided. */
  #close() {
    this.stageRoot.classList.remove("is-open");
    (this.#rows.get(this.#opened ?? "")?.open ?? this.heading).focus();
  }

  #others() {
    return [...this.#rows].filter(([id]) => id !== this.#opened).map(([, row]) => row.open);
  }

  #tellNext() {
    const over = ["done", "closed", "expired", "cancelled"].includes(this.#approval?.state ?? "");
    this.next.toggleAttribute("hidden", !over || this.#others().length === 0);
    this.pane.toggleAttribute("data-filled", this.#approval !== undefined);
  }

  #openNext() {
    this.#others()[0]?.click();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { target } = event;
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
    if (!this.list.contains(target)) return;
    const rows = [...this.#rows.values()].map(({ open }) => open);
    const step = { j: 1, arrowdown: 1, k: -1, arrowup: -1 }[event.key.toLowerCase()];
    if (step) rows[rows.findIndex((row) => row === target) + step]?.focus();
    else if (event.key === "/") this.search.focus();
    else return;
    event.preventDefault();
  }
}
