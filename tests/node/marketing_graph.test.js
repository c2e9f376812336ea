// The marketing demo's graph without a page: what it drafts, what it asks, and that each email has a key of its own.

import assert from "node:assert/strict";
import test from "node:test";

import { Command, MemorySaver } from "../../www/haltgraph.js";
import "../../www/dialects/all.js";
import { CONTACTS } from "../../www/demos/marketing/contacts.js";
import { draft, EXAMPLES } from "../../www/demos/marketing/copywriter.js";
import { marketingAgent } from "../../www/demos/marketing/graph.js";
import { on } from "./graphs.js";

const SALE = EXAMPLES[0];

/** An agent and what its mail service gets. `send` answers. */
function agent(send = async () => undefined) {
  const sent = [];
  const app = marketingAgent({ draft, send: async (email, { key }) => [sent.push({ to: email.to, key }), await send(email)][1], checkpointer: new MemorySaver() });
  return { app, sent };
}

test("a draft has one email for each person on the list who has not unsubscribed", () => {
  for (const request of EXAMPLES) {
    const { campaign } = draft(request);
    const on_ = CONTACTS.filter(({ lists, unsubscribed }) => lists.includes(campaign.list) && !unsubscribed);
    assert.deepEqual(campaign.emails.map(({ to }) => to), on_.map(({ email }) => email), request);
    assert.ok(campaign.emails.every(({ name, body }) => body.startsWith(`Hello ${name.split(" ")[0]},`)));
  }
  assert.deepEqual([draft(SALE).campaign.subject, draft(SALE).campaign.leftOut], ["The spring sale", 1]);
});

test("a request without a list or without a matter ends without a question", async () => {
  for (const request of ["Announce the spring sale", "Invite the moon to dinner", "newsletter readers", ""]) {
    const { app, sent } = agent();
    const done = await app.invoke({ request }, on("t"));
    assert.deepEqual([done.outcome.kind, done.__interrupt__, sent], ["unclear", undefined, []], request);
  }
});

test("the question has the founding shape, and nothing is sent before the answer (A.6)", async () => {
  const { app, sent } = agent();
  const paused = await app.invoke({ request: SALE }, on("t"));
  const [{ value }] = paused.__interrupt__;
  assert.deepEqual(Object.keys(value).toSorted(), ["proposed_action", "question"]);
  assert.deepEqual([value.question, value.proposed_action.send, value.proposed_action.to.length, sent], ["Send 8 emails?", 8, 8, []]);
});

test("true sends each email once, false none: by the form and by a Command alike (A.6)", async () => {
  const { app, sent } = agent();
  await app.invoke({ request: SALE }, on("yes"));
  const [question] = await app.pending();
  const approved = await (await app.resume(question.ref, { verb: "approve" })).done;
  assert.deepEqual([approved.approved, approved.outcome, sent.length, new Set(sent.map(({ key }) => key)).size], [true, { kind: "sent", count: 8 }, 8, 8]);
  await app.invoke({ request: SALE }, on("no"));
  const [other] = await app.pending();
  const rejected = await (await app.resume(other.ref, { verb: "reject" })).done;
  assert.deepEqual([rejected.approved, rejected.outcome, sent.length], [false, { kind: "cancelled" }, 8]);
  await app.invoke({ request: SALE }, on("command"));
  assert.deepEqual((await app.invoke(new Command({ resume: true }), on("command"))).outcome, { kind: "sent", count: 8 });
});

test("sending that was cut off goes on under the same keys (S-HG-11)", async () => {
  let fails = true;
  const { app, sent } = agent(async ({ to }) => {
    if (fails && to.startsWith("grace")) throw new Error("the line is dead");
  });
  await app.invoke({ request: SALE }, on("t"));
  const [question] = await app.pending();
  const receipt = await app.resume(question.ref, { verb: "approve" });
  await assert.rejects(receipt.done, /the line is dead/);
  const before = sent.splice(0);
  fails = false;
  const done = await (await app.continue("t")).done;
  assert.equal(done.outcome.kind, "sent");
  assert.deepEqual(sent.slice(0, before.length), before, "what was sent before has the keys that it had");
});
