// The demo server for a test, on a port of its own.

import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { start } from "../../../xtask/server.mjs";
import { cleanUpAfter } from "./clean_up.js";

/** The folder that is served to users. */
export const WWW = fileURLToPath(new URL("../../../www", import.meta.url));

/**
 * What a test offers for clean-up: the context of a test, or `{ after }` of node:test.
 *
 * @typedef {object} Owner
 * @property {(cleanUp: () => unknown) => void} after
 */

/**
 * Serves a folder until the owner ends.
 *
 * @param {Owner} owner
 * @param {{ root?: string, modelOrigin?: string }} [options] the folder is www/ unless another is named
 */
export async function serve(owner, { root = WWW, modelOrigin } = {}) {
  const server = await start({ root, port: 0, modelOrigin });
  cleanUpAfter(owner, () => server.close());
  return server;
}

/**
 * A folder with these files in it, removed when the owner ends.
 *
 * @param {Owner} owner
 * @param {Record<string, string>} files text by path
 * @returns {Promise<string>}
 */
export async function folder(owner, files) {
  const root = await mkdtemp(path.join(tmpdir(), "haltgraph-site-"));
  cleanUpAfter(owner, () => rm(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  return root;
}

/**
 * Serves pages of a test's own, with the library beside them at `/lib/`.
 *
 * @param {Owner} owner
 * @param {Record<string, string>} files text by path
 */
export async function serveBesideLibrary(owner, files) {
  const root = await folder(owner, files);
  await cp(WWW, path.join(root, "lib"), { recursive: true });
  return serve(owner, { root });
}
