// The other language: the flight graph of examples/flight, as JavaScript writes it, over the real API of this repository.
// The tests in languages.rs run it in the page that they run in, as one file beside the engine: the runner's small server
// leaves a page waiting now and then that asks for sixty modules at once.

import { Annotation, END, IndexedDBSaver, START, StateGraph } from "../../www/haltgraph.js";

/** @param {string} store */
function flight(store) {
  const Booking = Annotation.Root({ request: Annotation(), action: Annotation(), confirmation: Annotation(), log: Annotation() });
  return new StateGraph(Booking)
    .addNode("planner", () => ({ action: { id: "a1", name: "book_flight", args: { from: "LAX", to: "JFK" } }, log: [1, { $hg: "mine" }] }))
    .addGate(
      "approval",
      ({ action }) => ({ halt: 1, kind: "book_flight", title: "Book this flight?", action }),
      (_, decision) => ({ confirmation: `${decision.verb} by ${decision.by.id} in JavaScript` }),
    )
    .addEdge(START, "planner").addEdge("planner", "approval").addEdge("approval", END)
    .compile({ checkpointer: new IndexedDBSaver(store), name: "flight" });
}

const config = { configurable: { thread_id: "t" } };

/** Pauses a thread. @param {string} store */
export async function pause(store) {
  await flight(store).invoke({ request: "LAX to JFK" }, config);
}

/** What `getState` and `pending` say of a thread, as JSON. @param {string} store */
export async function look(store) {
  const app = flight(store);
  const { values, next, tasks } = await app.getState(config);
  const pending = await app.pending();
  return JSON.stringify({ values, next, node: tasks[0]?.name, waiting: pending.map(({ payload }) => payload.title) });
}

/** Approves the one question that waits; gives the confirmation. @param {string} store */
export async function approve(store) {
  const app = flight(store);
  const [question] = await app.pending();
  const receipt = await app.resume(question.ref, { verb: "approve" });
  return (await receipt.done).confirmation;
}

/** Writes what Rust has no form for. @param {string} store */
export async function pauseWithDate(store) {
  await flight(store).invoke({ request: { when: new Date(0) } }, config);
}
