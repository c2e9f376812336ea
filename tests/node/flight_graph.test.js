// The flight demo's graph without a page: when it asks, what it asks, what it books, and under which keys.

import assert from "node:assert/strict";
import test from "node:test";

import { MemorySaver } from "../../www/haltgraph.js";
import { flightAgent } from "../../www/demos/flight/graph.js";
import { planner } from "../../www/demos/flight/planner.js";
import { readRequest } from "../../www/demos/flight/read_request.js";
import { on, refusal } from "./graphs.js";

const DEAR = "LAX to JFK next Friday";
const CHEAP = "San Francisco to Los Angeles tomorrow";

/** An agent and the orders that its airline gets. `book` answers them. */
function agent(book = async (args) => ({ ticket: "T", ...args })) {
  const orders = [];
  const airline = { book: (args, { key }) => [orders.push({ args, key }), book(args)][1] };
  const plan = planner((request, { today }) => readRequest(request, today), () => "2026-11-21");
  return { orders, app: flightAgent({ plan, airline, checkpointer: new MemorySaver() }) };
}

/** The one open question of an agent that was asked for the dear trip. */
async function asked(app, thread = "t") {
  await app.invoke({ request: DEAR, limit: 100 }, on(thread));
  const [question] = await app.pending({ thread });
  return question;
}

test("a price at the limit is booked without a question, one above it is asked about (S-GATE-01)", async () => {
  const { app, orders } = agent();
  const booked = await app.invoke({ request: CHEAP, limit: 59 }, on("at the limit"));
  assert.deepEqual([booked.outcome.kind, booked.decision, orders.length], ["booked", undefined, 1]);
  const paused = await app.invoke({ request: CHEAP, limit: 58 }, on("above"));
  assert.equal(paused.__interrupt__[0].value.title, "Book SFO to LAX for $59?");
  assert.equal(orders.length, 1);
});

test("the question holds the exact call, and rules that let only the day and the seat change", async () => {
  const { app } = agent();
  const { payload } = await asked(app);
  const { args, schema, name } = payload.action;
  assert.deepEqual([payload.halt, name, args.price_usd, args.date], [1, "book_flight", 187, "2026-11-27"]);
  const fixed = Object.keys(args).filter((key) => Object.hasOwn(schema.properties[key], "const"));
  assert.deepEqual(fixed.toSorted(), ["departs", "destination", "flight", "origin", "price_usd"]);
  assert.deepEqual(schema.required.toSorted(), Object.keys(args).toSorted());
});

test("approve books what was shown, edit what was changed, reject nothing", async () => {
  const { app, orders } = agent();
  const answer = async (thread, change) => {
    const { ref, payload } = await asked(app, thread);
    return (await app.resume(ref, change(payload.action.args))).done;
  };
  const approved = await answer("a", () => ({ verb: "approve" }));
  const edited = await answer("e", (args) => ({ verb: "edit", args: { ...args, date: "2026-12-01", seat: "window" } }));
  const rejected = await answer("r", () => ({ verb: "reject", reason: "Found it cheaper" }));
  assert.deepEqual([approved, edited, rejected].map(({ outcome }) => outcome.kind), ["booked", "booked", "rejected"]);
  assert.deepEqual(orders.map(({ args }) => [args.date, args.seat]), [["2026-11-27", "any"], ["2026-12-01", "window"]]);
  assert.deepEqual([rejected.decision.verb, rejected.decision.reason], ["reject", "Found it cheaper"]);
  assert.notEqual(orders[0].key, orders[1].key);
});

test("a price that a person changes is refused, and the question stays open (SR-44)", async () => {
  const { app, orders } = agent();
  const { ref, payload } = await asked(app);
  await refusal(app.resume(ref, { verb: "edit", args: { ...payload.action.args, price_usd: 1 } }), "HaltError", "E_SCHEMA");
  assert.equal((await app.pending()).length, 1);
  assert.deepEqual(orders, []);
});

test("a booking that failed runs again with the recorded decision, under the same key; the planner does not (S-GATE-04, S-HG-11)", async () => {
  let fails = true;
  const { app, orders } = agent(async (args) => {
    if (fails) throw new Error("the line is dead");
    return { ticket: "T", ...args };
  });
  const { ref } = await asked(app);
  const receipt = await app.resume(ref, { verb: "approve" });
  await assert.rejects(receipt.done, /the line is dead/);
  fails = false;
  const done = await (await app.continue("t")).done;
  assert.equal(done.outcome.kind, "booked");
  assert.equal(orders.length, 2);
  assert.deepEqual(orders[0], orders[1]);
});

test("a request that cannot be planned ends without a call", async () => {
  const { app, orders } = agent();
  const done = await app.invoke({ request: "Somewhere warm", limit: 100 }, on("t"));
  assert.deepEqual([done.outcome.kind, done.action, orders], ["unclear", undefined, []]);
});
