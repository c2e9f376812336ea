// Where a bundle takes a package from, if not from where its importer would find it: options `alias` and `define` of
// esbuild, for every bundle alike. What stands in for something that browsers lack says what it can do and what is lost.

import { createRequire } from "node:module";
import path from "node:path";

const { resolve } = createRequire(import.meta.url);

/**
 * The folder of the zod that LangGraph.js's core has. Beside it this repository has an older one, for a tool, and
 * LangGraph.js would be bundled with both; who installs LangGraph.js alone gets this one alone.
 */
const zod = path.dirname(createRequire(resolve("@langchain/core/package.json")).resolve("zod/package.json"));

/** File or folder by module name. @type {Record<string, string>} */
export const ALIASES = { zod };

/** Expression by global name. @type {Record<string, string>} */
export const DEFINES = {};
