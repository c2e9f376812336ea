// The canonical form as JavaScript meets it: wasm gives the bytes that the native build gives, and refuses the same texts.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fromEngine } from "../../www/api/errors.js";
import { init, wasm } from "../../www/api/load.js";
import { payloadText } from "../../www/api/values.js";
import { anyValue, refuses as refusesCall, seeded } from "./values_support.js";

await init();

/** @type {{ documents: { name: string, input: string, output: string }[], numbers: [hex: string, text: string][] }} */
const vectors = JSON.parse(readFileSync(new URL("../fixtures/rfc8785/vectors.json", import.meta.url), "utf8"));

/** @param {string} text */
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/**
 * @param {string} text
 * @param {string} code
 * @param {string} [path]
 */
function refuses(text, code, path) {
  refusesCall(() => {
    try {
      wasm().canonical(text);
    } catch (error) {
      throw fromEngine(error);
    }
  }, code, path);
}

/** RFC 8785 by the book: what JSON.stringify prints, members in the order of their UTF-16 units. @param {any} value @returns {string} */
function byTheBook(value) {
  if (Array.isArray(value)) return `[${value.map(byTheBook).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${byTheBook(value[key])}`);
  return `{${members.join(",")}}`;
}

test("RFC 8785: the published documents, in wasm", () => {
  assert.equal(vectors.documents.length, 6);
  for (const { name, input, output } of vectors.documents) {
    assert.equal(wasm().canonical(input), output, name);
    assert.equal(wasm().digest(input), sha256(output), name);
  }
});

test("RFC 8785: the numbers of appendix B, in wasm", () => {
  const view = new DataView(new ArrayBuffer(8));
  for (const [hex, text] of vectors.numbers) {
    view.setBigUint64(0, BigInt(`0x${hex}`));
    assert.equal(payloadText(view.getFloat64(0)), text, hex);
    assert.equal(wasm().canonical(text), text, hex);
  }
});

test("any payload's text has the canonical form that JavaScript would print", () => {
  for (let seed = 0; seed < 1_000; seed += 1) {
    const value = anyValue(seeded(seed), false);
    const canonical = wasm().canonical(payloadText(value));
    assert.equal(canonical, byTheBook(value), `seed ${seed}`);
    assert.equal(wasm().canonical(canonical), canonical, `seed ${seed}`);
    assert.equal(wasm().digest(payloadText(value)), sha256(canonical), `seed ${seed}`);
  }
});

test("any double is printed in wasm as JavaScript prints it", () => {
  const view = new DataView(new ArrayBuffer(8));
  const random = seeded(1);
  for (let i = 0; i < 20_000; i += 1) {
    view.setUint32(0, random() * 2 ** 32);
    view.setUint32(4, random() * 2 ** 32);
    // Between 2^49 and 2^52 doubles lie a quarter or half apart, and may be as far from two shortest decimals.
    const number = i % 2 ? view.getFloat64(0) : (2 ** 50 + Math.floor(random() * 2 ** 51)) / 8 + 2 ** 49;
    if (Number.isFinite(number)) assert.equal(wasm().canonical(JSON.stringify(number)), JSON.stringify(number));
  }
});

test("SR-02: texts 10,000 and 1,000,000 levels deep are refused a thousand times, and a benign one is read after", () => {
  for (const levels of [10_000, 1_000_000]) {
    const text = "[".repeat(levels) + "]".repeat(levels);
    for (let time = 0; time < 1_000; time += 1) refuses(text, "E_TOO_DEEP");
  }
  assert.equal(wasm().canonical('{"b":1,"a":2}'), '{"a":2,"b":1}');
});

test("SR-05, SR-06: numbers that a double does not say are refused, others have one spelling", () => {
  for (const literal of ["9007199254740993", "-9007199254740993", "1e400", "1e-400", "123456789012345678901234567890"]) {
    refuses(`{"id":${literal}}`, "E_UNSAFE_NUMBER", "/id");
  }
  assert.equal(wasm().canonical("[-0,1.0,1e2,100,0.1,1e21]"), "[0,1,100,100,0.1,1e+21]");
});

test("SR-15, SR-16, SR-17, SR-21: hostile texts are refused in wasm as natively", () => {
  refuses('["\\ud800"]', "E_BAD_UNICODE", "/0");
  refuses('{"to":"alice","to":"mallory"}', "E_DUPLICATE_KEY", "/to");
  refuses('[{"a":1,"\\u0061":2}]', "E_DUPLICATE_KEY", "/0/a");
  refuses('{"\\u005f_proto__":{}}', "E_FORBIDDEN_KEY", "/__proto__");
  refuses("{}x", "E_PARSE");
  refuses(`"${"x".repeat(10 << 20)}"`, "E_TOO_LARGE");
});

test("SR-19: data shaped like internals keeps its bytes", () => {
  for (const text of ['{"$hg":"date","v":"x"}', '{"id":["x"],"lc":1,"type":"constructor"}']) assert.equal(wasm().canonical(text), text);
});
