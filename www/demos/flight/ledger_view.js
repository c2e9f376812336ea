// The airline's books as a person may check them: every order that reached it, and every charge it made, apart. What is drawn
// is what its own database holds.

import { button, h, icon } from "../../elements/dom.js";
import { day, dollars, time } from "./words.js";

/**
 * @import { Airline, Attempt, Ledger } from "./airline.js"
 * @import { Charge } from "./orders.js"
 * @import { Settings } from "./settings.js"
 */

const TOP_UP_USD = 1000;
const MAX_DELAY_SECONDS = 30;

/**
 * @param {object} parts
 * @param {Airline} parts.airline
 * @param {Settings} parts.settings
 */
export function ledgerView({ airline, settings }) {
  const [balance, attempts, charges] = [figure("On the card"), figure("Attempts"), figure("Charges")];
  const [attemptRows, chargeRows] = [h("tbody"), h("tbody")];
  const draw = (/** @type {Ledger} */ ledger) => {
    balance.tell(dollars(ledger.balance));
    attempts.tell(String(ledger.attempts.length));
    charges.tell(String(ledger.charges.length));
    attemptRows.replaceChildren(...rowsOr(ledger.attempts.map((attempt) => attemptRow(attempt, ledger)), "No order has reached the airline."));
    chargeRows.replaceChildren(...rowsOr(ledger.charges.map(chargeRow), "The card was never charged."));
  };
  const problem = h("p", { class: "problem", role: "alert" });
  const read = () => airline.ledger().then(draw, (error) => {
    problem.textContent = `The airline's books cannot be read: ${error.message}`;
  });
  airline.subscribe(read);
  const strip = h("dl", { class: "figures", "aria-label": "The airline's books in short" }, balance.element, attempts.element, charges.element);
  const element = h("section", { class: "card ledger", "aria-labelledby": "ledger-title" },
    h("h2", { id: "ledger-title" }, "The airline's books"),
    h("p", { class: "help" }, "The airline is a service of its own, with its own database. Each order comes with a key. An order may reach it more than once; the same key is charged once."),
    problem,
    tableView("Attempts", "attempts", ["Time", "Order", "Key", "What came of it"], attemptRows),
    tableView("Charges", "charges", ["Time", "Ticket", "Key", "Amount"], chargeRows),
    h("div", { class: "desk-tools" }, delayView(settings), button(`Put ${dollars(TOP_UP_USD)} on the card`, () => void airline.topUp(TOP_UP_USD), { class: "quiet" }, icon("plus"))));
  return { element, strip, read };
}

/** @param {string} name */
function figure(name) {
  const value = h("dd");
  return {
    element: h("div", null, h("dt", null, name), value),
    tell: (/** @type {string} */ text) => {
      value.textContent = text;
    },
  };
}

/**
 * @param {string} name
 * @param {string} id
 * @param {readonly string[]} columns
 * @param {HTMLTableSectionElement} body
 */
const tableView = (name, id, columns, body) => h("table", { id }, h("caption", null, name),
  h("thead", null, h("tr", null, ...columns.map((column) => h("th", { scope: "col" }, column)))), body);

/**
 * @param {HTMLTableRowElement[]} rows
 * @param {string} none
 */
const rowsOr = (rows, none) => (rows.length > 0 ? rows : [h("tr", null, h("td", { colspan: 4, class: "empty" }, none))]);

/**
 * @param {Attempt} attempt
 * @param {Ledger} ledger
 */
function attemptRow(attempt, { underWay }) {
  const { at, args, key } = attempt;
  const { text, tone } = cameOf(attempt, underWay.has(attempt.id));
  return h("tr", null, timeCell(at), h("td", null, `${args.origin} to ${args.destination}, ${day(args.date)}`), keyCell(key), h("td", { class: `is-${tone}` }, text));
}

/**
 * What came of an order so far.
 * @param {Attempt} attempt
 * @param {boolean} underWay whether a tab waits for the answer
 */
function cameOf({ state, answered, code, args }, underWay) {
  const amount = dollars(args.price_usd);
  if (state === "received") return underWay ? { text: "Received, not charged yet", tone: "busy" } : { text: "Cut off before the charge", tone: "warn" };
  if (state === "refused") return { text: `Refused: ${code}`, tone: "bad" };
  const done = state === "charged" ? `Charged ${amount}` : "Known key: not charged again";
  if (answered) return { text: done, tone: "ok" };
  return underWay ? { text: `${done}, answer on its way`, tone: "busy" } : { text: `${done}, cut off before the answer`, tone: "warn" };
}

/** @param {Charge} charge */
const chargeRow = ({ at, ticket, key, price_usd }) => h("tr", null,
  timeCell(at), h("td", null, ticket), keyCell(key), h("td", { class: "number" }, dollars(price_usd)));

/** @param {number} at */
const timeCell = (at) => h("td", null, h("time", { datetime: new Date(at).toISOString() }, time(at)));

/** The beginning of a key is enough to see that two are the same. @param {string} key */
const keyCell = (key) => h("td", null, h("code", { title: key }, key.slice(0, 8)));

/** @param {Settings} settings */
function delayView(settings) {
  const field = h("input", { type: "range", id: "delay", min: 0, max: MAX_DELAY_SECONDS, step: 1, "aria-describedby": "delay-help" });
  const value = h("output", { for: "delay" });
  const show = () => {
    const { delaySeconds } = settings.values;
    if (field.valueAsNumber !== delaySeconds) field.value = String(delaySeconds);
    value.textContent = `${delaySeconds} s`;
  };
  field.addEventListener("input", () => settings.set({ delaySeconds: field.valueAsNumber }));
  settings.subscribe(show);
  show();
  return h("div", { class: "delay" }, h("div", { class: "slider" }, h("label", { for: "delay" }, "The airline takes"), field, value),
    h("p", { class: "help", id: "delay-help" }, "Half of it before the charge, half before the answer: time to close the tab in between."));
}
