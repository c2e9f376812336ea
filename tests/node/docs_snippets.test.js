// Every block of JavaScript in the docs runs, and shows what its comments say. tests/page/docs.test.js runs those that need a page.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import test, { after } from "node:test";
import { pathToFileURL } from "node:url";

import { blocksOf, programsOf } from "./docs/markdown.js";
import { moduleOf } from "./docs/program.js";

const ROOT = new URL("../../", import.meta.url);
const PLACES = Object.freeze({
  www: new URL("www/", ROOT).href,
  haltgraph: new URL("docs/haltgraph.js", import.meta.url).href,
  checks: new URL("docs/checks.js", import.meta.url).href,
  standIns: new URL("docs/stand_ins.js", import.meta.url).href,
});

const folder = await mkdtemp(`${tmpdir()}/haltgraph-docs-`);
after(() => rm(folder, { recursive: true }));

const pages = ["README.md", ...(await readdir(new URL("docs", ROOT))).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`)];
const texts = new Map(await Promise.all(pages.map(async (page) => /** @type {const} */ ([page, await readFile(new URL(page, ROOT), "utf8")]))));

for (const [page, text] of texts) {
  for (const program of programsOf(blocksOf(text))) {
    const { section, browser, blocks: [{ line }] } = program;
    test(`${page}:${line} ${section}`, async () => {
      const file = `${folder}/${page.replaceAll(/\W/g, "_")}_${line}.mjs`;
      await writeFile(file, moduleOf(program, PLACES));
      if (browser) execFileSync(process.execPath, ["--check", file]);
      else await import(pathToFileURL(file).href);
    });
  }
}

test("every element that the docs write exists", async () => {
  const manifest = JSON.parse(await readFile(new URL("www/elements/custom-elements.json", ROOT), "utf8"));
  const known = new Map(manifest.modules.flatMap((module) => module.declarations).map(({ tagName, attributes }) => [tagName, attributes.map(({ name }) => name)]));
  const written = [...texts.values()].flatMap(blocksOf).filter(({ info }) => info === "html").flatMap(({ code }) => [...code.matchAll(/<(halt-[a-z]+)([^>]*)>/g)]);
  assert.ok(written.length > 0);
  for (const [, tag, attributes] of written) {
    assert.ok(known.has(tag), `there is no <${tag}>`);
    for (const [, name] of attributes.matchAll(/ ([a-z-]+)(?==|$| )/g)) assert.ok(name === "id" || known.get(tag).includes(name), `<${tag}> has no attribute ${name}`);
  }
});

test("every code that the docs name stands on the errors page", () => {
  const listed = new Set([...(texts.get("docs/errors.md") ?? "").matchAll(/`([A-Z]+(?:_[A-Z]+)*)`/g)].map(([, code]) => code));
  for (const page of ["README.md", "docs/concepts.md", "docs/javascript.md"]) {
    const named = [...(texts.get(page) ?? "").matchAll(/`([A-Z]+(?:_[A-Z]+)+)`|\/\/ throws ([A-Z_]+)/g)].map(([, quoted, thrown]) => quoted ?? thrown);
    assert.deepEqual(named.filter((code) => !listed.has(code)), [], page);
  }
});

test("every link of the docs leads somewhere", async () => {
  for (const [page, text] of texts) {
    for (const [, target] of text.matchAll(/(?<!!)\[[^\]]*\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [path, anchor] = target.split("#");
      const place = path === "" ? new URL(page, ROOT) : new URL(path, new URL(page, ROOT));
      assert.ok(existsSync(place), `${page} links to ${target}`);
      assert.ok(anchor === undefined || anchorsOf(await readFile(place, "utf8")).includes(anchor), `${page} links to ${target}`);
    }
  }
});

/**
 * The anchors of a page: those that it sets, and those that GitHub makes of its headings.
 * @param {string} text
 */
function anchorsOf(text) {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\- _]/gu, "").replaceAll(" ", "-"));
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id)];
}
