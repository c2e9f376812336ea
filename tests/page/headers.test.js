// The headers that every answer of the demo server carries, as a real browser sees them and as it enforces them.

import assert from "node:assert/strict";
import test from "node:test";

import { launch } from "./harness/browser.js";
import { folder, serve } from "./harness/server.js";

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self'; " +
  "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types haltgraph-worker";

const SITE = {
  "index.html": "<!doctype html><title>site</title><link rel=icon href=icon.svg><p id=here>here</p>",
  "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
};

test("a page is answered with exactly the page-hardening headers", async (t) => {
  const { url } = await serve(t, { root: await folder(t, SITE) });
  const { page } = await (await launch(t)).open("about:blank");
  const response = await page.goto(url);
  const { date, connection, "keep-alive": kept, ...headers } = response?.headers() ?? {};
  assert.deepEqual(
    { ...headers, etag: "(any)" },
    {
      "content-security-policy": POLICY,
      "permissions-policy": "publickey-credentials-get=(self)",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-cache",
      "content-length": String(SITE["index.html"].length),
      etag: "(any)",
    },
  );
});

test("what is not there is answered with the same policy", async (t) => {
  const { url } = await serve(t, { root: await folder(t, SITE) });
  const answer = await fetch(`${url}missing`);
  assert.equal(answer.status, 404);
  assert.equal(answer.headers.get("content-security-policy"), POLICY);
});

test("a model's origin is added to connect-src and to nothing else", async (t) => {
  const { url } = await serve(t, { root: await folder(t, SITE), modelOrigin: "https://models.example" });
  const answer = await fetch(url);
  const expected = POLICY.replace("connect-src 'self'", "connect-src 'self' https://models.example");
  assert.equal(answer.headers.get("content-security-policy"), expected);
});

test("wasm compiles under the policy, and markup, inline style and foreign origins are refused", async (t) => {
  const { url } = await serve(t, { root: await folder(t, SITE) });
  const browser = await launch(t);
  const tab = await browser.open(url);
  const compiled = await tab.page.evaluate(async () => {
    const header = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    return (await WebAssembly.compile(header)) instanceof WebAssembly.Module;
  });
  assert.equal(compiled, true);
  assert.deepEqual(await tab.unexpected(), []);

  const refusal = await tab.page.evaluate(() => {
    const here = /** @type {HTMLElement} */ (document.querySelector("#here"));
    here.setAttribute("style", "color: red");
    try {
      here.innerHTML = "<b>markup</b>";
      return "accepted";
    } catch (error) {
      return /** @type {Error} */ (error).name;
    }
  });
  assert.equal(refusal, "TypeError");
  await tab.expectProblem(/violation of style-src-attr/);
  await tab.expectProblem(/violation of require-trusted-types-for/);

  const fetched = await tab.page.evaluate(() => fetch("https://models.example/").catch((error) => error.name));
  assert.equal(fetched, "TypeError");
  await tab.expectProblem(/violation of connect-src by https:\/\/models\.example/);
});
