// Payload text as pieces that can be drawn without hiding anything: each code point that is invisible or changes direction
// becomes a mark (SR-31, SR-32), long runs become counts (SR-34), words of mixed script are named (SR-33).
/** @import { Piece } from "./index.js" */

/** Controls, formats, private use, unassigned, surrogates; line and paragraph separators; spaces other than U+0020; variation
 * selectors; letters and marks that draw nothing. */
const HIDDEN = "[\\p{C}\\p{Zl}\\p{Zp}\\u00A0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}"
  + "\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u2800\\u3164\\uFFA0]";
const TOKEN = new RegExp(`\\n{4,}| {17,}|\\n|${HIDDEN}|(?:(?!${HIDDEN})[\\p{L}\\p{M}])+`, "gu");
const WORD = new RegExp(`^(?!${HIDDEN})[\\p{L}\\p{M}]`, "u");
const SCRIPTS = ["Latin", "Cyrillic", "Greek", "Armenian", "Cherokee", "Coptic"]
  .map((name) => ({ name, letter: new RegExp(`\\p{Script=${name}}`, "u") }));

/**
 * Text as pieces, in code-point order.
 * @param {string} text
 * @param {{ inline?: boolean }} [options] `inline`: for names and titles, where a line break is a mark too
 * @returns {Piece[]}
 */
export function pieces(text, { inline = false } = {}) {
  /** @type {Piece[]} */
  const out = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const piece = mark(match[0], inline);
    if (!piece) continue;
    if (match.index > from) out.push({ text: text.slice(from, match.index) });
    out.push(piece);
    from = match.index + match[0].length;
  }
  if (from < text.length) out.push({ text: text.slice(from) });
  return out;
}

/**
 * The mark that a token needs, or undefined when it can be drawn as it is.
 * @param {string} token
 * @param {boolean} inline
 * @returns {Piece | undefined}
 */
function mark(token, inline) {
  if (token.startsWith(" ")) return { run: "space", count: token.length };
  if (token.startsWith("\n")) {
    if (token.length > 1) return { run: "line", count: token.length };
    return inline ? { point: pointName(token) } : undefined;
  }
  return WORD.test(token) ? mixedWord(token) : { point: pointName(token) };
}

/** @param {string} letter */
const pointName = (letter) => `U+${/** @type {number} */ (letter.codePointAt(0)).toString(16).toUpperCase().padStart(4, "0")}`;

/**
 * @param {string} word
 * @returns {Piece | undefined}
 */
function mixedWord(word) {
  const used = SCRIPTS.filter(({ letter }) => letter.test(word));
  if (used.length < 2) return undefined;
  const [home] = used;
  const strangers = [...word].filter((letter) => used.some((script) => script !== home && script.letter.test(letter)));
  return { mixed: word, points: [...new Set(strangers.map(pointName))] };
}

/**
 * Whether pieces hold a mark of this kind.
 * @param {readonly Piece[]} list
 * @param {"point" | "mixed"} kind
 */
export const hasMark = (list, kind) => list.some((piece) => kind in piece);
