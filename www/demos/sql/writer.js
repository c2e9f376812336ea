// The agent's writer, in the place of a model: turns a few requests into SQL by rule. A request that it does not know is taken
// as SQL itself. What comes of it is inspected like any other text.

/** @type {readonly (readonly [request: string, statement: string])[]} */
const KNOWN = [
  ["Who are our customers on the business plan?", "SELECT name, email, last_login FROM customers WHERE plan = 'business' ORDER BY name"],
  ["Clean up customers who have been away for two years", "DELETE FROM customers WHERE last_login < '2024-11-01'"],
  ["Mark the overdue invoices as paid", "UPDATE invoices SET status = 'paid' WHERE status = 'overdue'"],
];

/** What a person may try: in words, and as SQL. */
export const EXAMPLES = Object.freeze([
  KNOWN[1][0], KNOWN[0][0], KNOWN[2][0],
  { name: "SQL: what invoices come to, by status", text: "SELECT status, count(*) AS invoices, sum(amount_usd) AS usd\nFROM invoices GROUP BY status" },
  { name: "SQL: a DELETE behind a WITH", text: "WITH small AS (SELECT id FROM invoices WHERE amount_usd < 50)\nDELETE FROM invoices WHERE id IN (SELECT id FROM small)" },
  { name: "SQL: DROP a table", text: "DROP TABLE invoices" },
  { name: "SQL: TRUNCATE, which SQLite does not have", text: "TRUNCATE TABLE invoices" },
]);

/** @param {string} text */
const plain = (text) => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, " ").trim();

/**
 * @param {string} request
 * @returns {{ statement: string }}
 */
export function writeSql(request) {
  const known = KNOWN.find(([words]) => plain(words) === plain(request));
  return { statement: known ? known[1] : request };
}
