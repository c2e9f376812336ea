// The flight demo's page: puts the agent, the airline and the views together, and says where the focus goes.

import { IndexedDBSaver } from "../../haltgraph.js";
import "../../elements.js";
import { h } from "../../elements/dom.js";
import { Airline } from "./airline.js";
import { Bookings } from "./bookings.js";
import { DetailView, emptyStage } from "./detail_view.js";
import { flightAgent } from "./graph.js";
import { introView } from "./intro_view.js";
import { ledgerView } from "./ledger_view.js";
import { ListView } from "./list_view.js";
import { askModel } from "./model.js";
import { planner } from "./planner.js";
import { readRequest } from "./read_request.js";
import { requestView } from "./request_view.js";
import { Settings } from "./settings.js";
import { settingsView } from "./settings_view.js";
import { STATES, titleOf } from "./words.js";

/** @import { Place } from "../../desk/place.js" */

/**
 * @param {HTMLElement} root
 * @param {Place} place
 * @returns {Promise<void>}
 */
export async function mount(root, place) {
  const settings = new Settings();
  const airline = new Airline({ delay: () => settings.values.delaySeconds * 1000 });
  const app = flightAgent({ plan: planner(reader(settings)), airline, checkpointer: new IndexedDBSaver("flights") });
  const bookings = new Bookings(app);
  const close = () => {
    place.go(undefined);
    list.focus();
  };
  const dialog = settingsView(settings);
  const detail = new DetailView({ app, bookings, settings, close });
  const list = new ListView({ bookings, open: (thread) => open(thread) });
  const ledger = ledgerView({ airline, settings });
  const open = (/** @type {string} */ thread) => {
    place.go(thread);
    show();
    detail.focus();
  };
  const ask = (/** @type {string} */ request) => {
    const { thread, stored } = bookings.start(request, { limit: settings.values.limit });
    open(thread);
    return stored;
  };
  const empty = emptyStage();
  const show = () => {
    detail.show(place.item);
    list.select(place.item);
    empty.toggleAttribute("hidden", place.item !== undefined);
  };
  root.append(introView(ledger.strip), statusLine(bookings),
    h("div", { class: "columns" },
      h("div", { class: "side" }, requestView({ settings, ask, openSettings: () => dialog.showModal() }), list.element),
      h("div", { class: "stage" }, detail.element, empty, ledger.element)),
    dialog);
  place.onChange(show);
  await Promise.all([bookings.refresh(), ledger.read()]);
  if (place.item === undefined) place.go(firstToShow(bookings), { replace: true });
  show();
}

/**
 * How requests are read, by the settings at the time.
 * @param {Settings} settings
 * @returns {Parameters<typeof planner>[0]}
 */
function reader(settings) {
  return (request, options) => {
    const { planner: who, endpoint, model } = settings.values;
    return who === "model" ? askModel(request, options, { endpoint, model, apiKey: settings.apiKey }) : readRequest(request, options.today);
  };
}

/**
 * What a person who comes back most likely came for: the newest booking that needs them.
 * @param {Bookings} bookings
 */
function firstToShow({ list = [] }) {
  const needs = list.find(({ status }) => status === "waiting" || status === "unknown");
  return (needs ?? list[0])?.thread;
}

/**
 * Tells a screen reader when a booking changes its state, and the tab's title how many wait.
 * @param {Bookings} bookings
 */
function statusLine(bookings) {
  const line = h("p", { class: "hidden", role: "status" });
  const title = document.title;
  /** @type {Map<string, string> | undefined} */
  let known;
  bookings.subscribe(() => {
    const { list = [] } = bookings;
    const changed = list.filter(({ thread, status }) => known && known.get(thread) !== status);
    known = new Map(list.map(({ thread, status }) => [thread, status]));
    if (changed.length > 0) line.textContent = changed.map((booking) => `${titleOf(booking)}: ${STATES[booking.status].name}`).join(". ");
    const waiting = list.filter(({ status }) => status === "waiting").length;
    document.title = waiting > 0 ? `(${waiting}) ${title}` : title;
  });
  return line;
}
