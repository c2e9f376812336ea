// The docs against the sources: every code that an error can carry has its place on the errors page.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import test from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * @param {string} folder
 * @param {RegExp} name
 */
async function texts(folder, name) {
  const files = (await readdir(`${ROOT}${folder}`, { recursive: true })).filter((file) => name.test(file));
  return Promise.all(files.map((file) => readFile(`${ROOT}${folder}/${file}`, "utf8")));
}

test("S-ERR-72 every code of the sources stands on the errors page, once", async () => {
  const page = await readFile(`${ROOT}docs/errors.md`, "utf8");
  const listed = [...page.matchAll(/<a id="([a-z_]+)"><\/a>`([A-Z_]+)`/g)];
  const codes = listed.map(([, , code]) => code);
  for (const [, id, code] of listed) assert.equal(id, String(code).toLowerCase());
  assert.equal(new Set(codes).size, codes.length);
  const rust = (await texts("src", /\.rs$/)).join("\n");
  const script = [...await texts("www/api", /\.js$/), ...await texts("www/dialects", /\.js$/)].join("\n");
  const raised = [
    ...rust.matchAll(/Error::new\(\s*"([A-Z_]+)"/g),
    ...rust.matchAll(/"(E_[A-Z_]+)"/g),
    ...script.matchAll(/haltError\(\s*"([A-Z_]+)"/g),
    ...script.matchAll(/static code = "([A-Z_]+)"/g),
  ].map(([, code]) => code);
  // Words that the sources know of dialects which are not there yet.
  const later = new Set(["E_ARGS_UNKNOWN"]);
  const missing = [...new Set(raised)].filter((code) => !codes.includes(code) && !later.has(String(code)));
  assert.deepEqual(missing, []);
  assert.ok(raised.length > 80);
});

test("S-CON-13 every warning of the sources stands on the errors page", async () => {
  const page = await readFile(`${ROOT}docs/errors.md`, "utf8");
  const sources = [...await texts("src", /\.rs$/), ...await texts("www/api", /\.js$/)].join("\n");
  const raised = [...sources.matchAll(/\bwarn\??\.?\(\s*"([A-Z_]+)"/g)].map(([, code]) => code);
  assert.ok(raised.length > 4);
  assert.deepEqual([...new Set(raised)].filter((code) => !page.includes(`\`${code}\``)), []);
});
