// The first example of the docs, as printed, between a planner and a booking that are made up.

import assert from "node:assert/strict";
import test from "node:test";

import { Annotation, END, MemorySaver, START, StateGraph } from "../../www/haltgraph.js";

const planFlight = async () => ({ name: "book_flight", args: { origin: "LAX", destination: "JFK", date: "2026-11-27" } });
const booked = [];
const bookFlight = async (args, { key }) => {
  booked.push([args, key]);
  return `Booked ${args.origin} to ${args.destination} on ${args.date}`;
};

function compile() {
  const Booking = Annotation.Root({
    request: Annotation(),
    action: Annotation(),
    confirmation: Annotation(),
  });

  return new StateGraph(Booking)
    .addNode("planner", async ({ request }) => ({ action: await planFlight(request) }))
    .addGate("approval",
      ({ action }) => ({ halt: 1, kind: "book_flight", title: `Book ${action.args.origin} to ${action.args.destination}?`, action: { id: "a1", ...action } }),
      async ({ action }, decision, runtime) => {
        if (decision.verb === "reject") return { confirmation: `Rejected: ${decision.reason ?? "no reason given"}` };
        return { confirmation: await bookFlight(decision.args ?? action.args, { key: runtime.key("book") }) };
      })
    .addEdge(START, "planner").addEdge("planner", "approval").addEdge("approval", END)
    .compile({ checkpointer: new MemorySaver() });
}

/** Asks for a flight, decides, and gives the confirmation. */
async function book(decision) {
  const app = compile();
  const config = { configurable: { thread_id: "booking-42" } };
  const paused = await app.invoke({ request: "LAX to JFK next Friday" }, config);
  assert.equal(paused.__interrupt__[0].value.title, "Book LAX to JFK?");
  const [question] = await app.pending();
  const receipt = await app.resume(question.ref, decision);
  const done = await receipt.done;
  assert.deepEqual((await app.getState(config)).values, done);
  return done.confirmation;
}

test("the booking example: approve, edit, reject", async () => {
  assert.equal(await book({ verb: "approve" }), "Booked LAX to JFK on 2026-11-27");
  assert.equal(await book({ verb: "edit", args: { origin: "LAX", destination: "JFK", date: "2026-11-28" } }), "Booked LAX to JFK on 2026-11-28");
  assert.equal(await book({ verb: "reject", reason: "too dear" }), "Rejected: too dear");
  assert.equal(booked.length, 2);
  assert.notEqual(booked[0][1], booked[1][1]);
});
