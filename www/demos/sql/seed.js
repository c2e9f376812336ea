// What stands in the demo's database at first: the customers of a small company and their invoices. Made by rule, so that it is
// the same in every browser.

const FIRST = ["Ada", "Bruno", "Chiara", "Deniz", "Elif", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Kofi", "Lena", "Mei", "Nils", "Olga", "Priya", "Quentin", "Rosa", "Sami", "Tara"];
const LAST = ["Alvarez", "Bauer", "Costa", "Dubois", "Eriksen", "Fischer", "Grant", "Haddad", "Ito", "Jansen", "Kowalski", "Lindqvist", "Moreau"];
const HOSTS = ["example.com", "example.org", "example.net"];
const PLANS = ["free", "free", "team", "free", "business"];
const CUSTOMERS = 40;
const INVOICES = 96;
const FIRST_DAY = Date.UTC(2024, 0, 8);
const DAY_MS = 86_400_000;

const SCHEMA = `
CREATE TABLE customers (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE,
  plan TEXT NOT NULL CHECK (plan IN ('free', 'team', 'business')), last_login TEXT NOT NULL);
CREATE TABLE invoices (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers ON DELETE CASCADE,
  amount_usd INTEGER NOT NULL, status TEXT NOT NULL CHECK (status IN ('paid', 'open', 'overdue')), issued_on TEXT NOT NULL);
`;

/** @param {number} days after the first day */
const day = (days) => new Date(FIRST_DAY + days * DAY_MS).toISOString().slice(0, 10);

/** @param {number} i from 0 */
function customer(i) {
  const [first, last] = [FIRST[i % FIRST.length], LAST[(i * 5 + 3) % LAST.length]];
  const email = `${first}.${last}${i >= FIRST.length ? i : ""}@${HOSTS[i % HOSTS.length]}`.toLowerCase();
  return `(${i + 1}, '${first} ${last}', '${email}', '${PLANS[i * 3 % PLANS.length]}', '${day(i * 379 % 980)}')`;
}

/** @param {number} i from 0 */
function invoice(i) {
  const status = i % 11 === 4 ? "overdue" : i % 6 === 1 ? "open" : "paid";
  return `(${i + 1001}, ${i * 17 % CUSTOMERS + 1}, ${20 + i * 61 % 475}, '${status}', '${day(300 + i * 7)}')`;
}

/** The statements that make the database. */
export const SEED = `${SCHEMA}
INSERT INTO customers VALUES ${Array.from({ length: CUSTOMERS }, (_, i) => customer(i)).join(", ")};
INSERT INTO invoices VALUES ${Array.from({ length: INVOICES }, (_, i) => invoice(i)).join(", ")};`;
