// The demo server: one folder, on this machine only, under the headers that a host page of Haltgraph should send.
// Used by `cargo xtask serve` and by the end-to-end tests. Holds no build step and no knowledge of the demos.

import { createHash } from "node:crypto";
import { readFile, realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** Both spellings of "this machine": a browser may try either for `localhost`. */
const LOOPBACK = ["127.0.0.1", "::1"];

/** How many ports are tried, from the wanted one on. */
const PORTS_TRIED = 100;

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".ts": "text/plain; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/**
 * The page-hardening headers, sent with every answer.
 *
 * @param {string} [modelOrigin] one more origin that pages may connect to, such as a model endpoint's
 * @returns {Record<string, string>}
 */
export function hardening(modelOrigin) {
  const connect = modelOrigin === undefined ? "'self'" : `'self' ${modelOrigin}`;
  return {
    "Content-Security-Policy": [
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      `connect-src ${connect}`,
      "style-src 'self'",
      "img-src 'self'",
      "worker-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types haltgraph-worker",
    ].join("; "),
    "Permissions-Policy": "publickey-credentials-get=(self)",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
  };
}

/**
 * The origin of an http(s) URL, which must hold nothing but an origin: it goes into a header.
 *
 * @param {string} text
 * @returns {string}
 */
export function parseOrigin(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const web = url?.protocol === "https:" || url?.protocol === "http:";
  if (!url || !web || (text !== url.origin && text !== `${url.origin}/`)) {
    throw new Error(`--model-origin takes an origin such as https://models.example, without a path; got ${text}`);
  }
  return url.origin;
}

/**
 * The file a request path names, or undefined where it names none inside the root.
 * Dot files are not served, nor is anything that a link leads out of the root.
 *
 * @param {string} root a real path
 * @param {string} pathname still percent-encoded
 * @returns {Promise<string | undefined>}
 */
async function locate(root, pathname) {
  let decoded;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  const parts = decoded.split("/").filter((part) => part !== "");
  if (/[\0\\]/.test(decoded) || parts.some((part) => part.startsWith("."))) {
    return undefined;
  }
  const wanted = path.join(root, ...parts, decoded.endsWith("/") ? "index.html" : "");
  const real = await realpath(wanted).catch(() => undefined);
  return real !== undefined && (real === root || real.startsWith(root + path.sep)) ? real : undefined;
}

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, string>} headers
 * @property {string | Buffer} body
 */

/**
 * @param {number} status
 * @param {string} text
 * @param {Record<string, string>} [headers]
 * @returns {Answer}
 */
function plain(status, text, headers = {}) {
  return { status, headers: { "Content-Type": "text/plain; charset=utf-8", ...headers }, body: `${text}\n` };
}

/**
 * @param {string} file
 * @param {string | undefined} known the ETag the browser already holds
 * @returns {Promise<Answer>}
 */
async function answerFile(file, known) {
  const body = await readFile(file);
  const etag = `"${createHash("sha256").update(body).digest("base64url")}"`;
  const type = TYPES[path.extname(file)] ?? "application/octet-stream";
  const headers = { "Content-Type": type, "Cache-Control": "no-cache", ETag: etag };
  return known === etag ? { status: 304, headers, body: "" } : { status: 200, headers, body };
}

/**
 * @param {string} root
 * @param {import("node:http").IncomingMessage} request
 * @returns {Promise<Answer>}
 */
async function answer(root, request) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return plain(405, "Only GET and HEAD are answered here.", { Allow: "GET, HEAD" });
  }
  const [pathname = "/", query] = (request.url ?? "/").split("?", 2);
  const file = await locate(root, pathname);
  if (file === undefined) {
    return plain(404, "There is no such file.");
  }
  if ((await stat(file)).isDirectory()) {
    const folder = `/${path.relative(root, file).split(path.sep).map(encodeURIComponent).join("/")}/`;
    return plain(308, "The folder is here.", { Location: query === undefined ? folder : `${folder}?${query}` });
  }
  return answerFile(file, request.headers["if-none-match"]);
}

/**
 * Listens on one port of one address.
 *
 * @param {import("node:http").RequestListener} listener
 * @param {number} port 0 for any free one
 * @param {string} host
 * @returns {Promise<import("node:http").Server>}
 */
function listen(listener, port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer(listener);
    server.once("error", reject);
    server.listen({ port, host }, () => resolve(server));
  });
}

/**
 * Listens on one port of every loopback address this machine has: all or none.
 *
 * @param {import("node:http").RequestListener} listener
 * @param {number} port
 * @returns {Promise<{ servers: import("node:http").Server[], port: number }>}
 */
async function listenLoopback(listener, port) {
  /** @type {import("node:http").Server[]} */
  const servers = [];
  let bound = port;
  for (const host of LOOPBACK) {
    try {
      const server = await listen(listener, bound, host);
      servers.push(server);
      bound = /** @type {import("node:net").AddressInfo} */ (server.address()).port;
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (servers.length > 0 && (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT")) {
        continue;
      }
      servers.forEach((server) => server.close());
      throw error;
    }
  }
  return { servers, port: bound };
}

/**
 * Listens on the first port that is free, from `first` upwards; 0 stands for any.
 *
 * @param {import("node:http").RequestListener} listener
 * @param {number} first
 */
async function listenFrom(listener, first) {
  for (let tried = 1; ; tried += 1) {
    const port = first === 0 ? 0 : first + tried - 1;
    try {
      return await listenLoopback(listener, port);
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      const taken = code === "EADDRINUSE" || code === "EACCES";
      if (!taken || tried === PORTS_TRIED || port === 65_535) {
        throw error;
      }
    }
  }
}

/**
 * Serves a folder on `localhost` until it is closed.
 *
 * @param {object} options
 * @param {string} options.root the folder
 * @param {number} [options.port] where to begin looking for a free port; 0 takes any
 * @param {string} [options.modelOrigin] one more origin that pages may connect to
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function start({ root, port = 8080, modelOrigin }) {
  const folder = await realpath(root);
  const always = hardening(modelOrigin === undefined ? undefined : parseOrigin(modelOrigin));
  const bound = await listenFrom(async (request, response) => {
    const { status, headers, body } = await answer(folder, request).catch((error) => plain(500, String(error)));
    const length = status === 304 ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
    response.writeHead(status, { ...always, ...headers, ...length });
    response.end(request.method === "HEAD" ? undefined : body);
  }, port);
  return {
    url: `http://localhost:${bound.port}/`,
    port: bound.port,
    async close() {
      await Promise.all(bound.servers.map((server) => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      }));
    },
  };
}

/** The command line: `node server.mjs [--root www] [--port 8080] [--model-origin URL]`. */
async function main() {
  const { values } = parseArgs({
    options: { root: { type: "string" }, port: { type: "string" }, "model-origin": { type: "string" } },
  });
  const port = Number(values.port ?? "8080");
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port takes a number from 0 to 65535; got ${values.port}`);
  }
  const root = values.root ?? fileURLToPath(new URL("../www", import.meta.url));
  const server = await start({ root, port, modelOrigin: values["model-origin"] });
  console.log(`Haltgraph demo: ${server.url}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  });
}
