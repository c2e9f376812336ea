// What a package imports although browsers have no such thing, and the file here that stands in for it: options `alias` and
// `define` of esbuild, for every bundle alike. Each stand-in says what it can do and what is lost.

/** File by module name, as `"node:async_hooks": fileURLToPath(new URL("async_hooks.js", import.meta.url))`. @type {Record<string, string>} */
export const ALIASES = {};

/** Expression by global name. @type {Record<string, string>} */
export const DEFINES = {};
