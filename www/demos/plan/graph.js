// The plan-and-execute agent. A goal becomes a plan; the plan waits for "approved" or "rejected: why" until its time is up, and
// silence counts as a refusal; only an approved plan is executed, once, under a key.
// The page looks at the graph from outside: no forms, lists or storage here.

import { Annotation, END, START, StateGraph } from "../../haltgraph.js";

/** @typedef {{ kind: "executed", entry: import("./table.js").Entry } | { kind: "refused" } | { kind: "unclear", text: string }} Result */
/** @typedef {{ request?: string, seconds?: number, plan?: import("./planner.js").ActionPlan, human_decision?: string, decided?: import("../../haltgraph.js").RecordedDecision, result?: Result }} WorkState */
/** A run of this graph as the page shows it. @typedef {import("../../desk/runs.js").Run<WorkState>} Work */

const Workflow = Annotation.Root({
  /** The goal, as the person wrote it. */
  request: Annotation(),
  /** How long the plan waits for an answer, in seconds. */
  seconds: Annotation(),
  /** What would be done, to which rows. */
  plan: Annotation(),
  /** `approved`, or `rejected: why`. */
  human_decision: Annotation(),
  /** Who answered and when; a timer, where nobody did. */
  decided: Annotation(),
  /** How it ended: executed, refused, or unclear. */
  result: Annotation(),
});

/** What the graph goes on with when nobody has answered in time. */
export const NO_ANSWER = "rejected: nobody answered in time";

/**
 * @param {object} parts
 * @param {(request: string) => Promise<object>} parts.plan
 * @param {Pick<import("./table.js").UsersTable, "execute">} parts.table
 * @param {import("../../haltgraph.js").BaseSaver} parts.checkpointer
 */
export function planAgent({ plan, table, checkpointer }) {
  return new StateGraph(Workflow)
    .addNode("planner", ({ request }) => plan(request))
    .addNode("approval_gate", approvalGate, { dialect: "plan-verdict" })
    .addNode("execute", async ({ plan: approved, human_decision }, { key, signal }) => {
      if (human_decision !== "approved") return { result: { kind: "refused" } };
      return { result: { kind: "executed", entry: await table.execute(approved, { key: key("execute"), signal }) } };
    })
    .addEdge(START, "planner")
    .addConditionalEdges("planner", (state) => (state.plan ? "approval_gate" : END), ["approval_gate", END])
    .addEdge("approval_gate", "execute")
    .addEdge("execute", END)
    .compile({ checkpointer, name: "plan" });
}

/**
 * @param {typeof Workflow.State} state
 * @param {import("../../haltgraph.js").Runtime} runtime
 */
function approvalGate({ plan, request, seconds }, runtime) {
  const human_decision = runtime.interrupt(
    { message: "Review and approve this action plan before execution.", plan, request },
    { ttlMs: seconds * 1000, onExpire: { resume: NO_ANSWER } },
  );
  return { human_decision, decided: runtime.decision };
}
