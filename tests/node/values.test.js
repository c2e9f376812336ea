// Payloads and answers: what they may hold and what is refused (SR group A, the rows marked N). Where a row speaks of
// state too, it is tried on both; what else is about state is in values_state.test.js.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

import { decodeState, encodeState, parsePayload, payloadText, PAYLOAD_LIMITS } from "../../www/api/values.js";
import { FOREIGN, anyValue, nested, refuses, seeded } from "./values_support.js";

/**
 * A Proxy and how often each of its traps was called.
 * @template {object} T
 * @param {T} target
 * @param {ProxyHandler<T>} [handler]
 */
function watched(target, handler = {}) {
  /** @type {Record<string, number>} */
  const calls = {};
  /** @type {any} */
  const counting = {};
  for (const trap of ["get", "has", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf"]) {
    counting[trap] = (/** @type {any[]} */ ...args) => {
      const name = trap === "ownKeys" || trap === "getPrototypeOf" ? trap : `${trap} ${String(args[1])}`;
      calls[name] = (calls[name] ?? 0) + 1;
      return /** @type {any} */ (handler)[trap]?.(...args) ?? /** @type {any} */ (Reflect)[trap](...args);
    };
  }
  return { proxy: new Proxy(target, counting), calls };
}

/** A value that no benign call minds: the module works on after a refusal. */
function benign() {
  assert.equal(payloadText({ b: [1, "two", null, true], a: {} }), '{"b":[1,"two",null,true],"a":{}}');
}

test("SR-01: 10 MB are refused from lengths alone", () => {
  const text = "x".repeat(10 << 20);
  refuses(() => payloadText(text), "E_TOO_LARGE", "");
  refuses(() => payloadText({ a: [text] }), "E_TOO_LARGE", "/a/0");
  const { proxy, calls } = watched(Object.fromEntries(Array.from({ length: 500_000 }, (_, i) => [`small_key_${i}`, 0])));
  refuses(() => payloadText(proxy), "E_TOO_LARGE", "");
  assert.deepEqual(Object.keys(calls).filter((name) => name.startsWith("get")), ["getPrototypeOf"]);
  refuses(() => payloadText(Array(40).fill("x".repeat(10_000))), "E_TOO_LARGE");
  benign();
});

test("SR-01: each size passes at its limit and no further", () => {
  const { bytes, depth, nodes, keys, string, key } = PAYLOAD_LIMITS;
  const object = (/** @type {number} */ size) => Object.fromEntries(Array.from({ length: size }, (_, i) => [`k${i}`, i]));
  /** @type {[string, unknown, unknown, string][]} */
  const cases = [
    ["nodes", Array(nodes - 1).fill(0), Array(nodes).fill(0), "E_TOO_MANY_NODES"],
    ["depth", nested(depth), nested(depth + 1), "E_TOO_DEEP"],
    ["keys", object(keys), object(keys + 1), "E_TOO_LARGE"],
    ["ASCII string", "x".repeat(string), "x".repeat(string + 1), "E_TOO_LARGE"],
    ["string", "€".repeat(21_845) + "x", "€".repeat(21_845) + "é", "E_TOO_LARGE"],
    ["key", { ["😂".repeat(key / 4)]: 0 }, { ["😂".repeat(key / 4) + "x"]: 0 }, "E_TOO_LARGE"],
    ["bytes", Array(4).fill("é".repeat((bytes - 12) / 8)), Array(4).fill("é".repeat((bytes - 4) / 8)), "E_TOO_LARGE"],
  ];
  for (const [name, passes, fails, code] of cases) {
    assert.equal(payloadText(passes), JSON.stringify(passes), name);
    refuses(() => payloadText(fails), code);
  }
});

test("SR-02: values parsed from texts 10,000 and 1,000,000 levels deep are refused each time", () => {
  for (const levels of [10_000, 1_000_000]) {
    const value = parsePayload("[".repeat(levels) + "]".repeat(levels));
    for (let time = 0; time < 1_000; time += 1) refuses(() => payloadText(value), "E_TOO_DEEP", "/0".repeat(64));
  }
  benign();
});

test("SR-03: a value 10,000 levels deep is refused a thousand times, at the limit", () => {
  const value = nested(10_000, (inner) => ({ inner }));
  for (let time = 0; time < 1_000; time += 1) refuses(() => payloadText(value), "E_TOO_DEEP", "/inner".repeat(64));
  benign();
});

test("SR-04: numbers that are none are refused with their path", () => {
  for (const number of [NaN, Infinity, -Infinity]) {
    refuses(() => payloadText(number), "E_BAD_NUMBER", "");
    refuses(() => payloadText({ "a/b": [{ "~": number }] }), "E_BAD_NUMBER", "/a~1b/0/~0");
  }
});

test("SR-06: one meaning has one spelling", () => {
  assert.equal(payloadText([-0, 1.0, 1e2, 100, 1e21, 0.1]), "[0,1,100,100,1e+21,0.1]");
});

test("SR-07, SR-08: what is not JSON is refused with its path", () => {
  for (const [name, value] of Object.entries({ ...FOREIGN, huge: 2n ** 70n })) {
    refuses(() => payloadText(value), "E_BAD_TYPE", "");
    refuses(() => payloadText({ ok: 1, list: [{ [name]: value }] }), "E_BAD_TYPE", `/list/0/${name}`);
  }
  benign();
});

test("SR-08: plain objects pass, without a prototype and of another realm too", () => {
  const bare = Object.assign(Object.create(null), { a: 1 });
  assert.equal(payloadText([bare, vm.runInNewContext("({ b: [2] })")]), '[{"a":1},{"b":[2]}]');
  refuses(() => payloadText([vm.runInNewContext("new Date()")]), "E_BAD_TYPE", "/0");
});

test("SR-08: what is not enumerable is no data, as everywhere in JSON", () => {
  assert.equal(payloadText({ a: Object.defineProperty({ b: 1 }, "hidden", { value: () => {} }) }), '{"a":{"b":1}}');
});

test("SR-09: undefined is null as the whole, and refused inside; lists have no holes and nothing beside their items", () => {
  assert.equal(payloadText(undefined), "null");
  refuses(() => payloadText({ a: undefined }), "E_BAD_TYPE", "/a");
  refuses(() => payloadText([1, undefined]), "E_BAD_TYPE", "/1");
  // oxlint-disable-next-line no-sparse-arrays
  refuses(() => payloadText([1, , 3]), "E_BAD_TYPE", "/1");
  refuses(() => payloadText({ a: [1, 2, ...Array(1)].fill(0, 0, 2), b: Array(2) }), "E_BAD_TYPE", "/a/2");
  refuses(() => payloadText(Array(3)), "E_BAD_TYPE", "/0");
  refuses(() => payloadText([Object.assign([1], { extra: 2 })]), "E_BAD_TYPE", "/0/extra");
  refuses(() => payloadText("abc".match(/b/)), "E_BAD_TYPE", "/index");
  refuses(() => payloadText({ [Symbol("s")]: 1 }), "E_BAD_TYPE", "");
});

test("SR-10: cycles are refused, with no more visits than the limit allows", () => {
  /** @type {any} */
  const object = { a: [{}] };
  object.a[0].back = object;
  refuses(() => payloadText(object), "E_CYCLE", "/a/0/back");
  /** @type {unknown[]} */
  const list = [];
  list.push(list);
  refuses(() => payloadText(list), "E_CYCLE", "/0");
  assert.equal(payloadText([object.none ?? 1, [1], [1]]), "[1,[1],[1]]");
  // A proxy that is a new object at each look has no cycle, but no end either.
  /** @returns {any} */
  const endless = () => new Proxy({ a: 1 }, { getOwnPropertyDescriptor: () => ({ value: endless(), enumerable: true, configurable: true }) });
  refuses(() => payloadText(endless()), "E_TOO_DEEP", "/a".repeat(64));
});

test("SR-11: 30 levels of one shared reference are refused, with no more visits than the limit allows", () => {
  const { proxy, calls } = watched(["x", "y"]);
  refuses(() => payloadText(nested(30, (inner) => (inner === 0 ? proxy : [inner, inner]))), "E_TOO_MANY_NODES");
  assert.ok(calls.ownKeys > 100 && calls.ownKeys <= PAYLOAD_LIMITS.nodes, `${calls.ownKeys} visits`);
  const shared = { a: 1 };
  assert.equal(payloadText([shared, shared]), '[{"a":1},{"a":1}]');
  refuses(() => payloadText(Array(2 ** 32 - 1)), "E_TOO_MANY_NODES", "");
});

test("SR-12: accessors are refused unread", () => {
  let reads = 0;
  const split = {
    get amount() {
      reads += 1;
      return reads === 1 ? 10 : 10_000;
    },
  };
  refuses(() => payloadText([split]), "E_BAD_TYPE", "/0/amount");
  assert.throws(() => payloadText(split), /at \/amount is computed by a getter/);
  const item = Object.defineProperty([1], "0", { get: () => (reads += 1), enumerable: true });
  refuses(() => payloadText({ item }), "E_BAD_TYPE", "/item/0");
  assert.equal(reads, 0);
});

test("SR-12: a Proxy is read exactly once, into a snapshot", () => {
  let answers = 0;
  const changing = watched({ amount: 10, to: "alice" }, {
    getOwnPropertyDescriptor: (target, key) =>
      key === "amount" ? { value: (answers += 1) > 1 ? 10_000 : 10, enumerable: true, configurable: true, writable: true } : Reflect.getOwnPropertyDescriptor(target, key),
  });
  assert.equal(payloadText([changing.proxy]), '[{"amount":10,"to":"alice"}]');
  assert.deepEqual(changing.calls, {
    getPrototypeOf: 1, ownKeys: 1, "getOwnPropertyDescriptor amount": 1, "getOwnPropertyDescriptor to": 1,
  });
  const list = watched(["a"]);
  assert.equal(payloadText({ list: list.proxy }), '{"list":["a"]}');
  assert.equal(list.calls["getOwnPropertyDescriptor 0"], 1);
  assert.equal(list.calls["get 0"], undefined);
});

test("SR-13: toJSON is never called", () => {
  let calls = 0;
  const toJSON = () => `called ${(calls += 1)} times`;
  refuses(() => payloadText({ toJSON }), "E_BAD_TYPE", "/toJSON");
  refuses(() => payloadText([Object.create({ toJSON })]), "E_BAD_TYPE", "/0");
  refuses(() => encodeState({ toJSON }), "E_BAD_TYPE", "/toJSON");
  assert.equal(encodeState({ a: Object.defineProperty({ b: 1 }, "toJSON", { value: toJSON }) }), '{"a":{"b":1}}');
  assert.equal(encodeState([Object.defineProperty([1], "toJSON", { value: toJSON })]), "[[1]]");
  assert.equal(encodeState({ toJSON: "text" }), '{"toJSON":"text"}');
  const [value, text] = [{ a: [1, "x", { b: null }] }, '{"a":[1,"x",{"b":null}]}'];
  const natives = [Object, Array, String, Number, Boolean, BigInt, Date];
  const originals = natives.map(({ prototype }) => ({ prototype, own: Object.getOwnPropertyDescriptor(prototype, "toJSON") }));
  /** @type {string[]} */
  let texts = [];
  try {
    for (const { prototype } of originals) Object.defineProperty(prototype, "toJSON", { value: toJSON, configurable: true, writable: true });
    texts = [payloadText(value), encodeState(value), encodeState([["x"], 1, new Date(0), 1n])];
  } finally {
    for (const { prototype, own } of originals) {
      if (own === undefined) Reflect.deleteProperty(prototype, "toJSON");
      else Object.defineProperty(prototype, "toJSON", own);
    }
  }
  assert.deepEqual(texts, [text, text, '[["x"],1,{"$hg":"date","v":"1970-01-01T00:00:00.000Z"},{"$hg":"bigint","v":"1"}]']);
  assert.equal(calls, 0);
});

test("SR-14: what throws while it is read is refused, and nothing of it escapes", () => {
  const boom = () => {
    throw Object.assign(new Error("boom"), { code: "E_FAKE" });
  };
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const traps = ["ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf"].map((trap) => new Proxy({ a: 1 }, { [trap]: boom }));
  refuses(() => payloadText({ in: [new Proxy([1], { ownKeys: boom })] }), "E_BAD_TYPE", "/in/0");
  for (const value of [...traps, revoked.proxy]) {
    refuses(() => payloadText({ in: [value] }), "E_BAD_TYPE", "/in/0");
    refuses(() => encodeState({ in: [value] }), "E_BAD_TYPE", "/in/0");
  }
  refuses(() => payloadText({ get a() { return boom(); } }), "E_BAD_TYPE", "/a");
  refuses(() => encodeState({ x: { get a() { return boom(); } } }), "E_BAD_TYPE", "/x");
  let reads = 0;
  refuses(() => encodeState({ get a() { return (reads += 1) > 1 ? boom() : 1; } }), "E_BAD_TYPE", "");
  refuses(() => encodeState(new Map([[1, Object.defineProperty(new Error("x"), "message", { get: boom })]])), "E_BAD_TYPE", "/0/1");
  benign();
});

test("SR-15: half a surrogate pair is refused in a value and in a key, never replaced", () => {
  refuses(() => payloadText({ a: ["\ud800"] }), "E_BAD_UNICODE", "/a/0");
  refuses(() => payloadText(["x\udfff😂"]), "E_BAD_UNICODE", "/0");
  refuses(() => payloadText({ o: { "\ud83d": 1 } }), "E_BAD_UNICODE", "/o");
  assert.equal(payloadText({ "😂": "\u{10ffff}\uffff\u0000" }), '{"😂":"\u{10ffff}\uffff\\u0000"}');
});

test("SR-17: prototype keys are refused in payloads whatever their value, in state an own __proto__", () => {
  for (const key of ["__proto__", "prototype", "constructor"]) {
    for (const member of ['{"x":1}', "null", '"text"']) {
      const value = JSON.parse(`{"a":[{"${key}":${member}}]}`);
      refuses(() => payloadText(value), "E_FORBIDDEN_KEY", `/a/0/${key}`);
      if (key === "__proto__") refuses(() => encodeState(value), "E_FORBIDDEN_KEY", "/a/0/__proto__");
      else assert.deepEqual(decodeState(encodeState(value)), value);
    }
  }
  assert.equal(/** @type {any} */ ({}).x, undefined);
});

test("SR-19, ST-65: data shaped like internals stays data, byte for byte in a payload", () => {
  const shaped = {
    lc: { lc: 1, type: "constructor", id: ["langchain", "schema", "HumanMessage"], kwargs: {} },
    tag: { $hg: "date", v: "2026-01-01T00:00:00.000Z" },
    nested: { $hg: { $hg: "obj", v: { $hg: [new Date(5), undefined] } }, v: 1 },
    value: ["$hg", '{"$hg":"undef"}'],
    row: { v: 1, d: "x", prev: null },
  };
  const { nested: _, ...json } = shaped;
  assert.equal(payloadText(json), JSON.stringify(json));
  assert.deepEqual(decodeState(encodeState(shaped)), shaped);
  assert.equal(encodeState({ $hg: "undef" }), '{"$hg":"obj","v":{"$hg":"undef"}}');
  assert.equal(encodeState(json.lc), JSON.stringify(json.lc));
});

test("SR-24: changing a value after it was handed over changes nothing", () => {
  const value = { to: "alice", items: [{ n: 1 }] };
  const [text, state] = [payloadText(value), encodeState(value)];
  value.to = "mallory";
  value.items.push({ n: 2 });
  assert.equal(text, '{"to":"alice","items":[{"n":1}]}');
  assert.equal(state, text);
});

test("SR-25: what comes back is own data, and no member is set by assignment", () => {
  const hostile = '{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}},"d":{"$hg":"obj","v":{"__proto__":{"x":[{"$hg":"undef"}]}}}}';
  for (const value of [parsePayload(hostile), decodeState(hostile)]) {
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.deepEqual(Object.getOwnPropertyDescriptor(value, "__proto__")?.value, { x: 1 });
    assert.equal(value.x, undefined);
  }
  assert.equal(Object.getPrototypeOf(decodeState(hostile).d), Object.prototype);
  assert.equal(/** @type {any} */ ({}).x, undefined);
  const tagged = decodeState('{"__proto__":{"$hg":"date","v":null},"a":1}');
  assert.ok(Object.getOwnPropertyDescriptor(tagged, "__proto__")?.value instanceof Date);
  assert.equal(Object.getPrototypeOf(tagged), Object.prototype);
  for (const file of ["payload", "encode", "decode", "walk"]) {
    const source = readFileSync(new URL(`../../www/api/values/${file}.js`, import.meta.url), "utf8");
    assert.doesNotMatch(source, /\[(?:key|name|member|step)\] =[^=]/);
  }
});

test("SR-69: a resume value meets the same refusals", () => {
  /** @type {Record<string, unknown>} */
  const cyclic = {};
  cyclic.self = cyclic;
  refuses(() => payloadText({ resume: "x".repeat(10 << 20) }), "E_TOO_LARGE", "/resume");
  refuses(() => payloadText({ resume: nested(10_000) }), "E_TOO_DEEP");
  refuses(() => payloadText({ resume: NaN }), "E_BAD_NUMBER", "/resume");
  refuses(() => payloadText({ resume: cyclic }), "E_CYCLE", "/resume/self");
  refuses(() => payloadText(JSON.parse('{"resume":{"__proto__":1}}')), "E_FORBIDDEN_KEY", "/resume/__proto__");
});

test("SR-95: a message holds little of its input, and nothing that does not show", () => {
  const key = "\u202e\u200b\n".repeat(40);
  const Named = Object.defineProperty(class {}, "name", { value: "\u202e".repeat(1_000) });
  const calls = [
    () => payloadText({ [key]: NaN }),
    () => encodeState({ [key.repeat(100)]: () => {} }),
    () => payloadText(new Named()),
    () => decodeState(JSON.stringify({ $hg: key })),
  ];
  for (const call of calls) {
    assert.throws(call, ({ message }) => message.length < 300 && /^[\x20-\x7e]+\n\n[\x20-\x7e]+$/.test(message));
  }
});

test("any JSON value has the same text as a payload, as state, and from JSON.stringify", () => {
  for (let seed = 0; seed < 3_000; seed += 1) {
    const value = anyValue(seeded(seed), false);
    const text = payloadText(value);
    assert.equal(text, JSON.stringify(value), `seed ${seed}`);
    assert.deepEqual(parsePayload(text), value);
    if (!text.includes('"$hg":')) assert.equal(encodeState(value), text, `seed ${seed}`);
  }
});
