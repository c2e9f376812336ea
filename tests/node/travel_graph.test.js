// The travel demo's graph without a page: what it asks, how an edit comes back as a new question, what it books, and under
// which keys.

import assert from "node:assert/strict";
import test from "node:test";

import { MemorySaver } from "../../www/haltgraph.js";
import { travelAgent } from "../../www/demos/travel/graph.js";
import { research } from "../../www/demos/travel/research.js";
import { on, refusal } from "./graphs.js";

const REQUEST = "Three nights in Lisbon, with good food";
const PARTS = ["flight", "hotel", "Food walk in Alfama"];

/** An agent and the orders that its agency gets. `book` answers them. */
function agent(book = async ({ what }) => ({ number: "B", what })) {
  const orders = [];
  const agency = { book: (part, { key }) => [orders.push({ part: part.part, price: part.price_usd, what: part.what, key }), book(part)][1] };
  const app = travelAgent({ research: (request) => research(request, { today: "2026-11-21" }), agency, checkpointer: new MemorySaver() });
  return { orders, app };
}

/** The one open question of a thread. */
async function open(app, thread = "t") {
  const questions = await app.pending({ thread });
  assert.equal(questions.length, 1);
  return questions[0];
}

/** Asks for the trip, and gives the question. */
async function asked(app, thread = "t") {
  await app.invoke({ request: REQUEST }, on(thread));
  return open(app, thread);
}

/** Answers a question, and gives how the run went on. */
const answer = async (app, { ref }, verdict) => (await app.resume(ref, verdict)).done;

test("the question holds the whole plan with the price of each part, and rules that keep the prices", async () => {
  const { payload } = await asked(agent().app);
  const { args, schema } = payload.action;
  assert.deepEqual(args, {
    city: "Lisbon", flight: "HA 204", departs: "2026-12-05", hotel: "Casa do Rio", nights: 3, activities: ["Food walk in Alfama"],
    prices_usd: { "flight": 188, "hotel": 414, "Food walk in Alfama": 65, "total": 667 },
  });
  assert.equal(payload.title, "Book Lisbon for $667?");
  assert.deepEqual(schema.properties.prices_usd.const, args.prices_usd);
  assert.deepEqual(schema.required.toSorted(), Object.keys(args).toSorted());
});

test("approved: every part is booked once, each under a key of its own (S-HG-11)", async () => {
  const { app, orders } = agent();
  const done = await answer(app, await asked(app), { verb: "approve" });
  assert.deepEqual([done.outcome.kind, done.outcome.bookings.length], ["booked", 3]);
  assert.deepEqual(orders.map(({ part }) => part), PARTS);
  assert.equal(new Set(orders.map(({ key }) => key)).size, 3);
});

test("edited: nothing is booked, the plan is priced anew and asked about anew; what is approved then is what is booked", async () => {
  const { app, orders } = agent();
  const first = await asked(app);
  const changed = { ...first.payload.action.args, hotel: "Palácio da Graça", nights: 2, activities: ["Tile museum", "Surf lesson"] };
  const paused = await answer(app, first, { verb: "edit", args: changed });
  assert.deepEqual([paused.__interrupt__.length, paused.outcome, orders], [1, undefined, []]);
  const second = await open(app);
  assert.notEqual(second.interrupt, first.interrupt);
  assert.deepEqual(second.payload.action.args.prices_usd, { "flight": 188, "hotel": 590, "Tile museum": 12, "Surf lesson": 48, "total": 838 });
  const done = await answer(app, second, { verb: "approve" });
  assert.deepEqual(orders.map(({ part, price }) => [part, price]), [["flight", 188], ["hotel", 590], ["Tile museum", 12], ["Surf lesson", 48]]);
  assert.deepEqual(done.decisions.map(({ verb }) => verb), ["edit", "approve"]);
});

test("edited as often as one likes, then cancelled: nothing is booked", async () => {
  const { app, orders } = agent();
  let question = await asked(app);
  for (const nights of [4, 5, 6]) {
    await answer(app, question, { verb: "edit", args: { ...question.payload.action.args, nights } });
    question = await open(app);
  }
  assert.equal(question.payload.action.args.prices_usd.hotel, 6 * 138);
  const done = await answer(app, question, { verb: "reject", reason: "Too dear" });
  assert.deepEqual([done.outcome, done.decisions.at(-1).reason, orders], [{ kind: "cancelled" }, "Too dear", []]);
});

test("a price that a person changes is refused, as is a hotel that is not offered; the question stays open (SR-44)", async () => {
  const { app, orders } = agent();
  const { ref, payload: { action: { args } } } = await asked(app);
  await refusal(app.resume(ref, { verb: "edit", args: { ...args, prices_usd: { ...args.prices_usd, total: 1 } } }), "HaltError", "E_SCHEMA");
  await refusal(app.resume(ref, { verb: "edit", args: { ...args, hotel: "The Ritz" } }), "HaltError", "E_SCHEMA");
  assert.equal((await app.pending()).length, 1);
  assert.deepEqual(orders, []);
});

test("a booking that failed half way runs again with the same keys, and asks nothing again (S-GATE-04, S-HG-11)", async () => {
  let fails = true;
  const { app, orders } = agent(async ({ part, what }) => {
    if (fails && part === "hotel") throw new Error("the line is dead");
    return { number: "B", what };
  });
  await assert.rejects(answer(app, await asked(app), { verb: "approve" }), /the line is dead/);
  fails = false;
  const done = await (await app.continue("t")).done;
  assert.equal(done.outcome.kind, "booked");
  const [flight, hotel, ...again] = orders;
  assert.deepEqual(again.slice(0, 2), [flight, hotel]);
  assert.deepEqual(again.map(({ part }) => part), PARTS);
});

test("a request without a known city ends without a question", async () => {
  const { app, orders } = agent();
  const done = await app.invoke({ request: "Somewhere warm" }, on("t"));
  assert.deepEqual([done.outcome.kind, done.plan, orders], ["unclear", undefined, []]);
});
