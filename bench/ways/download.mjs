// What a page loads until its first question, compressed file by file, as it is sent.

import { readFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** @import { Sample } from "../page/sample.js" */

/**
 * @param {readonly string[]} files
 * @returns {Promise<Sample>}
 */
export async function download(files) {
  const bodies = await Promise.all(files.map((file) => readFile(file)));
  const sum = (/** @type {(body: Buffer) => Buffer} */ pack) => bodies.reduce((total, body) => total + pack(body).length, 0);
  const spans = {
    raw: sum((body) => body),
    gzip: sum((body) => gzipSync(body, { level: 9 })),
    brotli: sum((body) => brotliCompressSync(body)),
  };
  return { calls: 1, spans, stored: undefined };
}
