// The users table and its journal as a person may check them. What is drawn is what the database holds.

import { h } from "../../elements/dom.js";
import { booksRow, booksTable, cameOf, delayView, figure, figures, following, ledgerCard } from "../../desk/ledger.js";
import { count } from "../../desk/words.js";
import { orderText } from "./words.js";

/**
 * @import { LedgerView } from "../../desk/ledger.js"
 * @import { Attempt, Ledger } from "../../desk/service.js"
 * @import { PlanSettings } from "./settings.js"
 * @import { UsersTable } from "./table.js"
 * @import { User } from "./users.js"
 */

/**
 * @param {object} parts
 * @param {UsersTable} parts.table
 * @param {PlanSettings} parts.settings
 * @returns {LedgerView}
 */
export function tableView({ table, settings }) {
  const { service } = table;
  const [users, orders, changes] = [figure("Users"), figure("Orders"), figure("Changes")];
  const body = h("tbody");
  const attempts = booksTable("Orders that arrived", "attempts", ["Time", "Order", "Key", "What came of it"], "No order has reached the database.");
  const journal = booksTable("Journal", "effects", ["Time", "What", "Key", "Rows"], "Nothing was ever changed.");
  const draw = (/** @type {[User[], Ledger]} */ [rows, ledger]) => {
    users.tell(rows.length);
    orders.tell(ledger.attempts.length);
    changes.tell(ledger.effects.length);
    body.replaceChildren(...rows.map(userRow));
    attempts.tell(ledger.attempts.map((attempt) => attemptRow(attempt, ledger)));
    journal.tell(ledger.effects.map((entry) => booksRow(entry, orderText(/** @type {any} */ (entry)), { text: count(entry.rows, "row") })));
  };
  const { problem, read } = following("database's", service, () => Promise.all([table.rows(), service.ledger()]), draw);
  const element = h("div", { class: "stage" }, usersCard(body), ledgerCard("The database's books",
    "The database is a service of its own. Each order comes with a key. An order may reach it more than once; the same key changes rows once.",
    problem, attempts.element, journal.element, h("div", { class: "desk-tools" }, delayView(settings, "The database takes", "change"))));
  return { element, strip: figures("The table in short", users, orders, changes), read };
}

/** @param {HTMLElement} body */
const usersCard = (body) => h("section", { class: "card ledger", "aria-labelledby": "users-title" }, h("h2", { id: "users-title" }, "The users table"),
  h("table", { class: "users", "aria-labelledby": "users-title" },
    h("thead", null, h("tr", null, ...["Name", "Email", "Last login", "Status"].map((column) => h("th", { scope: "col" }, column)))), body));

/** @param {User} user */
const userRow = ({ name, email, last_login, active }) => h("tr", null,
  ...[name, email, last_login].map((text) => h("td", null, text)), h("td", { class: active ? "is-ok" : "is-warn" }, active ? "Active" : "Deactivated"));

/**
 * @param {Attempt} attempt
 * @param {Ledger} ledger
 */
function attemptRow(attempt, { underWay }) {
  return booksRow(attempt, orderText(/** @type {any} */ (attempt)),
    cameOf(attempt, { underWay: underWay.has(attempt.id), done: "Done", effect: "change", repeated: "Known key: not done again" }));
}
