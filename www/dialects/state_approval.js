// `state-approval` (A.6, seed 004): the payload is a word; what it asks about stands in the state of the checkpoint that asked.
// One answer covers all calls that are listed there.
/** @import { DialectDefinition, Json, ReadingAction } from "./index.js" */
import { compact, isObject, own, snapshot } from "./json.js";
import { list, text } from "./readers.js";
import { recognised, toolCall } from "./shapes.js";

/** A call as the article writes it, or as a model's message has it. @type {(value: any, path: string) => ReadingAction} */
const call = (value, path) => toolCall(isObject(value) && Object.hasOwn(value, "tool") ? "tool" : "name")(value, path);

/** @type {DialectDefinition} */
export const stateApproval = recognised("state-approval", "shape", (payload) => typeof payload === "string", {
  readsState: true,
  decode(payload, { state, binding }) {
    const summary = text()(payload, "");
    const asked = /** @type {Json} */ (snapshot(own(state, "pending_approval") ?? null));
    const calls = list(call, 1, 50)(Array.isArray(asked) ? asked : [asked], "/pending_approval");
    return compact({
      form: /** @type {const} */ ("joint"), verbs: /** @type {const} */ (["approve", "reject"]), summary, reasonKept: true,
      actions: calls.map((action, i) => ({ ...action, id: String(i) })), carry: binding?.form ?? "object",
      notes: calls.length > 1 ? [{ code: "joint", params: { n: calls.length }, tone: /** @type {const} */ ("info") }] : undefined,
    });
  },
  encode({ carry }, { verdicts: [{ verb }] }) {
    const word = verb === "approve" ? "approved" : "denied";
    return carry === "text" ? word : { approval: word };
  },
});
