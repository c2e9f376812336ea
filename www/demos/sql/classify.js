// What a statement may do to a database, told from its text alone: reads, changes, or not to be told. Only what is known to read
// is called a read; whatever is not recognised is not. SQLite's own opinion on a compiled statement is sqlite.js's.

import { tokens } from "./tokens.js";

/** @import { Token } from "./tokens.js" */

/**
 * `read` changes nothing. `write` changes rows, the schema or the file. `control` begins or ends a transaction. `unknown` cannot
 * be told. `empty` holds no statement.
 * @typedef {"read" | "write" | "control" | "unknown" | "empty"} Kind
 */

/**
 * One statement of a text.
 * @typedef {object} Statement
 * @property {string} verb such as `DELETE`, in capitals; for a PRAGMA with its name
 * @property {Exclude<Kind, "empty">} kind
 */

/** What a text comes to: of several statements, the worst. @typedef {{ kind: Kind, statements: readonly Statement[] }} Classified */

const READS = new Set(["SELECT", "VALUES"]);
const WRITES = new Set(["INSERT", "REPLACE", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "ATTACH", "DETACH", "VACUUM", "REINDEX", "ANALYZE"]);
const CONTROLS = new Set(["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"]);
/** What can follow WITH. */
const AFTER_WITH = new Set([...READS, "INSERT", "REPLACE", "UPDATE", "DELETE"]);
/** Reserved words that no query holds outside of quotes. */
const NEVER_IN_QUERY = new Set(["INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "INTO"]);

/** Pragmas that only tell, whatever stands in their parentheses. */
const TELLING = new Set(["TABLE_INFO", "TABLE_XINFO", "TABLE_LIST", "INDEX_LIST", "INDEX_INFO", "INDEX_XINFO", "FOREIGN_KEY_LIST", "FOREIGN_KEY_CHECK",
  "INTEGRITY_CHECK", "QUICK_CHECK", "DATABASE_LIST", "COLLATION_LIST", "FUNCTION_LIST", "MODULE_LIST", "PRAGMA_LIST", "COMPILE_OPTIONS"]);
/** Pragmas that tell while nothing is given to them. */
const TELLING_ALONE = new Set(["APPLICATION_ID", "USER_VERSION", "SCHEMA_VERSION", "DATA_VERSION", "ENCODING", "FOREIGN_KEYS", "PAGE_COUNT", "PAGE_SIZE",
  "FREELIST_COUNT", "JOURNAL_MODE", "AUTO_VACUUM"]);

/** From harmless to worst. @type {readonly Kind[]} */
const RANKS = ["empty", "read", "control", "write", "unknown"];

/**
 * Tells what a text of SQL may do.
 * @param {string} sql one or several statements
 * @returns {Classified}
 */
export function classify(sql) {
  // SQLite stops reading at a NUL; what stands behind it would be shown and not run.
  if (sql.includes("\0")) return { kind: "unknown", statements: [] };
  const statements = split(tokens(sql)).map(statementOf);
  const kind = statements.reduce((worst, one) => (RANKS.indexOf(one.kind) > RANKS.indexOf(worst) ? one.kind : worst), /** @type {Kind} */ ("empty"));
  return { kind, statements };
}

/**
 * Statements as their tokens; a semicolon alone is none. The body of a trigger falls apart, which makes it no milder.
 * @param {readonly Token[]} all
 */
function split(all) {
  /** @type {Token[][]} */
  const parts = [[]];
  for (const token of all) {
    if (token.text === ";") parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

/**
 * @param {readonly Token[]} part
 * @returns {Statement}
 */
function statementOf(part) {
  const verb = part[0].kind === "word" ? wordOf(part[0]) : "";
  if (part.some(({ kind }) => kind === "illegal")) return { verb, kind: "unknown" };
  if (verb === "EXPLAIN") return { verb, kind: explainKind(part.slice(1)) };
  if (verb === "PRAGMA") return pragma(part.slice(1));
  if (READS.has(verb)) return { verb, kind: queryKind(part) };
  if (verb === "WITH") return afterWith(part);
  if (WRITES.has(verb)) return { verb, kind: "write" };
  return { verb, kind: CONTROLS.has(verb) ? "control" : "unknown" };
}

/** @param {Token | undefined} token */
const wordOf = (token) => (token?.kind === "word" ? token.text.toUpperCase() : "");

/** @param {readonly Token[]} part @returns {"read" | "unknown"} */
const queryKind = (part) => (part.some((token) => NEVER_IN_QUERY.has(wordOf(token))) ? "unknown" : "read");

/**
 * EXPLAIN runs nothing, except that SQLite carries out some pragmas while it compiles them.
 * @param {readonly Token[]} rest
 * @returns {"read" | "unknown"}
 */
function explainKind(rest) {
  const words = [wordOf(rest[0]), wordOf(rest[1])];
  const explained = words.join(" ") === "QUERY PLAN" ? wordOf(rest[2]) : words[0];
  return explained === "WITH" || AFTER_WITH.has(explained) ? "read" : "unknown";
}

/**
 * What stands behind the common table expressions: the first such word outside of parentheses.
 * @param {readonly Token[]} part
 * @returns {Statement}
 */
function afterWith(part) {
  let depth = 0;
  for (const token of part) {
    if (token.text === "(") depth += 1;
    if (token.text === ")") depth -= 1;
    const verb = wordOf(token);
    if (depth === 0 && AFTER_WITH.has(verb)) return { verb, kind: READS.has(verb) ? queryKind(part) : "write" };
  }
  return { verb: "WITH", kind: "unknown" };
}

/**
 * A pragma: `name`, `schema.name`, then nothing, `= value` or `(value)`.
 * @param {readonly Token[]} rest
 * @returns {Statement}
 */
function pragma(rest) {
  const named = rest[1]?.text === "." ? rest.slice(2) : rest;
  const name = wordOf(named[0]);
  const [next] = named.slice(1);
  const tells = next === undefined ? TELLING.has(name) || TELLING_ALONE.has(name) : next.text === "(" && TELLING.has(name);
  return { verb: `PRAGMA ${name}`.trim(), kind: tells ? "read" : "write" };
}
