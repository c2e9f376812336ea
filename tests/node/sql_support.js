// Real SQLite under Node, as the page loads it: its wasm comes from a file where a browser would fetch it.

import { readFile } from "node:fs/promises";

import { Sqlite } from "../../www/demos/sql/sqlite.js";

/** @returns {Promise<Sqlite>} */
export async function loadSqlite() {
  const { fetch } = globalThis;
  globalThis.fetch = async (url) => new Response(await readFile(new URL(url)), { headers: { "content-type": "application/wasm" } });
  try {
    return await Sqlite.load();
  } finally {
    globalThis.fetch = fetch;
  }
}
