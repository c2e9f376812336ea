// What the SQL demo shows beside its questions: the statement, the rows it gave, the tables of the database and its books.

import { h, icon } from "../../elements/dom.js";
import { following, ledgerView } from "../../desk/ledger.js";
import { decidedView, said } from "../../desk/results.js";
import { count } from "../../desk/words.js";
import { shortened } from "./words.js";

/**
 * @import { Database } from "./database.js"
 * @import { LedgerView } from "../../desk/ledger.js"
 * @import { Settings } from "../../desk/settings.js"
 * @import { Answer, Cell, Report } from "./sqlite.js"
 * @import { Outcome, Work } from "./graph.js"
 */

const MOST_SHOWN = 60;

/**
 * The statement, and how it ended.
 * @param {Work} work
 * @returns {Node[]}
 */
export function resultView({ phase, state: { request, statement, inspection, outcome, decision } }) {
  const written = statement !== undefined && (statement !== request || phase === "done") && phase !== "waiting" && phase !== "unknown";
  return [
    ...(written ? [h("figure", { class: "statement" }, h("figcaption", null, decision?.verb === "edit" ? "The statement, with your changes" : "The statement"), h("pre", null, h("code", null, statement)))] : []),
    ...(inspection?.report && phase === "waiting" ? [previewView(inspection.report)] : []),
    ...(outcome && phase === "done" ? endView(outcome) : []),
    ...(decision && phase === "done" ? [decidedView(decision)] : []),
  ];
}

/**
 * @param {Outcome} outcome
 * @returns {Node[]}
 */
function endView(outcome) {
  switch (outcome.kind) {
    case "empty": return [said("There is no statement in it, only blanks, comments or semicolons.")];
    case "rejected": return [said("The statement did not run. The database is as it was.")];
    case "refused": return [said(`SQLite does not run it: ${outcome.error}. Nothing was changed.`, "bad")];
    case "answered": return [h("p", { class: "decided" }, "It only reads, so it was answered without a question."), ...answerView(outcome.report)];
    default: return [changedView(outcome.report), ...answerView(outcome.report)];
  }
}

/** What the count found, before anybody decides. @param {Report} report */
const previewView = ({ changed, tables }) => h("dl", { class: "preview" },
  h("div", { class: "is-most" }, h("dt", null, "Would change"), h("dd", null, count(changed, "row"))),
  ...tables.map(({ table, before, after }) => h("div", null, h("dt", null, h("code", null, table)), h("dd", null, `${before ?? "new"} → ${after ?? "gone"}`))));

/** @param {Report} report */
const changedView = ({ changed, tables }) => h("div", { class: "ran" }, icon("check"),
  h("p", null, h("strong", null, `${count(changed, "row")} changed.`), " ",
    tables.map(({ table, before, after }) => `${table}: ${before ?? "new"} → ${after ?? "gone"}`).join(", ")));

/** @param {Report} report @returns {Node[]} */
const answerView = ({ answer }) => (answer ? [rowsView("Rows", answer)] : []);

/**
 * Rows as a table that scrolls by itself.
 * @param {string} name
 * @param {Answer} answer
 */
function rowsView(name, { columns, rows, total }) {
  const more = total > rows.length ? `${count(total, "row")}; the first ${rows.length} are shown.` : `${count(total, "row")}.`;
  return h("div", { class: "rows", tabindex: 0, role: "region", "aria-label": name },
    h("table", null, h("caption", null, more),
      h("thead", null, h("tr", null, ...columns.map((column) => h("th", { scope: "col" }, column)))),
      h("tbody", null, ...rows.map((row) => h("tr", null, ...row.map(cellView))))));
}

/** @param {Cell} value */
const cellView = (value) => h("td", { class: typeof value === "number" && "number" }, value === null ? h("i", null, "NULL") : String(value));

/**
 * The tables as they are now, and the books.
 * @param {Database} database
 * @param {Settings<any>} settings
 * @returns {LedgerView}
 */
export function booksView(database, settings) {
  const books = ledgerView({
    service: database.service, settings, name: "database", effects: "Statements that ran", effect: "run", done: "Ran",
    help: "The database is a service of its own. Each statement comes with a key. It may arrive more than once; under one key it runs once, and the file and the key are kept in one transaction.",
    what: ({ statement }) => shortened(statement, MOST_SHOWN), result: ({ report }) => `${count(report.changed, "row")}`,
  });
  const tables = tablesView(database);
  return { element: h("div", { class: "books" }, tables.element, books.element), strip: books.strip, read: async () => void await Promise.all([books.read(), tables.read()]) };
}

/** @param {Database} database */
function tablesView(database) {
  const list = h("div", { class: "tables" });
  /** Which tables a person has opened or closed. @type {Map<string, boolean>} */
  const opened = new Map();
  const { problem, read } = following("database's", database.service, () => database.tables(), (tables) => {
    list.replaceChildren(...tables.map((table, i) => {
      const details = h("details", { open: opened.get(table.name) ?? i === 0 },
        h("summary", null, h("code", null, table.name), " ", h("span", { class: "help" }, count(table.total, "row"))), rowsView(table.name, table));
      details.addEventListener("toggle", () => opened.set(table.name, details.open));
      return details;
    }));
    if (tables.length === 0) list.replaceChildren(h("p", { class: "empty" }, "The database has no table any more. Reset this demo to get them back."));
  });
  const element = h("section", { class: "card", "aria-labelledby": "tables-title" }, h("h2", { id: "tables-title" }, "The database, as it is now"), problem, list);
  return { element, read };
}
