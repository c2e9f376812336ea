// Editing: the law of the typed round trip, what each field accepts, what an untouched form sends.

import assert from "node:assert/strict";
import { test } from "node:test";

import { readText, showText, withDay } from "../../www/dialects/codecs.js";
import { toControl } from "../../www/dialects/controls.js";
import { toFormModel, validate, validateAnswer } from "../../www/dialects/index.js";
import { infer } from "../../www/dialects/schema.js";
import { contextOf, haltRequest } from "./context.js";

/** @param {any} args @param {any} schema @param {any} [ctx] */
function editor(args, schema, ctx) {
  const payload = haltRequest(args, schema === undefined ? {} : { schema });
  const context = contextOf(payload, ctx);
  const model = toFormModel(payload, context);
  return { model, control: (/** @type {string} */ path) => find(model.actions[0].controls, path), send: (/** @type {any} */ fields) => validate(model, { fields }, context) };
}

/** @param {any[]} controls @param {string} path @returns {any} */
function find(controls, path) {
  for (const control of controls) {
    const found = control.path === path ? control : control.children && find(control.children, path);
    if (found) return found;
  }
  return undefined;
}

/** @param {any} result */
const problems = (result) => result.errors.map((/** @type {any} */ error) => `${error.path} ${error.code} ${error.message}`);

/** A schema of one required member `n`. @param {any} schema */
const only = (schema) => ({ type: "object", properties: { n: schema }, required: ["n"], additionalProperties: false });

/** A small generator with a seed, so that a failure can be told and repeated. @param {number} seed */
function randomJson(seed) {
  let state = seed;
  const next = (/** @type {number} */ n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % n;
  };
  const texts = ["", "5", " a ", "true", "a\r\nb", "null", "\u202E", "é", "x".repeat(100), "1e3", "\"q\"", "line\nline"];
  const numbers = [0, 1, -1, 187.5, 1e21, 5e-324, 0.1, 2 ** 53, -0.5];
  /** @param {number} depth @returns {any} */
  const value = (depth) => {
    const kind = next(depth > 4 ? 4 : 6);
    if (kind === 0) return texts[next(texts.length)];
    if (kind === 1) return numbers[next(numbers.length)];
    if (kind === 2) return next(2) === 0;
    if (kind === 3) return null;
    const size = next(4);
    if (kind === 4) return Array.from({ length: size }, () => value(depth + 1));
    return Object.fromEntries(Array.from({ length: size }, (_, i) => [`k${i}`, value(depth + 1)]));
  };
  return value(0);
}

test("A-21 decode(encode(v)) = v on 10,000 random values, and an untouched form is no edit", () => {
  for (let seed = 0; seed < 10_000; seed += 1) {
    const value = randomJson(seed);
    const control = toControl(infer(value), value, { root: true, path: "", key: "", depth: 0, required: true, patterns: false });
    for (const kind of /** @type {const} */ (["json", ...(typeof value === "string" ? ["text"] : typeof value === "number" ? ["number"] : [])])) {
      const back = readText({ ...control, kind: /** @type {any} */ (kind) }, showText({ kind: /** @type {any} */ (kind) }, value));
      assert.deepEqual(back, { value }, `seed ${seed} as ${kind}`);
    }
  }
  for (let seed = 0; seed < 500; seed += 1) {
    const { send } = editor({ value: randomJson(seed) }, undefined);
    assert.deepEqual(problems(send({})), [" E_EDIT_EMPTY Nothing changed. Approve it as it is, or keep editing."], `seed ${seed}`);
  }
});

for (const [typed, message] of Object.entries({
  "1,000": "Use 1000", "1,5": "Use 1.5", " 5": "Use 5", "+5": "Use 5", "05": "Use 5", "1.0.0": "Write a number", "0x10": "Write a number", "": "This is required",
  "ten": "Write a number", "9007199254740993": "cannot be held exactly", "1e400": "cannot be held exactly", "NaN": "Write a number", "Infinity": "Write a number",
})) {
  test(`A-22 the number field refuses ${JSON.stringify(typed)}`, () => {
    const [problem] = problems(editor({ n: 5 }, only({ type: "number" })).send({ "/n": { text: typed } }));
    assert.match(problem, new RegExp(`^/n E_SCHEMA .*${message}`));
  });
}

for (const [typed, value] of /** @type {[string, number][]} */ ([["1e3", 1000], ["187.50", 187.5], ["-3", -3], ["3.0", 3]])) {
  test(`A-22 the number field reads ${typed} as the number ${value}`, () => {
    const result = editor({ n: 5 }, only({ type: "number" })).send({ "/n": { text: typed } });
    assert.deepEqual(result.ok && result.args, { n: value });
  });
}

test("A-22 -0 becomes 0, and 187.0 is 187: no edit", () => {
  assert.ok(!editor({ n: 0 }, undefined).send({ "/n": { text: "-0" } }).ok);
  assert.deepEqual(problems(editor({ n: 187 }, undefined).send({ "/n": { text: "187.0" } })).length, 1);
});

test("A-22 an integer takes 3.0 and refuses 3.5", () => {
  const { send } = editor({ n: 5 }, only({ type: "integer" }));
  assert.ok(send({ "/n": { text: "3.0" } }).ok);
  assert.match(problems(send({ "/n": { text: "3.5" } }))[0], /E_SCHEMA Must be of type integer/);
});

test("A-23 the text \"5\" edited to 6 stays a text; empty and missing are different", () => {
  const schema = { type: "object", properties: { s: { type: "string" }, o: { type: "string" } }, required: ["s"] };
  const { send } = editor({ s: "5" }, schema);
  const [edited, emptied, added] = [send({ "/s": { text: "6" } }), send({ "/s": { text: "" } }), send({ "/o": { text: "" } })];
  assert.deepEqual([edited, emptied, added].map((result) => result.ok && result.args), [{ s: "6" }, { s: "" }, { s: "5", o: "" }]);
  const removed = editor({ s: "5", o: "x" }, schema).send({ "/o": { absent: true } });
  assert.deepEqual(removed.ok && [removed.args, removed.edits], [{ s: "5" }, [{ op: "remove", path: "/o" }]]);
});

test("A-24 another day keeps time, fraction and offset of a date-time", () => {
  assert.equal(withDay("2026-05-29T10:00:00.250+09:00", "2026-06-01"), "2026-06-01T10:00:00.250+09:00");
  const { send } = editor({ n: "2026-05-29T10:00:00.250+09:00" }, only({ type: "string", format: "date-time" }));
  const result = send({ "/n": { text: withDay("2026-05-29T10:00:00.250+09:00", "2026-06-01") } });
  assert.deepEqual(result.ok && result.args, { n: "2026-06-01T10:00:00.250+09:00" });
  assert.match(problems(send({ "/n": { text: "2026-02-30T10:00:00Z" } }))[0], /Write a day, a time and its offset/);
});

test("B.1 formats are checked without changing the text", () => {
  for (const [format, good, bad] of [
    ["date", "2024-02-29", "2026-02-29"], ["time", "10:00:00+09:00", "10:00"], ["email", "dana@example.org", "dana@"], ["uri", "https://example.org/a?b#c", "example.org"],
    ["uuid", "123e4567-e89b-12d3-a456-426614174000", "123e4567"], ["hostname", "a.example.org", "-a.org"], ["ipv4", "192.168.0.1", "192.168.0.256"],
  ]) {
    const { send } = editor({ n: "x" }, only({ type: "string", format }));
    assert.ok(send({ "/n": { text: good } }).ok, `${format} ${good}`);
    assert.ok(!send({ "/n": { text: bad } }).ok, `${format} ${bad}`);
  }
});

test("A-25 the options of an enum keep their types", () => {
  const { control, send } = editor({ n: "1" }, only({ enum: [1, "1", null] }));
  assert.deepEqual(control("/n").options.map((/** @type {any} */ option) => option.value), [1, "1", null]);
  const result = send({ "/n": { value: 1 } });
  assert.deepEqual(result.ok && result.args, { n: 1 });
});

test("A-26 an optional boolean that is not set is not sent", () => {
  const schema = { type: "object", properties: { a: { type: "string" }, b: { type: "boolean" } } };
  const { control, send } = editor({ a: "x" }, schema);
  assert.deepEqual([control("/b").kind, control("/b").value, control("/b").optional], ["boolean", undefined, true]);
  const results = [send({ "/a": { text: "y" } }), send({ "/b": { value: false } }), send({ "/b": { value: true } })];
  assert.deepEqual(results.map((result) => result.ok && result.args), [{ a: "y" }, { a: "x", b: false }, { a: "x", b: true }]);
});

test("A-27 a member that no schema declares is named, and must be removed", () => {
  const { control, send } = editor({ n: 1, extra: "x" }, only({ type: "number" }));
  assert.equal(control("/extra").undeclared, true);
  assert.match(problems(send({ "/n": { text: "2" } }))[0], /^\/extra E_UNKNOWN_FIELD/);
  assert.ok(send({ "/extra": { absent: true } }).ok);
});

test("SR-45 without additionalProperties the original's own extra keys stay, and no other comes in", () => {
  const schema = { type: "object", properties: { n: { type: "object", properties: { a: { type: "number" } }, anyOf: [{}] } } };
  const { send } = editor({ n: { a: 1, b: 2 } }, schema);
  assert.ok(send({ "/n": { text: "{\"a\":2,\"b\":3}" } }).ok);
  assert.match(problems(send({ "/n": { text: "{\"a\":2,\"b\":2,\"bcc\":1}" } }))[0], /^\/n\/bcc E_UNKNOWN_FIELD/);
});

test("A-28 an unsupported keyword: JSON control for that part, a notice, no crash", () => {
  for (const schema of [
    { type: "object", patternProperties: { x: {} } }, { if: {}, then: {} }, { $ref: "https://evil.example/schema" },
    { allOf: [{ $ref: "#/properties/n" }] }, { type: "array", items: { type: "object" } }, { anyOf: [{ type: "object" }, { type: "string" }] }, { type: ["string", "number"] },
  ]) {
    const { control, send } = editor({ n: {} }, only(schema));
    assert.equal(control("/n").kind, "json", JSON.stringify(schema));
    assert.match(problems(send({ "/n": { text: "[1" } }))[0], /Not valid JSON at 1:3/);
  }
  assert.deepEqual(editor({ n: {} }, only({ type: "object", patternProperties: {} })).control("/n").notes, ["note.partly"]);
  const endless = editor({ n: {} }, { properties: { n: { $ref: "#" } }, allOf: [{ $ref: "#" }] });
  assert.match(problems(endless.send({ "": { text: "{\"n\":1}" } }))[0], /cannot be read/);
});

test("A-31 no change is E_EDIT_EMPTY, also when something was typed and typed back", () => {
  const result = editor({ to: "a", n: 1 }, undefined).send({ "/to": { text: "a" }, "/n": { text: "1.0" } });
  assert.deepEqual(!result.ok && result.errors.map((error) => error.code), ["E_EDIT_EMPTY"]);
});

test("A-81 the pattern of a payload is never run and says so; the host's is run", () => {
  const schema = only({ type: "string", pattern: "^(a+)+$" });
  const payload = editor({ n: "x" }, schema);
  assert.deepEqual(payload.control("/n").notes, ["schema.pattern.unchecked"]);
  assert.ok(payload.send({ "/n": { text: `${"a".repeat(40)}!` } }).ok);
  const host = editor({ n: "x" }, undefined, { tools: { send_email: { schema: only({ type: "string", pattern: "^a+$" }) } } });
  assert.deepEqual(host.control("/n").notes, []);
  assert.match(problems(host.send({ "/n": { text: "b" } }))[0], /the form that the tool expects/);
  assert.ok(host.send({ "/n": { text: "aa" } }).ok);
});

test("B.2 line breaks of the original are kept by an edit; an untouched text keeps its bytes", () => {
  const { send } = editor({ body: "a\r\nb", note: "c\r\nd" }, undefined);
  const result = send({ "/body": { text: "a\nb\nc" } });
  assert.deepEqual(result.ok && result.args, { body: "a\r\nb\r\nc", note: "c\r\nd" });
});

test("B.2 untouched members are the original's own values", () => {
  const payload = haltRequest({ list: [1, { a: 1 }], group: { b: 1, a: 2 }, to: "x" });
  const context = contextOf(payload);
  const model = toFormModel(payload, context);
  const result = validate(model, { fields: { "/to": { text: "y" } } }, context);
  const original = model.request?.actions[0].args;
  assert.ok(result.ok && result.args.list === original?.list && result.args.group === original?.group);
  assert.equal(result.ok && result.digest, context.digest(JSON.stringify({ list: [1, { a: 1 }], group: { a: 2, b: 1 }, to: "y" })));
});

test("B.1 limits: length in code points, decimal multiples, list rules", () => {
  const rules = /** @type {[any, any, any, RegExp | null][]} */ ([
    [{ type: "string", maxLength: 2 }, "x", { text: "😀😀" }, null], [{ type: "string", maxLength: 2 }, "x", { text: "😀😀😀" }, /at most 2 characters/],
    [{ type: "string", minLength: 2 }, "xx", { text: "x" }, /at least 2 characters/],
    [{ type: "number", multipleOf: 0.01 }, 1, { text: "19.99" }, null], [{ type: "number", multipleOf: 0.01 }, 1, { text: "19.999" }, /multiple of 0.01/],
    [{ type: "number", maximum: 100 }, 1, { text: "250" }, /Must be 100 or less. You typed 250./], [{ type: "number", exclusiveMinimum: 0 }, 1, { text: "0" }, /more than 0/],
    [{ type: "array", items: { type: "string" }, uniqueItems: true }, ["a"], { items: [{ text: "a" }, { text: "a" }] }, /may stand here once/],
    [{ type: "array", items: { type: "integer" }, maxItems: 1 }, [1], { items: [{ text: "1" }, { text: "2" }] }, /at most 1 item/],
    [{ type: "array", items: { type: "integer" } }, [1], { items: [{ text: "1" }, { text: "2.5" }] }, /\/n\/1 .*integer/],
    [{ oneOf: [{ type: "number" }, { type: "null" }] }, 1, { value: null }, null],
    [{ type: "string", nullable: true }, "x", { value: null }, null],
  ]);
  for (const [schema, value, entry, expected] of rules) {
    const result = editor({ n: value }, only(schema)).send({ "/n": entry });
    if (expected === null) assert.ok(result.ok, JSON.stringify(schema));
    else assert.match(problems(result).join("\n"), expected);
  }
});

test("B.1 controls by schema", () => {
  const kinds = /** @type {[any, any, string][]} */ ([
    [{ type: "string" }, "x", "text"], [{ type: "string" }, "x".repeat(81), "multiline"], [{ type: "string" }, "a\nb", "multiline"], [{ type: "string", format: "password" }, "x", "secret"],
    [{ type: "integer" }, 1, "number"], [{ type: "boolean" }, true, "boolean"], [{ enum: ["a"] }, "a", "choice"], [{ oneOf: [{ const: 1, title: "One" }] }, 1, "choice"],
    [{ const: 1 }, 1, "fixed"], [{ type: "string", readOnly: true }, "x", "fixed"], [{ type: "array", items: { enum: ["a", "b"] } }, ["a"], "checks"],
    [{ type: "array", items: { type: "number" } }, [1], "list"], [{ type: "object", properties: { a: {} } }, {}, "group"], [{ type: "string" }, 5, "json"], [{}, 5, "json"],
    [{ $ref: "#/$defs/t" }, "x", "text"],
  ]);
  for (const [schema, value, kind] of kinds) {
    const root = { ...only(schema), $defs: { t: { type: "string" } } };
    assert.equal(editor({ n: value }, root).control("/n").kind, kind, JSON.stringify([schema, value]));
  }
});

test("B.1 objects are groups to depth 4, JSON below; order is x-halt.order, then the schema's", () => {
  const { control } = editor({ a: { b: { c: { d: { e: 1 } } } } }, undefined);
  assert.deepEqual(["/a", "/a/b", "/a/b/c", "/a/b/c/d"].map((path) => control(path).kind), ["group", "group", "group", "json"]);
  const { model } = editor({ x: 1, y: 2 }, { type: "object", properties: { x: { type: "number" }, y: { type: "number", "x-halt": { order: 1 } } } });
  assert.deepEqual(model.actions[0].controls.map(({ path }) => path), ["/y", "/x"]);
});

test("B.1 a missing optional group stays missing until one of its fields is given", () => {
  const schema = { type: "object", properties: { a: { type: "number" }, g: { type: "object", properties: { x: { type: "number" }, y: { type: "number" } }, required: ["x"] } } };
  const { send } = editor({ a: 1 }, schema);
  const [without, half, full] = [send({ "/a": { text: "2" } }), send({ "/g/y": { text: "1" } }), send({ "/g/x": { text: "1" } })];
  assert.deepEqual([without.ok && without.args, full.ok && full.args], [{ a: 2 }, { a: 1, g: { x: 1 } }]);
  assert.match(problems(half)[0], /^\/g\/x E_SCHEMA This is required/);
});

test("A.1 an answer is read by its schema", () => {
  const payload = { halt: 1, kind: "x", title: "x", input: { type: "integer", minimum: 0 } };
  const context = contextOf(payload);
  const model = toFormModel(payload, context);
  assert.deepEqual(validateAnswer(model, { fields: { "": { text: "34" } } }, context), { ok: true, answer: 34 });
  assert.ok(!validateAnswer(model, { fields: { "": { text: "34 years" } } }, context).ok);
  assert.ok(!validateAnswer(model, { fields: {} }, context).ok);
});
