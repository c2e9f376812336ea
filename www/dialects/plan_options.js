// `plan-options` (A.6, seed 002, second example): a plan and the words that answer it. An edit is merged and planned anew; it
// books nothing.
/** @import { Choice, Context, DialectDefinition, Json, Reading, Verb } from "./index.js" */
import { compact, isObject, pointer } from "./json.js";
import { list, object, refuse, required, text } from "./readers.js";
import { changedMembers, having, recognised, withReason } from "./shapes.js";

/** Words with a verb of their own; the first of two words for one verb has it, any other word is a choice.
 * @type {Record<string, Verb>} */
const VERB_OF = { approve: "approve", edit: "edit", cancel: "reject", reject: "reject" };

/** @type {DialectDefinition} */
export const planOptions = recognised("plan-options", "shape", having("message", "options"), {
  decode(payload, { binding }) {
    const source = object(payload, "");
    const summary = required(source, "", "message", text());
    const options = required(source, "", "options", list(text({ points: 120 }), 1, 20));
    if (!options.includes("approve")) refuse("/options", "a list with \"approve\"");
    const keys = Object.keys(source).filter((key) => key !== "message" && key !== "options");
    const [key] = keys;
    if (keys.length !== 1 || typeof source[key] !== "object" || source[key] === null) refuse(pointer("", key ?? "plan"), "one plan, an object or a list");
    return { summary, merges: true, editRuns: binding?.editRuns === true, ...wordsOf(options), ...subjectOf(key, source[key]) };
  },
  encode({ actions: [action], carry }, { verdicts: [{ verb, args, choice, reason }] }) {
    if (verb === "edit") return { action: "edit", edits: changedMembers(action.args, args ?? {}) };
    if (verb === "reject") return withReason({ action: carry ?? "cancel" }, "comment", reason);
    return { action: verb === "choose" ? choice ?? "" : "approve" };
  },
});

/**
 * @param {readonly string[]} options
 * @returns {Pick<Reading, "verbs" | "choices" | "carry">}
 */
function wordsOf(options) {
  /** @type {Map<Verb, string>} */
  const verbs = new Map();
  /** @type {Choice[]} */
  const choices = [];
  for (const word of new Set(options)) {
    const verb = Object.hasOwn(VERB_OF, word) ? VERB_OF[word] : undefined;
    if (verb && !verbs.has(verb)) verbs.set(verb, word);
    else choices.push({ id: word, label: word });
  }
  return compact({
    verbs: /** @type {Verb[]} */ ([...verbs.keys(), ...(choices.length > 0 ? ["choose"] : [])]),
    choices: choices.length > 0 ? choices : undefined,
    carry: verbs.get("reject"),
  });
}

/**
 * A plan with members can be edited; a list is shown.
 * @param {string} key
 * @param {Json} plan
 * @returns {Pick<Reading, "form" | "actions" | "value">}
 */
const subjectOf = (key, plan) => (isObject(plan)
  ? { form: "action", actions: [{ id: "plan", name: key, args: plan }] }
  : { form: "value", actions: [], value: { [key]: plan } });
