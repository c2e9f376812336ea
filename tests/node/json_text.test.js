// JSON that a person types: read strictly, refused with line and column.

import assert from "node:assert/strict";
import { test } from "node:test";

import { parseJson } from "../../www/dialects/json_text.js";

for (const [text, code, place] of [
  ["", "E_PARSE", "1:1"], ["[1,]", "E_PARSE", "1:4"], ["{\"a\":1,}", "E_PARSE", "1:8"], ["{a:1}", "E_PARSE", "1:2"], ["'a'", "E_PARSE", "1:1"], ["[1] x", "E_PARSE", "1:5"],
  ["// c\n1", "E_PARSE", "1:1"], ["[1\n2]", "E_PARSE", "2:1"], ["NaN", "E_PARSE", "1:1"], ["[01]", "E_PARSE", "1:2"], ["\"a", "E_PARSE", "1:1"], ["\"\u0001\"", "E_PARSE", "1:1"],
  ["{\"to\":1,\"to\":2}", "E_DUPLICATE_KEY", "1:9"], ["{\"to\":1,\"\\u0074o\":2}", "E_DUPLICATE_KEY", "1:9"], ["{\"__proto__\":1}", "E_FORBIDDEN_KEY", "1:2"],
  ["{\"\\u005f_proto__\":1}", "E_FORBIDDEN_KEY", "1:2"], ["[9007199254740993]", "E_UNSAFE_NUMBER", "1:2"], ["1e400", "E_UNSAFE_NUMBER", "1:1"], ["\"\\ud800\"", "E_BAD_UNICODE", "1:1"],
  ["[".repeat(65), "E_TOO_DEEP", "1:65"], [`"${"x".repeat(65_536)}"`, "E_TOO_LARGE", "1:1"], ["\uFEFF1", "E_PARSE", "1:1"],
]) {
  test(`B.5 ${JSON.stringify(text.slice(0, 24))} is ${code} at ${place}`, () => {
    assert.throws(() => parseJson(text), (/** @type {any} */ error) => error.code === code && error.message.startsWith(`${place} `), place);
  });
}

test("B.5 what JSON allows is read as JSON reads it", () => {
  for (const text of ["null", " [ ] ", "{}", "{\"a\":{\"b\":[1,-0.5,1e21,\"\\u00e9\\n\"]},\"\":true}", "\"\\ud83d\\ude00\"", "[[],{},[[]]]", "0.1"]) {
    assert.deepEqual(parseJson(text), JSON.parse(text));
  }
});
