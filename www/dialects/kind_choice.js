// `kind-choice` (A.6, seed 000): a proposed tool call; the node runs whatever is neither "reject" nor "edit", and merges edits.
/** @import { DialectDefinition } from "./index.js" */
import { compact } from "./json.js";
import { object, required, text } from "./readers.js";
import { changedMembers, having, recognised, toolCall, unreadOf, withReason } from "./shapes.js";

/** @type {DialectDefinition} */
export const kindChoice = recognised("kind-choice", "shape", having("kind", "summary", "action"), {
  decode(payload) {
    const source = object(payload, "");
    return compact({
      form: /** @type {const} */ ("action"), verbs: /** @type {const} */ (["approve", "edit", "reject"]), merges: true,
      kind: required(source, "", "kind", text()),
      summary: required(source, "", "summary", text()),
      actions: [required(source, "", "action", toolCall())],
      unread: unreadOf(source, ["kind", "summary", "action"]),
    });
  },
  encode({ actions: [action] }, { verdicts: [{ verb, args, reason }] }) {
    if (verb === "edit") return { choice: "edit", edits: changedMembers(action.args, args ?? {}) };
    return verb === "reject" ? withReason({ choice: "reject" }, "reason", reason) : { choice: "approve" };
  },
});
