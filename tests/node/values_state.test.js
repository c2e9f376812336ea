// State comes back from its text as it was, or is refused with a path (S-CKP-30, SR-98, ST-65).

import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";

import { decodeState, encodeState, parsePayload, STATE_LIMITS } from "../../www/api/values.js";
import { FOREIGN, anyValue, nested, refuses, seeded } from "./values_support.js";

test("SR-98: state of more than 32 MiB or 128 levels is refused with its path", () => {
  const piece = "x".repeat(1 << 20);
  refuses(() => encodeState("x".repeat(33 << 20), "/doc"), "E_TOO_LARGE", "/doc");
  refuses(() => encodeState(Array(33).fill(piece), "/docs"), "E_TOO_LARGE", "/docs");
  refuses(() => encodeState([1n, ...Array(33).fill(piece)], "/docs"), "E_TOO_LARGE");
  refuses(() => encodeState("é".repeat(17 << 20)), "E_TOO_LARGE", "");
  refuses(() => encodeState(new Uint8Array(33 << 20), "/bytes"), "E_TOO_LARGE", "/bytes");
  refuses(() => encodeState(Array(2 ** 32 - 1)), "E_TOO_LARGE", "");
  refuses(() => encodeState(nested(40, (inner) => [inner, inner])), "E_TOO_LARGE", "");
  refuses(() => encodeState(nested(129), "/channel"), "E_TOO_DEEP", `/channel${"/0".repeat(128)}`);
  refuses(() => encodeState(nested(129, (inner) => ({ a: inner }))), "E_TOO_DEEP", "/a".repeat(128));
  refuses(() => encodeState(nested(100_000)), "E_TOO_DEEP");
  assert.equal(encodeState(Array(31).fill(piece)).length, 31 * ((1 << 20) + 3) + 1);
  assert.equal(STATE_LIMITS.depth, 128);
});

test("SR-98: 128 levels, a document of 1 MB and 3,000 messages pass", () => {
  const deep = nested(128, (inner) => ({ inner }));
  assert.deepEqual(decodeState(encodeState(deep)), deep);
  const dated = nested(128, (inner) => new Set([inner === 0 ? new Date(7) : inner]));
  assert.equal(encodeState(decodeState(encodeState(dated))), encodeState(dated));
  const document = "Ein Satz über €, 😂 und \"Anführung\".\n".repeat(30_000);
  assert.equal(decodeState(encodeState(document)), document);
  const messages = Array.from({ length: 3_000 }, (_, i) => ({ id: `m${i}`, type: i % 2 ? "human" : "ai", content: `text ${i}`, tool_calls: [], at: i }));
  assert.equal(encodeState(messages), JSON.stringify(messages));
  assert.deepEqual(decodeState(encodeState({ messages, when: new Date(0) })), { messages, when: new Date(0) });
});

test("S-CKP-30: what JSON lacks comes back as what it was", () => {
  const cases = {
    undefined: [undefined, 1, [undefined]],
    date: [new Date(1_700_000_000_123), new Date(8.64e15), new Date(-8.64e15)],
    map: new Map(/** @type {[unknown, unknown][]} */ ([["a", 1], [{ k: 1 }, new Map([[null, undefined]])], [NaN, [1n]]])),
    set: new Set([1, "1", new Set(), new Date(3), undefined]),
    regexp: [/a\/b"[\]\n]/giu, /(?:)/],
    bytes: [new Uint8Array(0), Uint8Array.from({ length: 70_000 }, (_, i) => i % 251)],
    buffer: Uint8Array.from([0, 255, 128]).buffer,
    bigint: [0n, -(2n ** 70n), 12345678901234567890n],
    numbers: [NaN, Infinity, -Infinity, -0, 0, 5e-324],
    text: ["\ud800", "\u2028", '"$hg"'],
    "no prototype": { a: 1 },
  };
  for (const [name, value] of Object.entries(cases)) assert.deepEqual(decodeState(encodeState(value)), value, name);
  assert.deepEqual(decodeState(encodeState(cases)), cases);
  assert.deepEqual(decodeState(encodeState(Buffer.from("hi"))), Uint8Array.from([104, 105]));
  assert.deepEqual(decodeState(encodeState(Object.assign(Object.create(null), { a: new Date(1) }))), { a: new Date(1) });
  assert.equal(decodeState(encodeState([new Date(NaN)]))[0].getTime(), NaN);
  assert.equal(decodeState(encodeState(undefined)), undefined);
  assert.equal(encodeState({ a: undefined, b: [1], c: undefined }), '{"b":[1]}');
  assert.equal(encodeState({ a: undefined, b: 1n }), '{"b":{"$hg":"bigint","v":"1"}}');
  // oxlint-disable-next-line no-sparse-arrays
  assert.deepEqual(decodeState(encodeState([1, , 3])), [1, undefined, 3]);
});

test("S-CKP-30: of an Error its name, message and cause come back", () => {
  class Offline extends Error {
    name = "Offline";
  }
  const error = new TypeError("bad", { cause: [new Offline("no net"), new Date(2)] });
  const back = decodeState(encodeState({ error })).error;
  assert.ok(back instanceof TypeError);
  assert.deepEqual([back.name, back.message, Object.keys(back)], ["TypeError", "bad", []]);
  const [inner, at] = /** @type {any} */ (back.cause);
  assert.ok(inner instanceof Error);
  assert.deepEqual([inner.name, inner.message, inner.stack, at], ["Offline", "no net", "Offline: no net", new Date(2)]);
  assert.equal(Object.hasOwn(inner, "cause"), false);
  assert.equal(encodeState(back), encodeState(error));
});

test("S-CKP-30: values of the language from another realm are stored too", () => {
  const foreign = vm.runInNewContext("({ d: new Date(5), m: new Map([[1, new Set([2])]]), r: /x/g, e: new RangeError('far'), b: new Uint8Array([7]), l: [1n] })");
  const { e, ...rest } = decodeState(encodeState(foreign));
  assert.deepEqual(rest, { d: new Date(5), m: new Map([[1, new Set([2])]]), r: /x/g, b: new Uint8Array([7]), l: [1n] });
  assert.ok(e instanceof RangeError);
});

test("S-CKP-30: what cannot be stored is refused with its path", () => {
  const { function: fn, symbol, promise, instance, subclass, inheriting, boxed, generator, weak } = FOREIGN;
  const refused = {
    fn, symbol, promise, instance, subclass, inheriting, boxed, generator, weak,
    "inheriting from no prototype": FOREIGN["inheriting from no prototype"],
    "class of Map": new (class extends Map {})(),
    "class of Date": new (class extends Date {})(),
    floats: new Float64Array(1),
    "forged Date": Object.create(Date.prototype),
    "forged Map": new (class { get [Symbol.toStringTag]() { return "Map"; } })(),
    "forged RegExp": new (class { get [Symbol.toStringTag]() { return "RegExp"; } })(),
  };
  for (const [name, value] of Object.entries(refused)) {
    refuses(() => encodeState(value, "/channel"), "E_BAD_TYPE", "/channel");
    refuses(() => encodeState({ a: [{ [name]: value }] }), "E_BAD_TYPE", `/a/0/${name}`);
    refuses(() => encodeState(new Map([[1n, value]]), "/m"), "E_BAD_TYPE", "/m/0/1");
  }
  /** @type {any} */
  const cyclic = { list: [] };
  cyclic.list.push(new Map([["back", cyclic]]));
  refuses(() => encodeState(cyclic), "E_CYCLE", "/list/0/0/1");
  cyclic.list[0] = cyclic;
  refuses(() => encodeState(cyclic), "E_CYCLE", "/list/0");
  const error = new Error("x");
  error.cause = error;
  refuses(() => encodeState({ error }), "E_CYCLE", "/error/cause");
});

test("S-CKP-30, SR-81: a text that encodeState did not write is E_CORRUPT, also one that was cut", () => {
  const text = encodeState({ a: [new Map([[1, new Date(1)]]), /x/g, 1n, new Error("x"), new Uint8Array(2)], b: "é" });
  for (let cut = 0; cut < text.length; cut += 1) refuses(() => decodeState(text.slice(0, cut)), "E_CORRUPT");
  const bad = [
    '{"$hg":"nope"}', '{"$hg":1}', '{"$hg":"constructor"}', '{"$hg":"num","v":"1"}', '{"$hg":"bigint","v":"0x1"}', '{"$hg":"bigint","v":""}',
    '{"$hg":"date","v":"soon"}', '{"$hg":"date","v":5}', '{"$hg":"date"}', '{"$hg":"map","v":[1]}', '{"$hg":"map","v":{}}', '{"$hg":"set"}',
    '{"$hg":"regexp","v":"(","f":""}', '{"$hg":"regexp","v":"a","f":"q"}', '{"$hg":"bytes","v":"*"}', '{"$hg":"error","v":{"name":"x"}}',
    '{"$hg":"error","v":null}', '{"$hg":"obj","v":[]}', '{"$hg":"obj"}', "undefined", "",
  ];
  for (const one of bad) refuses(() => decodeState(one), "E_CORRUPT");
  refuses(() => decodeState(`{"ok":[1,${bad[0]}]}`), "E_CORRUPT");
  refuses(() => parsePayload('{"a":'), "E_PARSE");
});

test("ST-65: key order is kept, integer-like keys as JSON gives them", () => {
  const value = { z: 1, a: 2, 10: 3, 9: 4, "": { y: 1, x: 2 } };
  const back = decodeState(encodeState({ value, tagged: { z: 1n, a: new Date(0) } }));
  assert.deepEqual(Object.keys(back.value), Object.keys(value));
  assert.deepEqual([Object.keys(back.value[""]), Object.keys(back.tagged)], [["y", "x"], ["z", "a"]]);
});

test("any state comes back from its text equal, and to the same text", () => {
  for (let seed = 0; seed < 3_000; seed += 1) {
    const value = anyValue(seeded(seed), true);
    const text = encodeState(value);
    const back = decodeState(text);
    assert.deepEqual(back, value, `seed ${seed}: ${text}`);
    assert.equal(encodeState(back), text, `seed ${seed}`);
  }
});
