// The blocks of the docs that need a page run in one, and show what their comments say.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import test from "node:test";

import { blocksOf, programsOf } from "../node/docs/markdown.js";
import { moduleOf } from "../node/docs/program.js";
import { launch } from "./harness/browser.js";
import { serveBesideLibrary } from "./harness/server.js";
import { until } from "./harness/until.js";

const ROOT = new URL("../../", import.meta.url);
const PLACES = Object.freeze({ www: "./", haltgraph: "./haltgraph.js", checks: "./docs_checks.js", standIns: "./docs_stand_ins.js" });

/** What the page loads: it tells how the program ended. */
const HTML = '<!doctype html><title>docs</title><link rel="icon" href="lib/icon.svg"><script type="module" src="lib/docs_page.js"></script>';
const PAGE = `
  const ended = (text) => { window.ended = text; };
  import("./docs_program.js").then(() => ended("as the page says"), (error) => ended(error.stack));
`;

const checks = await readFile(new URL("../node/docs/checks.js", import.meta.url), "utf8");

for (const name of (await readdir(new URL("docs", ROOT))).filter((file) => file.endsWith(".md"))) {
  const text = await readFile(new URL(`docs/${name}`, ROOT), "utf8");
  for (const program of programsOf(blocksOf(text)).filter(({ browser }) => browser)) {
    test(`docs/${name}:${program.blocks[0].line} ${program.section}`, async (t) => {
      const files = { "index.html": HTML, "lib/docs_page.js": PAGE, "lib/docs_program.js": moduleOf(program, PLACES), "lib/docs_checks.js": checks };
      const { url } = await serveBesideLibrary(t, files);
      const tab = await (await launch(t)).open(url);
      const ended = await until("the program has ended", () => tab.page.evaluate(() => /** @type {any} */ (window).ended));
      assert.equal(ended, "as the page says");
    });
  }
}
