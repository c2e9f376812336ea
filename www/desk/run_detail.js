// One run: what was asked for, where it stands, its questions while it waits, and how it ended. Everything but the questions is
// read from the thread.

import { h, icon } from "../elements/dom.js";
import { Forms } from "./forms.js";
import { commonResult } from "./results.js";
import { badge } from "./run_list.js";
import { noteOf, time } from "./words.js";

/**
 * @import { App, Run, Runs } from "./runs.js"
 * @import { State } from "./words.js"
 */

/**
 * What the stage needs to know of its demo.
 * @typedef {object} DetailParts
 * @property {App} app
 * @property {Runs<any>} runs
 * @property {string} one such as `booking`
 * @property {import("../dialects/index.js").Messages} [messages] the demo's words for what the forms say
 * @property {(question: import("../haltgraph.js").Pending) => boolean} isMine whether a question is for the person in front of the page
 * @property {Readonly<Record<string, State>>} states by status
 * @property {(run: Run<any>) => string} titleOf
 * @property {(run: Run<any>) => string} quoteOf what the person asked for, in their words; may be empty
 * @property {(run: Run<any>) => string | undefined} noteOf what to know about where the run is; undefined for the common words
 * @property {(run: Run<any>) => Node[]} resultOf how a run that is done ended, or how far it is
 * @property {() => void} close called when the run is to leave the stage
 */

/** The run that is shown. */
export class RunDetail {
  #parts;
  #forms;
  #heading = h("h2", { tabindex: -1 });
  #badge = h("p", { class: "badge-line" });
  #quote = h("p", { class: "quote" });
  #note = h("p", { class: "note" });
  #result = h("div", { class: "result" });
  #facts = h("dl", { class: "facts" });
  /** @type {string | undefined} */
  #thread;
  /** What is drawn, as text. */
  #drawn = "";

  /** @param {DetailParts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#forms = new Forms({ ...parts, changed: () => this.draw() });
    const { one } = parts;
    this.element = h("section", { class: "card detail", "aria-label": one[0].toUpperCase() + one.slice(1), hidden: true },
      h("header", { class: "detail-head" }, h("div", { class: "head" }, this.#heading, this.#badge), this.#quote),
      this.#note, this.#result, this.#forms.element, this.#facts);
    parts.runs.subscribe(() => this.draw());
  }

  /** @param {string | undefined} thread */
  show(thread) {
    this.#thread = thread;
    this.element.toggleAttribute("hidden", thread === undefined);
    this.draw();
  }

  focus() {
    this.#heading.focus();
  }

  /** Draws what has changed. */
  draw() {
    const { runs, noteOf: ownNote } = this.#parts;
    const found = this.#thread === undefined ? undefined : runs.find(this.#thread);
    const forms = this.#forms.show(found);
    if (!found) return this.#drawMissing(runs.list !== undefined);
    const run = { ...found, ours: found.ours || forms.includes("submitting") };
    const note = ownNote(run) ?? noteOf(run);
    // What did not change keeps its focus.
    const now = JSON.stringify([run, forms, note]);
    if (now !== this.#drawn) this.#drawRun(run, forms, note);
    this.#drawn = now;
    return undefined;
  }

  /**
   * @param {Run<any>} run
   * @param {readonly import("../elements.js").ApprovalState[]} forms
   * @param {string} note
   */
  #drawRun(run, forms, note) {
    const { runs, close, states, titleOf, quoteOf, resultOf } = this.#parts;
    const [title, quote] = [titleOf(run), quoteOf(run)];
    this.#heading.textContent = title;
    this.#badge.replaceChildren(badge(states[run.status]));
    this.#quote.textContent = quote;
    this.#quote.toggleAttribute("hidden", quote === "" || quote === title);
    this.#note.textContent = note;
    this.#result.replaceChildren(...resultOf(run), ...commonResult(run, { runs, close, forms }));
    this.#facts.replaceChildren(...(forms.length > 0 ? [] : factsOf(run)));
  }

  /** @param {boolean} known whether the runs have been read */
  #drawMissing(known) {
    const { one } = this.#parts;
    this.#drawn = "";
    this.#heading.textContent = known ? `This ${one} is not here` : `Reading the ${one}`;
    [this.#badge, this.#quote, this.#result, this.#facts].forEach((part) => part.replaceChildren());
    this.#note.textContent = known ? "It was removed, or belongs to another browser." : "";
  }
}

/**
 * @param {Run<any>} run
 * @returns {Node[]}
 */
function factsOf({ thread, createdAt }) {
  return [["Asked for", time(createdAt)], ["Thread", thread]].map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value)));
}

/**
 * The stage while no run is chosen.
 * @param {string} one such as `booking`
 * @param {string} text
 */
export const emptyStage = (one, text) => h("section", { class: "card stage-empty", "aria-label": `No ${one} chosen` }, icon("info"), h("p", null, text));
