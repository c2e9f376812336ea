// The questions of one run, each as a <halt-approval>. A form stays where it is while its question is open and while it tells
// what came of it; a new question of the same node takes its place. What the question says is the element's own.

import { h } from "../elements/dom.js";
import { place } from "./run_list.js";

/**
 * @import { ApprovalState, HaltApproval } from "../elements.js"
 * @import { App, Run, Runs } from "./runs.js"
 * @import { Messages } from "../dialects/index.js"
 * @import { Pending } from "../haltgraph.js"
 */

/** A form with nothing to tell any more. @type {readonly ApprovalState[]} */
const SPENT = ["empty", "loading", "unknown-outcome"];

/** @typedef {{ question: Pending, element: HaltApproval }} Slot */

export class Forms {
  #parts;
  /** @type {string | undefined} */
  #thread;
  /** @type {Slot[]} */
  #slots = [];
  element = h("div", { class: "forms" });

  /**
   * @param {object} parts
   * @param {App} parts.app
   * @param {Runs<any>} parts.runs
   * @param {(question: Pending) => boolean} parts.isMine
   * @param {Messages} [parts.messages] the demo's words for what the forms say
   * @param {() => void} parts.close called when a person leaves the question waiting
   * @param {() => void} parts.changed called when a form shows something else
   */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * Shows the questions of a run, and what came of those that were answered here in this visit.
   * @param {Run<any> | undefined} run
   * @returns {readonly ApprovalState[]} of what is shown
   */
  show(run) {
    if (run?.thread !== this.#thread) this.#slots = [];
    this.#thread = run?.thread;
    const { isMine } = this.#parts;
    const open = (run?.questions ?? []).filter(isMine);
    for (const question of open) this.#slotOf(question, open);
    const isOpen = new Set(open.map(({ interrupt }) => interrupt));
    // Where another tab goes on with it, there is nothing left to press here.
    this.#slots = this.#slots.filter(({ question, element }) => isMine(question) && (isOpen.has(question.interrupt) || !SPENT.includes(element.state)));
    place(this.element, this.#slots.map(({ element }) => element));
    return this.#slots.map(({ element }) => element.state);
  }

  /**
   * @param {Pending} question
   * @param {readonly Pending[]} open
   */
  #slotOf(question, open) {
    const { thread, node, interrupt } = question;
    if (this.#slots.some((slot) => slot.question.interrupt === interrupt)) return;
    const free = this.#slots.findIndex((slot) => slot.question.node === node && !open.some((other) => other.interrupt === slot.question.interrupt));
    this.#slots.splice(free === -1 ? this.#slots.length : free, free === -1 ? 0 : 1, { question, element: this.#form(thread, interrupt) });
  }

  /**
   * @param {string} thread
   * @param {string} interrupt
   */
  #form(thread, interrupt) {
    const { app, runs, messages, close, changed } = this.#parts;
    const form = /** @type {HaltApproval} */ (h("halt-approval", null));
    form.app = app;
    form.messages = messages;
    form.thread = thread;
    form.interrupt = interrupt;
    form.addEventListener("halt-decided", ({ detail: { ref, receipt } }) => runs.follow(ref.thread, receipt.done));
    form.addEventListener("halt-leave", close);
    form.addEventListener("halt-state", () => [changed(), void runs.refresh()]);
    return form;
  }
}
