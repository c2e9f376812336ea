// The native dialect: `halt: 1` payloads and the answers a gate receives (A.1). Host policy is applied in core.js.
/** @import { Choice, DialectDefinition, Json, JsonSchema, Reading, ReadingAction, ReasonRule, StampedDecision, Verb, Verdict } from "./index.js" */
import { instant } from "./literals.js";
import { flag, list, object, oneOf, optional, refuse, required, text, unique } from "./readers.js";
import { compact, isObject, own, pointer } from "./json.js";

/** The six verbs. */
export const VERBS = /** @type {const} */ (["approve", "edit", "reject", "respond", "dismiss", "choose"]);
/** Risks, lowest first. */
export const RISKS = /** @type {const} */ (["low", "medium", "high", "critical"]);
const RULES = /** @type {const} */ (["none", "optional", "required"]);

const FREE_TEXT = text({ bytes: 4096 });
const NAME = text({ points: 128 });
const VERB_LIST = list(oneOf(VERBS), 1, VERBS.length);

/** What each form can carry, and what it offers when the payload names no decisions. */
const FORMS = /** @type {const} */ ({
  action: { can: ["approve", "edit", "reject", "dismiss"], offers: ["approve", "edit", "reject"] },
  actions: { can: ["approve", "edit", "reject", "dismiss"], offers: ["approve", "edit", "reject"] },
  choices: { can: ["choose", "reject", "dismiss"], offers: ["choose"] },
  input: { can: ["respond", "reject", "dismiss"], offers: ["respond"] },
});

const KNOWN = new Set(["halt", "kind", "title", "summary", "why", "consequences", "context", "action", "actions", "choices",
  "input", "decisions", "reason", "risk", "reversible", "expires_at", "deciders", "partial"]);

/** @type {(value: any, path: string) => JsonSchema} */
const schema = (value, path) => (typeof value === "boolean" ? value : object(value, path));

/** @type {(value: any, path: string) => ReadingAction} */
const action = (value, path) => {
  const source = object(value, path);
  return compact({
    id: required(source, path, "id", NAME),
    name: required(source, path, "name", text({ points: 256 })),
    args: required(source, path, "args", object),
    schema: optional(source, path, "schema", schema),
    before: own(source, "before"),
    description: optional(source, path, "description", FREE_TEXT),
    verbs: /** @type {Verb[] | undefined} */ (optional(source, path, "decisions", VERB_LIST)),
    risk: optional(source, path, "risk", oneOf(RISKS)),
  });
};

/** @type {(value: any, path: string) => Choice} */
const choice = (value, path) => {
  const source = object(value, path);
  return compact({
    id: required(source, path, "id", NAME),
    label: required(source, path, "label", text({ points: 120 })),
    description: optional(source, path, "description", FREE_TEXT),
    tone: optional(source, path, "tone", oneOf(/** @type {const} */ (["neutral", "danger"]))),
  });
};

/** @type {(value: any, path: string) => { label: string, value: Json }} */
const evidence = (value, path) => {
  const source = object(value, path);
  if (!Object.hasOwn(source, "value")) refuse(pointer(path, "value"), "a value");
  return { label: required(source, path, "label", text({ points: 120 })), value: source.value };
};

/** @type {(value: any, path: string) => Partial<Record<Verb, ReasonRule>>} */
const reasons = (value, path) => {
  if (!isObject(value)) {
    const rule = oneOf(RULES)(value, path);
    return Object.fromEntries(VERBS.map((verb) => [verb, rule]));
  }
  return Object.fromEntries(Object.entries(value).map(([verb, rule]) =>
    [oneOf(VERBS)(verb, path), oneOf(RULES)(rule, pointer(path, verb))]));
};

/** @type {(value: any, path: string) => number} */
const deadline = (value, path) => instant(value) ?? refuse(path, "a time such as 2026-12-01T17:00:00Z, with its offset");

/** @type {(value: any, path: string) => void} */
const deciders = (value, path) => {
  const source = object(value, path);
  optional(source, path, "any_of", list(NAME, 1, 100));
  optional(source, path, "count", (count, at) => ([1, 2, 3].includes(count) ? count : refuse(at, "1, 2 or 3")));
  optional(source, path, "not_requester", flag);
};

/** @type {(value: any, path: string) => string} */
const kind = (value, path) => (typeof value === "string" && /^[a-z0-9_.-]{1,64}$/.test(value) ? value : refuse(path, "a word of a-z 0-9 _ . -"));

/**
 * @param {Json} payload
 * @returns {Reading}
 */
function decode(payload) {
  const source = object(payload, "");
  if (source.halt !== 1) refuse("/halt", "1");
  const forms = /** @type {(keyof typeof FORMS)[]} */ (Object.keys(FORMS).filter((key) => Object.hasOwn(source, key)));
  if (forms.length !== 1) refuse("", "exactly one of action, actions, choices, input");
  const [form] = forms;
  optional(source, "", "deciders", deciders);
  return { form, ...readWords(source), ...readSubject(source, form), ...readHints(source) };
}

/** @param {{ [key: string]: Json }} source */
function readWords(source) {
  const unknown = Object.entries(source).filter(([key]) => !KNOWN.has(key));
  return compact({
    kind: required(source, "", "kind", kind),
    title: required(source, "", "title", text({ points: 120 })),
    summary: optional(source, "", "summary", FREE_TEXT),
    why: optional(source, "", "why", FREE_TEXT),
    consequences: optional(source, "", "consequences", list(FREE_TEXT, 0, 10)),
    context: optional(source, "", "context", list(evidence, 0, 50)),
    // A key that means nothing here (`allow_accept`, `config`) grants nothing, and is shown all the same (SR-48).
    unread: unknown.length > 0 ? unknown.map(([label, value]) => ({ label, value })) : undefined,
  });
}

/**
 * @param {{ [key: string]: Json }} source
 * @param {keyof typeof FORMS} form
 */
function readSubject(source, form) {
  const named = optional(source, "", "decisions", VERB_LIST);
  const verbs = (named ?? FORMS[form].offers).filter((verb) => /** @type {readonly Verb[]} */ (FORMS[form].can).includes(verb));
  const single = optional(source, "", "action", action);
  return compact({
    verbs: [...verbs],
    actions: single ? [single] : optional(source, "", "actions", unique(list(action, 1, 50))) ?? [],
    choices: optional(source, "", "choices", unique(list(choice, 2, 20))),
    input: optional(source, "", "input", schema),
  });
}

/** @param {{ [key: string]: Json }} source */
function readHints(source) {
  return compact({
    reason: optional(source, "", "reason", reasons),
    risk: optional(source, "", "risk", oneOf(RISKS)),
    reversible: optional(source, "", "reversible", flag),
    expiresAt: optional(source, "", "expires_at", deadline),
    partial: optional(source, "", "partial", flag),
  });
}

/**
 * @param {Pick<Reading, "form">} request
 * @param {StampedDecision} decision
 * @returns {Json}
 */
function encode(request, decision) {
  const stamp = { by: { ...decision.by }, at: decision.at, digest: decision.payload_digest };
  const items = decision.verdicts.map((verdict) => /** @type {{ [key: string]: any }} */ (compact(ordered(verdict))));
  return request.form === "actions" ? { items, ...stamp } : { ...items[0], ...stamp };
}

/** @param {Verdict} verdict */
const ordered = ({ verb, action: id, args, edits, choice: picked, answer, reason }) =>
  ({ verb, action: id, args, edits, choice: picked, answer, reason });

/** @type {DialectDefinition} */
export const halt = {
  id: "halt",
  detect: (payload, ctx) => (ctx.native && own(payload, "halt") === 1 ? "tagged" : null),
  decode,
  encode,
};
