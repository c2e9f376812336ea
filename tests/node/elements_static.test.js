// The sources of the elements: the manifest says what they offer, and no door for markup stands open.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const ELEMENTS = new URL("../../www/elements/", import.meta.url);
const DIALECTS = new URL("../../www/dialects/", import.meta.url);

/** The JavaScript files of a folder, by name. @param {URL} folder @returns {Map<string, string>} */
const sources = (folder) => new Map(readdirSync(folder).filter((name) => name.endsWith(".js")).map((name) => [name, readFileSync(new URL(name, folder), "utf8")]));

const elements = sources(ELEMENTS);
const manifest = JSON.parse(readFileSync(new URL("custom-elements.json", ELEMENTS), "utf8"));
const declared = manifest.modules.flatMap((/** @type {any} */ module) => module.declarations);
const inbox = /^(halt-inbox|inbox_\w+)\.js$/;

/** All first groups of a pattern. @param {Iterable<string>} texts @param {RegExp} pattern */
const found = (texts, pattern) => [...new Set([...texts].flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1])))].toSorted();

/** @param {string} tag @param {string} list */
const named = (tag, list) => declared.find((/** @type {any} */ one) => one.tagName === tag)[list].map((/** @type {any} */ one) => one.name).toSorted();

/** @param {string} tag */
const own = (tag) => [...elements].filter(([name]) => name !== "base.js" && inbox.test(name) === (tag === "halt-inbox")).map(([, text]) => text);

for (const tag of ["halt-approval", "halt-inbox"]) {
  test(`A-52 the manifest of <${tag}> and its code name the same events and slots`, () => {
    assert.deepEqual(named(tag, "events"), found(own(tag), /emit\("(halt-[a-z-]+)"/g));
    assert.deepEqual(named(tag, "slots"), found(own(tag), /\bslot\("([a-z-]+)"/g));
  });
}

test("A-52 every part that the code names stands in the manifest", () => {
  const parts = found(elements.values(), /part[:=] "([a-z-]+)"/g).flatMap((part) => part.split(" "));
  const known = [...named("halt-approval", "cssParts"), ...named("halt-inbox", "cssParts")];
  assert.deepEqual(parts.filter((part) => !known.includes(part)), []);
});

test("SR-30 no shipped file has a way from text to markup or code", () => {
  const forbidden = /\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|srcdoc|document\.write|eval|new Function|createContextualFragment|cssText)\b|javascript:|setAttribute\("(on|style)/;
  for (const [name, text] of [...elements, ...sources(DIALECTS)]) assert.doesNotMatch(text, forbidden, name);
});

test("the dialects know no document, and the part that the engine loads knows no form", () => {
  for (const [name, text] of sources(DIALECTS)) assert.doesNotMatch(text, /\b(document|window|HTMLElement|localStorage|sessionStorage)\b|from "\.\.\//, name);
  const loaded = new Set(["core.js"]);
  for (const name of loaded) for (const next of found([sources(DIALECTS).get(name) ?? ""], /^import [^]*? from "\.\/(\w+\.js)";$/gm)) loaded.add(next);
  assert.deepEqual([...loaded].filter((name) => /^(form_model|controls|messages|english|rows|visible|diff)/.test(name)), []);
});
