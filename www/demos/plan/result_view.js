// How a work ended: what was done to which rows, who refused it, or that its time ran out.

import { decidedView, receipt, said } from "../../desk/results.js";
import { count, time } from "../../desk/words.js";
import { duration } from "./words.js";

/** @import { Work } from "./graph.js" */

const DONE = Object.freeze({ delete: "Deleted", deactivate: "Deactivated" });

/**
 * @param {Work} work
 * @returns {Node[]}
 */
export function resultView({ status, state: { result, decided, human_decision = "", seconds = 0 } }) {
  if (result?.kind === "unclear") return [said(result.text)];
  if (status === "expired" && decided) {
    return [said(`Nobody answered within ${duration(seconds)}. The question was closed as expired at ${time(Date.parse(decided.at))}, and the agent went on as if it had been refused. Nothing was executed.`)];
  }
  const answered = decided ? [decidedView({ ...decided, verb: human_decision === "approved" ? "approve" : "reject", ...reasonIn(human_decision) })] : [];
  if (status === "rejected") return [said("Nothing was executed."), ...answered];
  return result?.kind === "executed" ? [executedView(result.entry), ...answered] : [];
}

/** @param {import("./table.js").Entry} entry */
const executedView = ({ operation, rows, at }) => receipt([
  [DONE[/** @type {keyof typeof DONE} */ (operation)], count(rows, "row")], ["At", time(at)],
]);

/** @param {string} answer */
function reasonIn(answer) {
  const [, reason] = /^rejected: ([^]+)$/.exec(answer) ?? [];
  return reason === undefined ? {} : { reason };
}
