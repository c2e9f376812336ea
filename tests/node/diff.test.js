// Differences as shown before an edit is sent, and the edits that the record keeps.

import assert from "node:assert/strict";
import { test } from "node:test";

import { editsBetween } from "../../www/dialects/edits.js";
import { diff } from "../../www/dialects/index.js";
import { wordDiff } from "../../www/dialects/words.js";
import { drawn } from "./context.js";

/** @param {any} before @param {any} after @param {any} [schema] */
const told = (before, after, schema) => diff(before, after, { schema }).map((change) => `${change.kind} ${change.path}`);

test("D.4 one change per changed member, in schema order", () => {
  const schema = { type: "object", properties: { b: {}, a: {} } };
  assert.deepEqual(told({ a: 1, b: 1, c: 1, d: 1 }, { a: 2, b: 2, c: 1, e: 1 }, schema), ["replaced /b", "replaced /a", "removed /d", "added /e"]);
});

test("D.4 a change of type is told by the types of both sides", () => {
  const [change] = diff({ n: 5 }, { n: "5" });
  assert.deepEqual([change.before?.type, change.after?.type], ["number", "text"]);
});

test("D.4 lists go by position, or by id, where a move is named", () => {
  assert.deepEqual(told([1, 2, 3], [1, 3]), ["replaced /1", "removed /2"]);
  const moved = diff([{ id: "a" }, { id: "b" }, { id: "c", n: 1 }], [{ id: "c", n: 2 }, { id: "a" }, { id: "b" }]);
  assert.deepEqual(moved.map(({ kind, path, from, to }) => [kind, path, from, to]).slice(0, 2), [["moved", "/0", 3, 1], ["replaced", "/0/n", undefined, undefined]]);
  assert.deepEqual(told([{ id: "a" }, { id: "b" }], [{ id: "b" }]), ["removed /0"]);
});

test("D.4 changed words are marked inside a long text; hidden characters too", () => {
  const [change] = diff({ body: "Hello Dana, the price is 100 euro." }, { body: "Hello Dana, the price is 120\u200B euro." });
  assert.deepEqual(change.words?.map(({ op, pieces }) => [op, drawn(pieces)]), [
    ["same", "Hello Dana, the price is "], ["removed", "100"], ["added", "120[U+200B]"], ["same", " euro."],
  ]);
});

test("D.4 a text of one word, such as a date, stands whole on both sides", () => {
  const [change] = diff({ date: "2026-11-27" }, { date: "2026-11-28" });
  assert.equal(change.words, undefined);
  assert.ok(change.before !== undefined && change.after !== undefined);
});

test("D.4 a change in the style of line breaks is named; a secret is only said to have changed", () => {
  assert.equal(diff({ s: "a\r\nb" }, { s: "a\nb" })[0].newlines, true);
  const schema = { type: "object", properties: { s: { type: "string", format: "password" } } };
  assert.equal(diff({ s: "a" }, { s: "b" }, { schema })[0].secret, true);
});

test("D.4 word differences give both texts back, whatever they are", () => {
  let state = 7;
  const next = (/** @type {number} */ n) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % n;
  const words = ["a", "b", " ", "\n", "wörd", ".", "9"];
  for (let i = 0; i < 2000; i += 1) {
    const [a, b] = [0, 1].map(() => Array.from({ length: next(30) }, () => words[next(words.length)]).join(""));
    const parts = wordDiff(a, b);
    if (!parts) continue;
    assert.equal(parts.filter((part) => part.op !== "added").map((part) => part.text).join(""), a);
    assert.equal(parts.filter((part) => part.op !== "removed").map((part) => part.text).join(""), b);
  }
});

test("D.4 above 2,000 words lines are compared, above 20,000 nothing is", () => {
  const lines = Array.from({ length: 2500 }, (_, i) => `word${i} word\n`).join("");
  assert.deepEqual(wordDiff(lines, lines.replace("word7 ", "WORD7 "))?.map((part) => part.op), ["same", "removed", "added", "same"]);
  assert.equal(wordDiff("a ".repeat(20_001), "b"), undefined);
});

/** Applies RFC 6902 edits. @param {any} value @param {import("../../www/dialects/index.js").Edit[]} edits */
function apply(value, edits) {
  const root = { "": structuredClone(value) };
  for (const { op, path, value: given } of edits) {
    const keys = path.split("/").map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = /** @type {string} */ (keys.pop());
    const target = /** @type {any} */ (keys.reduce((/** @type {any} */ node, key) => node[key], root));
    if (Array.isArray(target) && op !== "replace") target.splice(Number(last), op === "remove" ? 1 : 0, ...(op === "add" ? [given] : []));
    else if (op === "remove") delete target[last];
    else target[last] = given;
  }
  return root[""];
}

test("A.1 edits, applied in order, turn the original into what is sent", () => {
  for (const [before, after] of [
    [{ a: 1, "x/y~z": [1, 2, 3] }, { "x/y~z": [1], b: { c: null } }], [{ a: [1] }, { a: [2, { b: 1 }, 3] }], [{ a: { b: 1 } }, { a: [1] }], [1, 2],
  ]) assert.deepEqual(apply(before, editsBetween(/** @type {any} */ (before), /** @type {any} */ (after))), after);
});
