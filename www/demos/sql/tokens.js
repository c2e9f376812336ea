// SQL as SQLite's own tokenizer cuts it: words, quoted names, strings, comments. What the words mean is classify.js's.

/**
 * @typedef {object} Token
 * @property {"word" | "name" | "string" | "number" | "variable" | "sign" | "illegal"} kind `name`: a quoted identifier
 * @property {string} text as written
 * @property {number} at where it begins
 */

/**
 * Each kind as a pattern that must match at the place; the first that does wins. Blanks and comments are no tokens.
 * @type {readonly (readonly [kind: Token["kind"] | "blank", pattern: RegExp])[]}
 */
const KINDS = [
  ["blank", /[ \t\n\f\r\uFEFF]+/y],
  ["blank", /--[^\n]*/y],
  // A comment that is not closed goes on to the end.
  ["blank", /\/\*(?:[^]*?\*\/|[^]+$)/y],
  ["string", /[xX]?'[^']*(?:''[^']*)*'/y],
  ["name", /"[^"]*(?:""[^"]*)*"/y],
  ["name", /`[^`]*(?:``[^`]*)*`/y],
  ["name", /\[[^\]]*\]/y],
  ["number", /(?:0[xX][\dA-Fa-f]+|\d[\d_]*\.?[\d_]*(?:[eE][+-]?\d+)?|\.\d[\d_]*(?:[eE][+-]?\d+)?)(?![\w$\u0080-\u{10FFFF}])/uy],
  // SQLite takes what stands in parentheses right behind a variable as part of its name, quotes too: such a text is not read on.
  ["variable", /\?\d*|[@:#$][\w$:\u0080-\u{10FFFF}]+(?![\w$:\u0080-\u{10FFFF}(])/uy],
  ["word", /[A-Za-z_\u0080-\u{10FFFF}][\w$\u0080-\u{10FFFF}]*/uy],
  ["sign", /->>|->|\|\||<<|>>|<=|>=|<>|==|!=|[-+*/%=<>&|~(),.;]/y],
];

/**
 * Cuts a text into tokens. What is none stands there as `illegal`, one character at a time.
 * @param {string} sql
 * @returns {Token[]}
 */
export function tokens(sql) {
  /** @type {Token[]} */
  const found = [];
  for (let at = 0; at < sql.length;) {
    const [kind, text] = tokenAt(sql, at);
    if (kind !== "blank") found.push({ kind, text, at });
    at += text.length;
  }
  return found;
}

/**
 * @param {string} sql
 * @param {number} at
 * @returns {[kind: Token["kind"] | "blank", text: string]}
 */
function tokenAt(sql, at) {
  for (const [kind, pattern] of KINDS) {
    pattern.lastIndex = at;
    const match = pattern.exec(sql);
    if (match) return [kind, match[0]];
  }
  return ["illegal", sql[at]];
}
