// The SQL agent. What it writes is inspected first: what only reads is answered at once, everything else stops at a gate with the
// number of rows it would change. What a person changes is inspected and asked again; what they approve runs once, under its key.

import { Annotation, END, START, StateGraph } from "../../haltgraph.js";
import { question } from "./question.js";

/** How a run ended. @typedef {{ kind: "answered" | "ran", report: import("./sqlite.js").Report } | { kind: "rejected" } | { kind: "empty" } | { kind: "refused", error: string }} Outcome */
/** @typedef {{ request?: string, statement?: string, inspection?: import("./sqlite.js").Inspection, moved?: boolean, decision?: import("../../api/types/nodes.js").HaltAnswer, outcome?: Outcome }} WorkState */
/** A run of this graph as the page shows it. @typedef {import("../../desk/runs.js").Run<WorkState>} Work */

const Work = Annotation.Root({
  /** What the person asked for, in words or as SQL. */
  request: Annotation(),
  /** The SQL to be run: the writer's, then the person's. */
  statement: Annotation(),
  /** What the statement would do, told before anybody decides. */
  inspection: Annotation(),
  /** Whether rows changed between the count and the run, so that it had to be counted again. */
  moved: Annotation(),
  /** What the person answered last. */
  decision: Annotation(),
  /** How it ended. */
  outcome: Annotation(),
});

/**
 * @param {object} parts
 * @param {(request: string) => { statement: string }} parts.write
 * @param {Pick<import("./database.js").Database, "inspect" | "run">} parts.database
 * @param {import("../../haltgraph.js").BaseSaver} parts.checkpointer
 */
export function sqlAgent({ write, database, checkpointer }) {
  return new StateGraph(Work)
    .addNode("writer", ({ request }) => write(request))
    .addNode("inspector", async ({ statement }) => {
      const inspection = await database.inspect(statement);
      return { inspection, ...outcomeOf(inspection) };
    })
    .addGate("approval", question, async ({ statement, inspection }, decision, runtime) => {
      if (decision.verb === "reject") return { decision, outcome: { kind: "rejected" } };
      if (decision.verb === "edit") return { decision, statement: decision.args.statement, moved: false };
      const ran = await database.run(statement, { expected: inspection.report.changed, key: runtime.key("run"), signal: runtime.signal });
      return ran.kind === "moved" ? { decision, moved: true } : { decision, outcome: ran };
    })
    .addEdge(START, "writer")
    .addEdge("writer", "inspector")
    .addConditionalEdges("inspector", ({ outcome }) => (outcome ? END : "approval"), ["approval", END])
    .addConditionalEdges("approval", ({ outcome }) => (outcome ? END : "inspector"), ["inspector", END])
    .compile({ checkpointer, name: "sql" });
}

/**
 * What needs no person: a read was answered by its inspection, or cannot be; without a statement there is nothing to do.
 * @param {import("./sqlite.js").Inspection} inspection
 * @returns {{ outcome?: Outcome }}
 */
function outcomeOf({ kind, report, error = "" }) {
  if (kind === "empty") return { outcome: { kind: "empty" } };
  if (kind !== "read") return {};
  return { outcome: report ? { kind: "answered", report } : { kind: "refused", error } };
}
