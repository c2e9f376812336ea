// The demo server: what it serves, what it keeps to itself, and where it listens.

import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";

import { parseOrigin, start } from "../../xtask/server.mjs";
import { folder, serve } from "../page/harness/server.js";

const SITE = {
  "index.html": "<!doctype html><title>desk</title>",
  "demos/booking/index.html": "<!doctype html><title>booking</title>",
  "pkg/haltgraph_bg.wasm": "\0asm",
  "pkg/.stamp": "0123",
  "api/guard.js": "export {};",
  "app.webmanifest": "{}",
  "a b.txt": "spaced",
};

/**
 * Asks for a path exactly as written: `fetch` would tidy it first.
 *
 * @param {{ port: number }} server
 * @param {string} asked
 * @param {{ method?: string, headers?: Record<string, string> }} [options]
 * @returns {Promise<{ status: number | undefined, headers: import("node:http").IncomingHttpHeaders, body: string }>}
 */
function ask({ port }, asked, options = {}) {
  return new Promise((resolve, reject) => {
    const asking = request({ host: "127.0.0.1", port, path: asked, ...options }, (answer) => {
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (part) => (body += part));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
    });
    asking.on("error", reject);
    asking.end();
  });
}

/** @param {import("node:test").TestContext} t */
async function site(t) {
  const root = await folder(t, SITE);
  return { root, server: await serve(t, { root }) };
}

test("files are served with the types a browser insists on", async (t) => {
  const { server } = await site(t);
  const expected = {
    "/": "text/html; charset=utf-8",
    "/demos/booking/": "text/html; charset=utf-8",
    "/pkg/haltgraph_bg.wasm": "application/wasm",
    "/api/guard.js": "text/javascript; charset=utf-8",
    "/app.webmanifest": "application/manifest+json; charset=utf-8",
    "/a%20b.txt?query": "text/plain; charset=utf-8",
  };
  for (const [asked, type] of Object.entries(expected)) {
    const { status, headers } = await ask(server, asked);
    assert.deepEqual([asked, status, headers["content-type"]], [asked, 200, type]);
  }
});

test("a folder without its slash is found with it", async (t) => {
  const { server } = await site(t);
  const { status, headers } = await ask(server, "/demos/booking?thread=1");
  assert.deepEqual([status, headers.location], [308, "/demos/booking/?thread=1"]);
});

test("nothing outside the folder is served, nor a hidden file", async (t) => {
  const { root, server } = await site(t);
  await symlink(tmpdir(), path.join(root, "out"));
  const outside = await folder(t, { "secret.txt": "secret" });
  const away = `${path.basename(outside)}/secret.txt`;
  const asked = [
    `/../${away}`,
    `/%2e%2e/${away}`,
    `/..%2f${away}`,
    `/demos/../../${away}`,
    `/..%5c${away}`,
    `//${outside}/secret.txt`,
    `/out/${away}`,
    "/pkg/.stamp",
    "/index.html%00.js",
    "/%ff",
    "/%",
    "/missing.js",
    "/pkg/",
  ];
  for (const each of asked) {
    const { status, body } = await ask(server, each);
    assert.deepEqual([each, status, body], [each, 404, "There is no such file.\n"]);
  }
});

test("a file that did not change is not sent again", async (t) => {
  const { server } = await site(t);
  const first = await ask(server, "/api/guard.js");
  assert.equal(first.headers["cache-control"], "no-cache");
  const again = await ask(server, "/api/guard.js", { headers: { "If-None-Match": String(first.headers.etag) } });
  assert.deepEqual([again.status, again.body], [304, ""]);
  const other = await ask(server, "/api/guard.js", { headers: { "If-None-Match": '"other"' } });
  assert.deepEqual([other.status, other.body], [200, SITE["api/guard.js"]]);
});

test("only reading is answered", async (t) => {
  const { server } = await site(t);
  const head = await ask(server, "/index.html", { method: "HEAD" });
  assert.deepEqual([head.status, head.body], [200, ""]);
  assert.equal(head.headers["content-length"], String(SITE["index.html"].length));
  const post = await ask(server, "/index.html", { method: "POST" });
  assert.deepEqual([post.status, post.headers.allow], [405, "GET, HEAD"]);
});

test("a taken port moves on to the next free one", async (t) => {
  const root = await folder(t, SITE);
  const first = await serve(t, { root });
  const second = await start({ root, port: first.port });
  t.after(() => second.close());
  assert.ok(second.port > first.port, `${second.port} after ${first.port}`);
  assert.equal(second.url, `http://localhost:${second.port}/`);
  assert.equal((await ask(second, "/")).status, 200);
});

test("a model origin is an origin and nothing that could change the policy", () => {
  assert.equal(parseOrigin("https://models.example"), "https://models.example");
  assert.equal(parseOrigin("http://localhost:11434/"), "http://localhost:11434");
  const refused = ["https://models.example/v1", "https://a.example; script-src *", "models.example", "*", "data:x", ""];
  for (const text of refused) {
    assert.throws(() => parseOrigin(text), /--model-origin takes an origin/, text);
  }
});
