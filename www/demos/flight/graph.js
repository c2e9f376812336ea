// The flight-booking agent. A planner turns a request into one proposed call of `book_flight`; a call above the person's limit
// stops at a gate; what was decided is booked once, under a key that is the same however often this code runs.
// The page looks at the graph from outside: no forms, lists or storage here.

import { Annotation, END, START, StateGraph } from "../../haltgraph.js";
import { schemaOf } from "./book_flight.js";

/** How a run ended. @typedef {{ kind: "booked", ticket: import("./orders.js").Ticket } | { kind: "rejected" } | { kind: "unclear", text: string }} Outcome */
/** @typedef {{ request?: string, limit?: number, action?: import("./book_flight.js").Proposal, decision?: import("../../api/types/nodes.js").HaltAnswer, outcome?: Outcome }} TripState */
/** A run of this graph as the page shows it. @typedef {import("../../desk/runs.js").Run<TripState>} Booking */

const Trip = Annotation.Root({
  /** What the person typed. */
  request: Annotation(),
  /** Calls above this price, in dollars, are put to a person. */
  limit: Annotation(),
  /** The call that the planner proposes. */
  action: Annotation(),
  /** What the person answered, where one was asked. */
  decision: Annotation(),
  /** How it ended: booked, rejected, or unclear. */
  outcome: Annotation(),
});

/**
 * @param {object} parts
 * @param {(request: string, options: { signal: AbortSignal }) => Promise<object>} parts.plan
 * @param {Pick<import("./airline.js").Airline, "book">} parts.airline
 * @param {import("../../haltgraph.js").BaseSaver} parts.checkpointer
 */
export function flightAgent({ plan, airline, checkpointer }) {
  return new StateGraph(Trip)
    .addNode("planner", ({ request }, { signal }) => plan(request, { signal }))
    .addGate("approval", ask, async ({ action }, decision, runtime) => {
      if (decision.verb === "reject") return { decision, outcome: { kind: "rejected" } };
      const ticket = await airline.book(decision.args ?? action.args, { key: runtime.key("book"), signal: runtime.signal });
      return { decision, outcome: { kind: "booked", ticket } };
    })
    .addNode("booking", async ({ action }, runtime) => {
      const ticket = await airline.book(action.args, { key: runtime.key("book"), signal: runtime.signal });
      return { outcome: { kind: "booked", ticket } };
    })
    .addEdge(START, "planner")
    .addConditionalEdges("planner", whoDecides, ["approval", "booking", END])
    .addEdge("approval", END)
    .addEdge("booking", END)
    .compile({ checkpointer, name: "flight" });
}

/** @param {typeof Trip.State} state */
function whoDecides({ action, limit }) {
  if (!action) return END;
  return action.args.price_usd > limit ? "approval" : "booking";
}

/** @param {typeof Trip.State} state */
function ask({ action: { name, args, why, others }, limit }) {
  return {
    halt: 1,
    kind: name,
    title: `Book ${args.origin} to ${args.destination} for $${args.price_usd}?`,
    why: `${why} It costs more than the $${limit} that need no question.`,
    consequences: [`Charges $${args.price_usd} to the card.`],
    context: others,
    action: { id: "booking", name, args, schema: schemaOf(args) },
    reversible: false,
  };
}
