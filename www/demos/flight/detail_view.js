// One booking: what was asked for, where it stands, the question while it waits, and how it ended. The question is a
// <halt-approval>; everything else is read from the thread.

import { h, icon } from "../../elements/dom.js";
import { stateBadge } from "./list_view.js";
import { resultView } from "./result_view.js";
import { dollars, time, titleOf } from "./words.js";

/**
 * @import { Booking, Bookings } from "./bookings.js"
 * @import { HaltApproval } from "../../elements.js"
 * @import { Settings } from "./settings.js"
 */

/** The booking that is shown. */
export class DetailView {
  #bookings;
  #settings;
  #close;
  #heading = h("h2", { tabindex: -1 });
  #badge = h("p", { class: "badge-line" });
  #request = h("p", { class: "quote" });
  #note = h("p", { class: "note" });
  #result = h("div", { class: "result" });
  #facts = h("dl", { class: "facts" });
  #approval = /** @type {HaltApproval} */ (h("halt-approval", null));
  /** @type {string | undefined} */
  #thread;
  /** What is drawn, as text. */
  #drawn = "";

  /**
   * @param {object} parts
   * @param {import("./bookings.js").App} parts.app
   * @param {Bookings} parts.bookings
   * @param {Settings} parts.settings
   * @param {() => void} parts.close called when the booking is to leave the stage
   */
  constructor({ app, bookings, settings, close }) {
    this.#bookings = bookings;
    this.#settings = settings;
    this.#close = close;
    this.#approval.app = app;
    this.#approval.addEventListener("halt-decided", ({ detail: { ref, receipt } }) => bookings.follow(ref.thread, receipt.done));
    this.#approval.addEventListener("halt-leave", close);
    this.#approval.addEventListener("halt-state", () => [this.#draw(), void bookings.refresh()]);
    this.element = h("section", { class: "card detail", "aria-label": "Booking", hidden: true },
      h("header", { class: "detail-head" }, h("div", { class: "head" }, this.#heading, this.#badge), this.#request),
      this.#note, this.#result, this.#approval, this.#facts);
    bookings.subscribe(() => this.#draw());
    settings.subscribe(() => this.#draw());
  }

  /** @param {string | undefined} thread */
  show(thread) {
    this.#thread = thread;
    this.element.toggleAttribute("hidden", thread === undefined);
    this.#draw();
  }

  focus() {
    this.#heading.focus();
  }

  #draw() {
    const found = this.#thread === undefined ? undefined : this.#bookings.find(this.#thread);
    if (!found) return this.#drawMissing(this.#bookings.list !== undefined);
    const form = this.#formState(found);
    const booking = { ...found, ours: found.ours || form === "submitting" };
    const { delaySeconds } = this.#settings.values;
    // What did not change keeps its focus.
    const now = JSON.stringify([booking, form, delaySeconds]);
    if (now === this.#drawn) return undefined;
    this.#drawn = now;
    const title = titleOf(booking);
    this.#heading.textContent = title;
    this.#badge.replaceChildren(stateBadge(booking.status));
    this.#request.textContent = booking.request;
    this.#request.toggleAttribute("hidden", title === booking.request);
    this.#note.textContent = noteOf(booking, delaySeconds);
    this.#result.replaceChildren(...resultView(booking, { bookings: this.#bookings, form, close: this.#close }));
    this.#facts.replaceChildren(...(form ? [] : factsOf(booking)));
    return undefined;
  }

  /**
   * Shows the form where the booking has a question, or had one in this visit.
   * @param {Booking} booking
   */
  #formState({ thread, status }) {
    const approval = this.#approval;
    const asks = status === "waiting" || status === "unknown";
    if (asks && approval.thread !== thread) approval.thread = thread;
    // Where another tab goes on with it, there is nothing left to press here.
    const shows = approval.thread === thread && (asks || !["empty", "loading", "unknown-outcome"].includes(approval.state));
    approval.toggleAttribute("hidden", !shows);
    return shows ? approval.state : undefined;
  }

  /** @param {boolean} known whether the bookings have been read */
  #drawMissing(known) {
    this.#drawn = "";
    this.#heading.textContent = known ? "This booking is not here" : "Reading the booking";
    this.#approval.toggleAttribute("hidden", true);
    [this.#badge, this.#request, this.#result, this.#facts].forEach((part) => part.replaceChildren());
    this.#note.textContent = known ? "It was removed, or belongs to another browser." : "";
  }
}

/**
 * What a first-time visitor wants to know about a state.
 * @param {Booking} booking
 * @param {number} delaySeconds
 */
function noteOf({ status, action, limit, decision, ours }, delaySeconds) {
  const price = dollars(action?.args.price_usd ?? 0);
  if (status === "planning") return ours ? "The agent is looking for a flight. Nothing is booked by that." : "Another tab plans this trip, or was closed in the middle of it.";
  if (status === "waiting") return `The agent stopped here, because ${price} is above your limit of ${dollars(limit)}. Nothing is booked or charged until you decide. You may close this tab: the question stays.`;
  if (status === "unknown") return "You approved this, and then its tab went away before the airline answered. It was not tried again by itself. The airline's books below show whether the card was charged.";
  if (status !== "booking") return "";
  const why = decision || action && action.args.price_usd > limit ? "Your answer is recorded." : `${price} is within your limit of ${dollars(limit)}, so the agent books it without a question.`;
  return ours ? `${why} The airline takes ${delaySeconds} seconds. If you close this tab now, the booking can be continued later, and the card is charged once all the same.`
    : `${why} Another tab runs this booking, or was closed in the middle of it.`;
}

/**
 * @param {Booking} booking
 * @returns {Node[]}
 */
function factsOf({ thread, createdAt }) {
  return [["Asked for", time(createdAt)], ["Thread", thread]].map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value)));
}

/**
 * The stage while no booking is chosen.
 */
export const emptyStage = () => h("section", { class: "card stage-empty", "aria-label": "No booking chosen" },
  icon("info"), h("p", null, "Ask for a trip, and it is shown here: the plan, the question if there is one, and how it ended."));
