// The travel agent. It looks up a plan of several parts and stops at a review: approved, every part is booked, each under a key
// of its own; changed, the plan is priced anew and reviewed again; cancelled, nothing is booked.
// The page looks at the graph from outside: no forms, lists or storage here.

import { Annotation, END, START, StateGraph } from "../../haltgraph.js";
import { partsOf, priced, schemaOf } from "./trip_plan.js";

/** A part that is booked. @typedef {import("./trip_plan.js").Part & { number: string }} Booking */
/** How a run ended. @typedef {{ kind: "booked", bookings: Booking[] } | { kind: "cancelled" } | { kind: "unclear", text: string }} Outcome */
/** @typedef {{ request?: string, plan?: import("./trip_plan.js").TripPlan, decisions?: import("../../api/types/nodes.js").HaltAnswer[], outcome?: Outcome }} TripState */
/** A run of this graph as the page shows it. @typedef {import("../../desk/runs.js").Run<TripState>} Trip */

/** @type {(before: any[], more: any[]) => any[]} */
const append = (before, more) => [...before, ...more];

const TripPlanning = Annotation.Root({
  /** What the person typed. */
  request: Annotation(),
  /** The plan as it stands. */
  plan: Annotation(),
  /** Every answer of the person, oldest first. */
  decisions: Annotation({ reducer: append, default: () => [] }),
  /** How it ended: booked, cancelled, or unclear. */
  outcome: Annotation(),
});

/**
 * @param {object} parts
 * @param {(request: string) => object} parts.research
 * @param {Pick<import("./agency.js").Agency, "book">} parts.agency
 * @param {import("../../haltgraph.js").BaseSaver} parts.checkpointer
 */
export function travelAgent({ research, agency, checkpointer }) {
  return new StateGraph(TripPlanning)
    .addNode("research", ({ request }) => research(request))
    .addGate("review", ask, (_, decision) => {
      if (decision.verb === "reject") return { decisions: [decision], outcome: { kind: "cancelled" } };
      if (decision.verb === "edit") return { decisions: [decision], plan: priced(decision.args) };
      return { decisions: [decision] };
    })
    .addNode("book", async ({ plan }, { key, signal }) => {
      const bookings = [];
      for (const part of partsOf(plan)) bookings.push(await agency.book(part, { key: key(part.part), signal }));
      return { outcome: { kind: "booked", bookings } };
    })
    .addEdge(START, "research")
    .addConditionalEdges("research", ({ plan }) => (plan ? "review" : END), ["review", END])
    .addConditionalEdges("review", ({ decisions }) => AFTER_REVIEW[decisions.at(-1).verb], ["book", "review", END])
    .addEdge("book", END)
    .compile({ checkpointer, name: "travel" });
}

/** @type {Record<string, string>} */
const AFTER_REVIEW = { approve: "book", edit: "review", reject: END };

/** @param {typeof TripPlanning.State} state */
function ask({ plan, decisions }) {
  const parts = partsOf(plan);
  return {
    halt: 1,
    kind: "book_trip",
    title: `Book ${plan.city} for $${plan.prices_usd.total}?`,
    why: decisions.length === 0 ? "It is the plan that fits your request." : "You changed the plan, so its prices were looked up again.",
    consequences: parts.map(({ what, price_usd }) => `Books ${what} for $${price_usd}.`),
    action: { id: "trip", name: "book_trip", args: plan, schema: schemaOf(plan) },
    reversible: false,
  };
}
