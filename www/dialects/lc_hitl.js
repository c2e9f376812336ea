// LangChain's human-in-the-loop middleware in its two spellings (A.2): a list of actions, a rule for each, one decision per
// action in the same order. The answer is in the spelling of the request.
/** @import { DialectDefinition, Json, JsonSchema, Reading, ReadingAction, ReadingNote, Verb, Verdict } from "./index.js" */
import { compact, isObject, own } from "./json.js";
import { list, object, optional, required, text } from "./readers.js";
import { having, recognised, unreadOf, withReason } from "./shapes.js";

/**
 * @typedef {object} Spelling
 * @property {string} requests
 * @property {string} configs
 * @property {string} name
 * @property {string} allowed
 * @property {string} schema
 * @property {string} edited
 * @property {readonly Verb[]} verbs
 */
/** @typedef {{ name: string, verbs: Verb[], schema?: JsonSchema }} Rule */

/** @type {Spelling} */
const CAMEL = {
  requests: "actionRequests", configs: "reviewConfigs", name: "actionName", allowed: "allowedDecisions", schema: "argsSchema",
  edited: "editedAction", verbs: ["approve", "edit", "reject"],
};
/** @type {Spelling} */
const SNAKE = {
  requests: "action_requests", configs: "review_configs", name: "action_name", allowed: "allowed_decisions", schema: "args_schema",
  edited: "edited_action", verbs: ["approve", "edit", "reject", "respond"],
};

/** An answer in place of the tool: an empty one says nothing. */
const ANSWER = { type: "string", minLength: 1, "x-halt": { control: "multiline" } };

/**
 * @param {string} id
 * @param {Spelling} spelling
 * @returns {DialectDefinition}
 */
const middleware = (id, spelling) => recognised(id, "strong", having(spelling.requests, spelling.configs), {
  decode: (payload) => decode(payload, spelling),
  encode: ({ actions }, { verdicts }) => ({
    decisions: verdicts.map((verdict) => decisionOf(verdict, actions.find(({ id: action }) => action === verdict.action)?.name ?? "", spelling)),
  }),
  near: (payload) => nearMiss(payload, spelling),
});

/** JavaScript's middleware: camelCase, three decisions. */
export const lcHitlJs = middleware("lc-hitl-js", CAMEL);
/** Python's middleware: snake_case, four decisions. */
export const lcHitlPy = middleware("lc-hitl-py", SNAKE);

/**
 * @param {Json} payload
 * @param {Spelling} spelling
 * @returns {Reading}
 */
function decode(payload, spelling) {
  const source = object(payload, "");
  const requests = required(source, "", spelling.requests, list(request, 1, 50));
  const rules = required(source, "", spelling.configs, list(ruleOf(spelling), 0, 50));
  const paired = rules.length === requests.length && rules.every(({ name }, i) => name === requests[i].name);
  const ruled = requests.map((action, i) => ({ action, rule: paired ? rules[i] : rules.find(({ name }) => name === action.name) }));
  const verbs = spelling.verbs.filter((verb) => ruled.some(({ rule }) => (rule?.verbs ?? ["reject"]).includes(verb)));
  return compact({
    form: /** @type {"action" | "actions"} */ (requests.length === 1 ? "action" : "actions"), verbs,
    actions: ruled.map(({ action, rule }, i) => compact({ ...action, id: String(i), verbs: rule?.verbs ?? /** @type {const} */ (["reject"]), schema: rule?.schema })),
    input: verbs.includes("respond") ? ANSWER : undefined,
    notes: notesOf(ruled, verbs, spelling),
    unread: unreadOf(source, [spelling.requests, spelling.configs]),
  });
}

/** @type {(value: any, path: string) => ReadingAction} */
const request = (value, path) => {
  const source = object(value, path);
  return compact({
    id: "", name: required(source, path, "name", text({ points: 256 })), args: required(source, path, "args", object),
    description: optional(source, path, "description", text()),
  });
};

/**
 * @param {Spelling} spelling
 * @returns {(value: any, path: string) => Rule}
 */
const ruleOf = (spelling) => (value, path) => {
  const source = object(value, path);
  const allowed = required(source, path, spelling.allowed, list(text(), 0, 20));
  return compact({
    name: required(source, path, spelling.name, text({ points: 256 })),
    verbs: spelling.verbs.filter((verb) => allowed.includes(verb)),
    schema: optional(source, path, spelling.schema, object),
  });
};

/**
 * What a person must know beside the arguments.
 * @param {readonly { action: ReadingAction, rule: Rule | undefined }[]} ruled
 * @param {readonly Verb[]} verbs
 * @param {Spelling} spelling
 * @returns {ReadingNote[] | undefined}
 */
function notesOf(ruled, verbs, spelling) {
  const without = ruled.filter(({ rule }) => rule === undefined).map(({ action: { name } }) => name);
  /** @type {ReadingNote[]} */
  const notes = without.length > 0 ? [{ code: "lc.norule", params: { tool: without.join(", ") }, tone: "warn" }] : [];
  // That middleware keeps no approved call of a batch in which one was rejected.
  if (spelling === CAMEL && ruled.length > 1 && verbs.includes("reject")) notes.push({ code: "lc.js.batch", params: { n: ruled.length - 1 }, tone: "warn" });
  return notes.length > 0 ? notes : undefined;
}

/**
 * @param {Verdict} verdict
 * @param {string} name of the action; an answer cannot choose another tool
 * @param {Spelling} spelling
 * @returns {Json}
 */
function decisionOf({ verb, args, answer, reason }, name, { edited }) {
  if (verb === "edit") return { type: "edit", [edited]: { name, args: args ?? {} } };
  if (verb === "respond") return { type: "respond", message: answer ?? "" };
  return verb === "reject" ? withReason({ type: "reject" }, "message", reason) : { type: "approve" };
}

/**
 * @param {Json} payload
 * @param {Spelling} spelling
 */
function nearMiss(payload, { requests, configs }) {
  if (!isObject(payload) || (own(payload, requests) === undefined && own(payload, configs) === undefined)) return undefined;
  const missing = [requests, configs].find((key) => !Array.isArray(own(payload, key)));
  return missing === undefined ? `${requests} or ${configs} are not those of LangChain 1.x` : `${missing} is missing`;
}
