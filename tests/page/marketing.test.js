// The marketing demo, end to end: yes and no, each at once, after a reload, and after the tab was closed and opened again; and
// a page that is lost in the middle of sending. The mail service's own books tell what was sent.

import assert from "node:assert/strict";
import test from "node:test";

import { BETWEEN, DEATHS } from "./demo/between.js";
import { SALE_EMAILS, visit } from "./marketing/mail.js";

/** @typedef {import("./marketing/mail.js").Mail} Mail */

/**
 * A question that waits, the same whatever happens in between.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} between
 */
async function waiting(t, between) {
  const first = await (await visit(t)).askForSale();
  const before = await first.formSays(/Exact value/);
  const demo = await BETWEEN[between](first);
  await demo.reach("Waiting for you");
  assert.equal(await demo.formSays(/Exact value/), before);
  assert.match(before, /"The spring sale"[^]*ada@dubois\.example[^]*Send 8 emails\?/);
  assert.deepEqual((await demo.served()).attempts, [], "nothing was sent before the answer");
  return demo;
}

/** Every email once, each to another address, each under a key of its own. @param {Mail} demo */
async function sentOnce(demo) {
  const { effects } = await demo.served();
  assert.equal(effects.length, SALE_EMAILS);
  assert.equal(new Set(effects.map(({ to }) => to)).size, SALE_EMAILS);
  assert.equal(new Set(effects.map(({ key }) => key)).size, SALE_EMAILS);
}

for (const between of Object.keys(BETWEEN)) {
  test(`yes ${between}: each email is sent once (A.6, S-GATE-02)`, async (t) => {
    const demo = await waiting(t, between);
    await demo.press("Approve step human_review");
    await demo.reach("Sent");
    assert.match(await demo.text(".ticket"), /Subject\s+The spring sale\s+Sent\s+8/);
    await sentOnce(demo);
    await demo.reload();
    await demo.reach("Sent");
    assert.equal((await demo.served()).attempts.length, SALE_EMAILS);
    await sentOnce(demo);
  });

  test(`no ${between}: no email is sent (A.6, SR-76)`, async (t) => {
    const demo = await waiting(t, between);
    await demo.press("Reject");
    await demo.reach("Not sent");
    await demo.reload();
    await demo.reach("Not sent");
    assert.match(await demo.text(".said"), /^You said no\. No email was sent\.$/);
    assert.deepEqual(await demo.served(), { attempts: [], effects: [] });
  });
}

for (const [death, die] of Object.entries(DEATHS)) {
  test(`${death} between two emails: Continue sends the rest, and nothing twice (A-77, SR-62, F-31)`, async (t) => {
    const first = await (await visit(t)).askForSale();
    await first.delay(1);
    await first.press("Approve step human_review");
    await first.untilServed("two emails are sent", ({ effects }) => effects.length >= 2);
    await first.delay("long");
    await first.untilServed("the next is under way", ({ attempts }) => attempts.at(-1)?.state === "received" || attempts.at(-1)?.answered === undefined);
    const demo = await die(first);
    await demo.reach("Sending");
    const { attempts, effects } = await demo.served();
    assert.ok(effects.length < SALE_EMAILS, "it was cut off in the middle");
    await demo.delay("none");
    await demo.press("Continue");
    await demo.reach("Sent");
    await sentOnce(demo);
    const after = await demo.served();
    assert.deepEqual(after.effects.slice(0, effects.length), effects, "what was sent stays as it was");
    assert.ok(after.attempts.length > attempts.length);
    // What was sent before is ordered again under its key, and told what it was; nothing else is repeated.
    const repeated = after.attempts.filter(({ state }) => state === "repeated").map(({ key }) => key);
    assert.deepEqual(repeated, effects.map(({ key }) => key));
  });
}

test("a request without a list is asked back about, and nothing is sent", async (t) => {
  const demo = await visit(t);
  await demo.ask("Announce the spring sale");
  await demo.reach("Not drafted");
  assert.match(await demo.text(".said"), /^To whom, and about what\?/);
  assert.deepEqual(await demo.served(), { attempts: [], effects: [] });
});

test("markup in a request is shown as text (SR-26)", async (t) => {
  const demo = await visit(t);
  await demo.ask('Announce <img src=x onerror="document.title=1"> to customers');
  await demo.reach("Waiting for you");
  assert.match(await demo.text(".detail h2"), /^<img src=x/);
  await demo.formSays(/<img src=x/);
  assert.equal(await demo.page.$(".detail img"), null);
});
