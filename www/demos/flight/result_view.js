// How a booking ended, and what can be done now: the ticket, the refusal, the fault. The words that an error or a model brings
// are drawn as text.

import { button, h, icon } from "../../elements/dom.js";
import { argsOf, day, dollars, time } from "./words.js";

/**
 * @import { ApprovalState } from "../../elements.js"
 * @import { Booking, Bookings } from "./bookings.js"
 */

/**
 * @typedef {object} Around
 * @property {Bookings} bookings
 * @property {ApprovalState | undefined} form what the form of its question shows
 * @property {() => void} close
 */

/** @type {Partial<Record<Booking["status"], (booking: Booking, around: Around) => Node[]>>} */
const RESULTS = {
  planning: abandoned,
  booking: abandoned,
  booked: (booking, around) => [...some(ticket(booking)), ...some(decided(booking)), tools(removeButton(booking, around))],
  rejected: (booking, around) => [said("Nothing was booked or charged.", "plain"), ...some(decided(booking)), tools(removeButton(booking, around))],
  unclear: (booking, around) => [said(booking.outcome?.kind === "unclear" ? booking.outcome.text : "", "plain"), tools(removeButton(booking, around))],
  stopped: (booking, around) => [said("You stopped this run. Nothing more of it happens.", "plain"), tools(removeButton(booking, around))],
  damaged: (booking, around) => [said("What is kept of this booking cannot be read. It is left as it is, and nothing of it runs.", "bad"), tools(removeButton(booking, around))],
  failed,
};

/**
 * @param {Booking} booking
 * @param {Around} around
 * @returns {Node[]}
 */
export const resultView = (booking, around) => RESULTS[booking.status]?.(booking, around) ?? [];

/** @param {Node | undefined} node @returns {Node[]} */
const some = (node) => (node ? [node] : []);

/**
 * A run that nobody in this page waits for: another tab may be at it, or have gone.
 * @param {Booking} booking
 * @param {Around} around
 */
function abandoned(booking, around) {
  return booking.ours ? [] : [tools(goOnButton(booking, around, "Continue"))];
}

/**
 * @param {Booking} booking
 * @param {Around} around
 */
function failed(booking, around) {
  const { code, message } = booking.error ?? { code: "E_UNKNOWN", message: "" };
  // The form of an answered question says so itself, and offers to run it again.
  if (around.form === "done" || around.form === "submitting") return [];
  return [said(message, "bad", code), tools(goOnButton(booking, around, "Run again"), removeButton(booking, around))];
}

/**
 * @param {string} text
 * @param {"plain" | "bad"} tone
 * @param {string} [code]
 */
const said = (text, tone, code) => h("div", { class: `said is-${tone}` }, icon(tone === "bad" ? "alert" : "info"),
  h("p", null, h("bdi", null, text), code !== undefined && h("code", null, code)));

/** @param {Booking} booking */
function ticket(booking) {
  const args = argsOf(booking);
  if (!args || booking.outcome?.kind !== "booked") return undefined;
  const seat = { any: "any seat", window: "by the window", aisle: "on the aisle" }[args.seat];
  /** @type {[string, string][]} */
  const facts = [["Flight", `${args.flight}, ${args.departs}`], ["Day", day(args.date)], ["Seat", seat], ["Charged", dollars(args.price_usd)], ["Ticket", booking.outcome.ticket.ticket]];
  return h("dl", { class: "ticket" }, ...facts.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))));
}

/**
 * Who let it go on, and with what words and changes.
 * @param {Booking} booking
 */
function decided({ decision, limit, status }) {
  if (!decision) return status === "booked" ? h("p", { class: "decided" }, `Booked without a question: the price was within the limit of ${dollars(limit)}.`) : undefined;
  const who = decision.by.name ?? (decision.by.id === "local" ? "You" : decision.by.id);
  const verb = { approve: "approved this", edit: "approved this with changes", reject: "rejected this" }[/** @type {string} */ (decision.verb)] ?? "answered this";
  const changes = (decision.edits ?? []).map(({ path, value }) => h("li", null, h("code", null, path.slice(1)), " is now ", h("bdi", null, String(value))));
  return h("div", { class: "decided" }, h("p", null, `${who} ${verb} at ${time(Date.parse(decision.at))}.`),
    changes.length > 0 && h("ul", null, ...changes),
    decision.reason !== undefined && h("p", { class: "reason" }, "Reason: ", h("bdi", null, decision.reason)));
}

/** @param {...Node} nodes */
const tools = (...nodes) => h("div", { class: "tools" }, ...nodes);

/**
 * @param {Booking} booking
 * @param {Around} around
 * @param {string} label
 */
function goOnButton({ thread }, { bookings }, label) {
  const told = h("span", { class: "told", role: "status" });
  const press = button(label, async () => {
    press.disabled = true;
    try {
      await bookings.goOn(thread);
    } catch (error) {
      const { code, message } = Object(error);
      told.textContent = code === "THREAD_BUSY" ? "It is running: a tab is at it." : `${code}: ${message}`;
      press.disabled = false;
    }
  }, { class: "primary" });
  return h("span", { class: "go-on" }, press, told);
}

/**
 * @param {Booking} booking
 * @param {Around} around
 */
const removeButton = ({ thread }, { bookings, close }) => button("Remove from the list", async () => {
  close();
  await bookings.remove(thread);
}, { class: "quiet" });
