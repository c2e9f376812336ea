// The page of a demo: puts its intro, its form, its runs and its books where they stand in every demo, and says where the focus goes.
// What a demo is about comes with its parts.

import "../elements.js";
import { h } from "../elements/dom.js";
import { controlsView } from "./controls.js";
import { introView } from "./intro.js";
import { emptyStage, RunDetail } from "./run_detail.js";
import { RunList } from "./run_list.js";
import { STATES } from "./words.js";

/**
 * @import { App, Run, Runs } from "./runs.js"
 * @import { IntroWords } from "./intro.js"
 * @import { LedgerView } from "./ledger.js"
 * @import { Pending } from "../haltgraph.js"
 * @import { Place } from "./place.js"
 * @import { State } from "./words.js"
 */

/**
 * A demo, as the page needs to know it.
 * @typedef {object} Demo
 * @property {App} app
 * @property {Runs<any>} runs
 * @property {IntroWords} intro
 * @property {{ one: string, many: string, none: string, empty: string }} words `booking`, `Bookings`, what the empty list says, what the empty stage says
 * @property {Readonly<Record<string, State>>} [states] the demo's own, beside those of every demo
 * @property {import("../dialects/index.js").Messages} [messages] the demo's words for what the forms of its questions say
 * @property {(question: Pending) => boolean} [isMine] whether a question is for the person in front of the page; others are not shown
 * @property {(run: Run<any>) => string} titleOf
 * @property {(run: Run<any>) => string} [lineOf] one line under the title in the list
 * @property {(run: Run<any>) => string} [quoteOf] what the person asked for, in their words
 * @property {(run: Run<any>) => string | undefined} [noteOf] what to know about where the run is; undefined for the common words
 * @property {(run: Run<any>) => Node[]} [resultOf] how it ended, or how far it is
 * @property {(start: (input: any) => Promise<void>) => HTMLElement} ask makes the card where a person starts a run. `start` shows
 *   the run at once; its promise is rejected when not even the input could be kept
 * @property {LedgerView} books
 * @property {readonly { subscribe: (listener: () => void) => unknown }[]} [follows] what else the notes depend on
 * @property {{ what: string, forget: () => Promise<unknown> }} reset what goes beside the runs, in words and in deed
 * @property {readonly Node[]} [extras] dialogs
 */

/** @type {(run: Run<any>) => string} */
const nothing = () => "";

/**
 * Mounts a demo.
 * @param {HTMLElement} root
 * @param {Place} place
 * @param {Demo} demo
 * @returns {Promise<void>}
 */
export async function demoPage(root, place, demo) {
  const { app, runs, words, titleOf, books } = demo;
  const states = { ...STATES, ...demo.states };
  const close = () => {
    place.go(undefined);
    list.focus();
  };
  const open = (/** @type {string} */ thread) => {
    place.go(thread);
    show();
    detail.focus();
  };
  const start = (/** @type {any} */ input) => {
    const { thread, stored } = runs.start(input);
    open(thread);
    return stored;
  };
  const reset = async () => {
    place.go(undefined);
    await runs.removeAll();
    await demo.reset.forget();
  };
  const detail = new RunDetail({
    app, runs, states, titleOf, close, one: words.one, messages: demo.messages, isMine: demo.isMine ?? (() => true),
    quoteOf: demo.quoteOf ?? nothing, noteOf: demo.noteOf ?? (() => undefined), resultOf: demo.resultOf ?? (() => []),
  });
  const list = new RunList({ runs, states, titleOf, open, title: words.many, none: words.none, lineOf: demo.lineOf ?? nothing });
  const empty = emptyStage(words.one, words.empty);
  const show = () => {
    detail.show(place.item);
    list.select(place.item);
    empty.toggleAttribute("hidden", place.item !== undefined);
  };
  for (const source of demo.follows ?? []) source.subscribe(() => detail.draw());
  root.append(introView(demo.intro, books.strip), statusLine({ runs, states, titleOf, place }),
    h("div", { class: "columns" },
      h("div", { class: "side" }, demo.ask(start), list.element),
      h("div", { class: "stage" }, detail.element, empty, books.element, controlsView({ what: demo.reset.what, reset }))),
    ...demo.extras ?? []);
  place.onChange(show);
  await Promise.all([runs.refresh(), books.read()]);
  if (place.item === undefined) place.go(firstToShow(runs), { replace: true });
  show();
}

/**
 * What a person who comes back most likely came for: the newest run that needs them.
 * @param {Runs<any>} runs
 */
function firstToShow({ list = [] }) {
  const needs = list.find(({ status, phase }) => status === "waiting" || phase === "unknown");
  return (needs ?? list[0])?.thread;
}

/**
 * Tells a screen reader when a run changes its state, and the tab's title how many wait.
 * @param {Pick<Demo, "runs" | "titleOf"> & { states: Readonly<Record<string, State>>, place: Place }} parts
 */
function statusLine({ runs, states, titleOf, place }) {
  const line = h("p", { class: "hidden", role: "status" });
  /** @type {Map<string, string> | undefined} */
  let known;
  runs.subscribe(() => {
    const { list = [] } = runs;
    const changed = list.filter(({ thread, status }) => known && known.get(thread) !== status);
    known = new Map(list.map(({ thread, status }) => [thread, status]));
    if (changed.length > 0) line.textContent = changed.map((run) => `${titleOf(run)}: ${states[run.status].name}`).join(". ");
    place.count(list.filter(({ status }) => status === "waiting").length);
  });
  return line;
}
