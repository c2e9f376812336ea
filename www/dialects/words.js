// Word-level difference of two texts: Myers' shortest edit script over words, lines for long texts, nothing for very long
// ones (D.4). The work is bounded; drawing is elsewhere.

const MAX_WORDS = 2000;
const MAX_TOKENS = 20_000;
const MAX_EDITS = 1000;
const WORDS = /\r\n|\s|[\p{L}\p{N}\p{M}_]+|[^]/gu;
const LINES = /[^\n]*\n|[^\n]+/g;

/** @typedef {{ op: "same" | "removed" | "added", text: string }} Part */

/**
 * The parts that turn one text into the other, in order; undefined when they have too little in common.
 * @param {string} before
 * @param {string} after
 * @returns {Part[] | undefined}
 */
export function wordDiff(before, after) {
  const words = [before.match(WORDS) ?? [], after.match(WORDS) ?? []];
  const [a, b] = words.some((list) => list.length > MAX_WORDS) ? [before.match(LINES) ?? [], after.match(LINES) ?? []] : words;
  if (Math.max(...words.map((list) => list.length)) > MAX_TOKENS) return undefined;
  const parts = shortest(a, b);
  return parts && parts.some((part) => part.op === "same" && part.text.trim() !== "") ? parts : undefined;
}

/**
 * @param {string[]} a
 * @param {string[]} b
 * @returns {Part[] | undefined}
 */
function shortest(a, b) {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const [left, right] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  const trace = search(left, right);
  if (!trace) return undefined;
  return joined([
    ...a.slice(0, head).map((text) => /** @type {Part} */ ({ op: "same", text })),
    ...backtrack(left, right, trace),
    ...a.slice(a.length - tail).map((text) => /** @type {Part} */ ({ op: "same", text })),
  ]);
}

/**
 * The furthest points reached on each diagonal, one list per number of edits (Myers 1986).
 * @param {string[]} a
 * @param {string[]} b
 * @returns {Map<number, number>[] | undefined}
 */
function search(a, b) {
  const reach = new Map([[1, 0]]);
  /** @type {Map<number, number>[]} */
  const trace = [];
  for (let edits = 0; edits <= Math.min(a.length + b.length, MAX_EDITS); edits += 1) {
    trace.push(new Map(reach));
    for (let k = -edits; k <= edits; k += 2) {
      let x = goesDown(reach, k, edits) ? reach.get(k + 1) ?? 0 : (reach.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return trace;
    }
  }
  return undefined;
}

/**
 * @param {Map<number, number>} reach
 * @param {number} k
 * @param {number} edits
 */
const goesDown = (reach, k, edits) => k === -edits || (k !== edits && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));

/**
 * @param {string[]} a
 * @param {string[]} b
 * @param {Map<number, number>[]} trace
 * @returns {Part[]}
 */
function backtrack(a, b, trace) {
  /** @type {Part[]} */
  const parts = [];
  let [x, y] = [a.length, b.length];
  for (let edits = trace.length - 1; x > 0 || y > 0; edits -= 1) {
    const k = x - y;
    const down = goesDown(trace[edits], k, edits);
    const from = edits === 0 ? 0 : trace[edits].get(down ? k + 1 : k - 1) ?? 0;
    const fromY = edits === 0 ? 0 : from - (down ? k + 1 : k - 1);
    while (x > from && y > fromY && a[x - 1] === b[y - 1]) {
      parts.push({ op: "same", text: a[x - 1] });
      [x, y] = [x - 1, y - 1];
    }
    if (edits > 0) {
      parts.push(down ? { op: "added", text: b[y - 1] } : { op: "removed", text: a[x - 1] });
      [x, y] = [from, fromY];
    }
  }
  return parts.toReversed();
}

/**
 * Neighbours of one kind as one part.
 * @param {Part[]} parts
 * @returns {Part[]}
 */
function joined(parts) {
  /** @type {Part[]} */
  const out = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (last?.op === part.op) last.text += part.text;
    else out.push({ ...part });
  }
  return out;
}

/**
 * The style of line breaks of a text; LF for one that has none or several.
 * @param {string} text
 */
export function newlineOf(text) {
  const styles = new Set(text.match(/\r\n|\r|\n/g));
  return styles.size === 1 ? [...styles][0] : "\n";
}
