// The airline's books as a person may check them: the card, every order that reached the airline, and every charge, apart.

import { button, icon, h } from "../../elements/dom.js";
import { booksRow, booksTable, cameOf, delayView, figure, figures, following, ledgerCard } from "../../desk/ledger.js";
import { day, dollars } from "./words.js";

/**
 * @import { Airline, Ledger } from "./airline.js"
 * @import { LedgerView } from "../../desk/ledger.js"
 * @import { FlightSettings } from "./settings.js"
 */

const TOP_UP_USD = 1000;

/**
 * @param {object} parts
 * @param {Airline} parts.airline
 * @param {FlightSettings} parts.settings
 * @returns {LedgerView}
 */
export function ledgerView({ airline, settings }) {
  const [balance, attempts, charges] = [figure("On the card"), figure("Attempts"), figure("Charges")];
  const attemptTable = booksTable("Attempts", "attempts", ["Time", "Order", "Key", "What came of it"], "No order has reached the airline.");
  const chargeTable = booksTable("Charges", "charges", ["Time", "Ticket", "Key", "Amount"], "The card was never charged.");
  const draw = (/** @type {Ledger} */ ledger) => {
    balance.tell(dollars(ledger.balance));
    attempts.tell(ledger.attempts.length);
    charges.tell(ledger.charges.length);
    attemptTable.tell(ledger.attempts.map((attempt) => attemptRow(attempt, ledger)));
    chargeTable.tell(ledger.charges.map((charge) => booksRow(charge, charge.ticket, { text: dollars(charge.price_usd) })));
  };
  const { problem, read } = following("airline's", airline, () => airline.ledger(), draw);
  const element = ledgerCard("The airline's books",
    "The airline is a service of its own, with its own database. Each order comes with a key. An order may reach it more than once; the same key is charged once.",
    problem, attemptTable.element, chargeTable.element,
    h("div", { class: "desk-tools" }, delayView(settings, "The airline takes", "charge"),
      button(`Put ${dollars(TOP_UP_USD)} on the card`, () => void airline.topUp(TOP_UP_USD), { class: "quiet" }, icon("plus"))));
  return { element, strip: figures("The airline's books in short", balance, attempts, charges), read };
}

/**
 * @param {import("../../desk/service.js").Attempt} attempt
 * @param {Ledger} ledger
 */
function attemptRow(attempt, { underWay }) {
  const { args } = attempt;
  return booksRow(attempt, `${args.origin} to ${args.destination}, ${day(args.date)}`,
    cameOf(attempt, { underWay: underWay.has(attempt.id), done: `Charged ${dollars(args.price_usd)}`, effect: "charge", repeated: "Known key: not charged again" }));
}
