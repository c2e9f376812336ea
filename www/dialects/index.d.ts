// Types of the headless approval core: what a payload becomes, what a person may decide, what the waiting node receives.
// The one place where they are written; the modules beside this file import them.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Args = { [key: string]: Json };
export type JsonType = "null" | "boolean" | "number" | "text" | "list" | "object";
export type SchemaObject = { [keyword: string]: Json };
/** Draft 2020-12 subset (approvals B.1). */
export type JsonSchema = SchemaObject | boolean;

export type Verb = "approve" | "edit" | "reject" | "respond" | "dismiss" | "choose";
export type Risk = "low" | "medium" | "high" | "critical";
export type Strength = "bound" | "tagged" | "strong" | "shape" | "weak" | "none";
export type ReasonRule = "none" | "optional" | "required";

/** Names one question: `revision` is the question's own, `digest` its payload's (64 hex digits). */
export type Ref = Readonly<{ thread: string; interrupt: string; revision: number; digest: string }>;

/** What the host allows. A payload can narrow it, never widen it. */
export interface Policy {
  verbs?: readonly Verb[];
  /** Default `medium`. */
  risk?: Risk;
  reversible?: boolean;
  /** Milliseconds since 1970. */
  expiresAt?: number;
  /** The word to type before a critical approve, at most 40 code points. */
  typeText?: string;
}

export interface Tool {
  /** Of the arguments. Wins over a schema in the payload; only its `pattern`s are run. */
  schema?: JsonSchema;
  risk?: Risk;
  reversible?: boolean;
}

/** The dialect of a node, as its host names it, with the options of that dialect. */
export interface Binding {
  dialect: string;
  /** `plan-options`: whether an edit runs by itself. Default false: it goes back to the planner. */
  editRuns?: boolean;
  /** `state-approval`: what the node reads. Default `object`. */
  form?: "object" | "text";
}

export interface Context {
  ref: Ref;
  /** Name of the node that asks. */
  node?: string;
  /** Whether `halt: 1` payloads are read: a gate, or `approvals.native`. */
  native: boolean;
  binding?: Binding;
  /** The dialect this node showed first: another one is read as a guess. */
  pinned?: string;
  /** Whether the shape of a known article is proof enough of how its node reads a refusal and an edit. */
  trustShapes?: boolean;
  /** The thread's state at the question, for dialects that ask by it. */
  state?: Readonly<Record<string, unknown>>;
  policy: Policy;
  tools?: Record<string, Tool>;
  /** Milliseconds since 1970. */
  now: number;
  /** BCP 47. */
  locale: string;
  /** Texts by key, over the English catalog. */
  messages?: Messages;
  /** SHA-256 of the canonical form of a JSON text, 64 hex digits. */
  digest: (jsonText: string) => string;
}

export type Messages = Readonly<Record<string, string>>;

export interface Choice { id: string; label: string; description?: string; tone?: "neutral" | "danger" }
export interface LabelledValue { label: string; value: Json }

/** One action as a dialect reads it from a payload. */
export interface ReadingAction {
  id: string;
  name: string;
  args: Args;
  schema?: JsonSchema;
  /** The current value at the target. */
  before?: Json;
  description?: string;
  verbs?: readonly Verb[];
  risk?: Risk;
}

/** A text of ours about a request: its key in the catalog and what it is filled with. */
export interface ReadingNote { code: string; params?: Record<string, string | number>; tone: "info" | "warn" }

/** What a dialect makes of a payload, before host policy. */
export interface Reading {
  /** `joint`: several actions under one verdict. */
  form: "action" | "actions" | "joint" | "choices" | "input" | "value";
  actions: ReadingAction[];
  /** Verbs asked for. */
  verbs: readonly Verb[];
  kind?: string;
  title?: string;
  summary?: string;
  why?: string;
  consequences?: string[];
  context?: LabelledValue[];
  /** Members of the payload that the dialect does not read. */
  unread?: LabelledValue[];
  choices?: Choice[];
  /** What an answer must look like. */
  input?: JsonSchema;
  /** What is decided about, for form `value`. */
  value?: Json;
  /** Pointers into `value`, to texts that are never interpreted (SR-39). */
  opaque?: readonly string[];
  reason?: Partial<Record<Verb, ReasonRule>>;
  /** Whether reasons stay in the record: the resume value has no place for them. */
  reasonKept?: boolean;
  risk?: Risk;
  reversible?: boolean;
  expiresAt?: number;
  /** Single actions may be answered before the others. */
  partial?: boolean;
  /** Whether an edit reaches the node as changed members that it merges: none can be removed. */
  merges?: boolean;
  /** False where an edit is no approval: the node plans anew. */
  editRuns?: boolean;
  notes?: ReadingNote[];
  /** What `encode` needs of the payload or of the binding. */
  carry?: Json;
}

export interface Detection {
  dialect: string;
  strength: Strength;
  /** Two dialects of one level that matched. */
  ambiguous?: [string, string];
  /** The dialect this node showed before. */
  pinned?: string;
  /** Where nothing reads the payload: the protocol that it nearly is, and what it lacks. */
  near?: string;
}

export interface RequestAction extends ReadingAction {
  /** Verbs offered, after host policy. */
  verbs: readonly Verb[];
  risk: Risk;
  nameOk: boolean;
  schema: JsonSchema;
  schemaSource: "host" | "payload" | "inferred";
  merges?: boolean;
}

/** A payload as read by its dialect and narrowed by host policy. Frozen. */
export type Request = Readonly<Omit<Reading, "actions" | "reversible"> & Detection & {
  /** Whether a "no" and an edit are known to be read as such. */
  certain: boolean;
  /** Verbs that the payload asks for and that are not sent, because how its node reads them is a guess. */
  unsent?: readonly Verb[];
  /** What binds the node to this dialect, where its payload was only recognised. */
  advice?: string;
  actions: readonly RequestAction[];
  reason: Partial<Record<Verb, ReasonRule>>;
  risk: Risk;
  reversible: boolean | "unknown";
}>;

/** RFC 6902 subset. */
export type Edit = { op: "add" | "remove" | "replace"; path: string; value?: Json };

export interface Verdict {
  verb: Verb;
  /** Action id; filled in where there is one action. */
  action?: string;
  /** With `edit`: the full arguments. */
  args?: Args;
  /** With `edit`: computed from `args`. */
  edits?: Edit[];
  choice?: string;
  answer?: Json;
  reason?: string;
}

export interface Decision {
  interrupt: string;
  revision: number;
  payload_digest: string;
  verdicts: Verdict[];
  /** Digest of the rows and escapes that were drawn; null where nothing was shown. */
  shown_digest: string | null;
}

export interface Actor { id: string; name?: string; method: string }
/** A decision with who and when; `at` is RFC 3339. */
export type StampedDecision = Decision & { by: Actor; at: string };

/** A piece of payload text, ready to draw: plain text, or a mark for what plain text would hide. */
export type Piece =
  | { text: string }
  /** One invisible or direction-changing code point, "U+202E". */
  | { point: string }
  /** A long run of spaces or line breaks. */
  | { run: "space" | "line"; count: number }
  /** A word that mixes scripts, and its letters outside the first one. */
  | { mixed: string; points: string[] };

export type RowBadge = "empty" | "edge-spaces" | "big-number" | "hidden" | "mixed" | "opaque";

/** One value as drawn: containers have a row of their own, without pieces. */
export interface Row {
  path: string;
  depth: number;
  key: Piece[];
  type: JsonType;
  /** Code points of a text, members of a list or object. */
  size: number;
  value: Piece[];
  /** Opened before Approve is (SR-34). Of a long text the shortened form stands in `head`; of a long list or object the members
   * after the 20th name its path in `within`. */
  folded: boolean;
  head?: Piece[];
  within?: string;
  badges: RowBadge[];
  secret: boolean;
}

export type ControlKind = "text" | "multiline" | "secret" | "number" | "boolean" | "choice" | "checks" | "list" | "group" | "json" | "fixed";

/** One field of an edit form. */
export interface Control {
  path: string;
  kind: ControlKind;
  label: Piece[];
  help?: Piece[];
  schema: SchemaObject;
  /** The value before the edit; undefined when missing. */
  value: Json | undefined;
  /** May be missing. */
  optional: boolean;
  nullable: boolean;
  /** No schema declares this member: it must be removed. */
  undeclared: boolean;
  options?: { value: Json; label: Piece[] }[];
  children?: Control[];
  /** Of a list: the control of one item. */
  item?: Control;
  /** Message keys. */
  notes: string[];
}

/** What a person typed or picked in one field. */
export type Entry = { text: string } | { value: Json } | { absent: true } | { items: Entry[] };
/** Entries by control path; a field without an entry is untouched. */
export type Draft = Readonly<{ action?: string; fields: Readonly<Record<string, Entry>> }>;

export interface ActionModel {
  id: string;
  name: string;
  title: Piece[];
  description?: Piece[];
  rows: Row[];
  controls: Control[];
  editable: boolean;
  allowed: readonly Verb[];
  risk: Risk;
  /** What the action does to the value now at its target. */
  changes?: Change[];
}

export interface Narrative { label: string; rows: Row[] }

export interface ChoiceModel { id: string; label: Piece[]; description?: Piece[]; tone: "neutral" | "danger" }

export interface Button {
  verb: Verb | "stop" | "leave";
  label: string;
  tone: "neutral" | "primary" | "danger";
  /** What it takes: one press, a second step, or a typed word too. */
  confirm: "none" | "step" | "type";
  typeText?: string;
  disabledWhy?: string;
}

export interface Notice { code: string; text: string; tone: "info" | "warn" }

/** A frozen, already escaped description of one request. */
export type FormModel = Readonly<{
  version: 1;
  ref: Ref;
  dialect: string;
  strength: Strength;
  node: string;
  title: Piece[];
  titleSource: "payload" | "node";
  narrative: readonly Narrative[];
  consequences: readonly Piece[][];
  risk: Risk;
  reversible: boolean | "unknown";
  expiresAt?: number;
  actions: readonly ActionModel[];
  choices?: readonly ChoiceModel[];
  input?: Control;
  buttons: readonly Button[];
  reason: Readonly<Partial<Record<Verb, ReasonRule>>>;
  notices: readonly Notice[];
  digest: string;
  shownDigest: string;
  state: "pending" | "expired" | "error";
  error?: Readonly<{ code: string; path: string; message: string }>;
  /** What the payload was read as; absent in state `error`. */
  request?: Request;
}>;

/** A rule that a value breaks. */
export interface Problem { path: string; code: string; rule: string; params: Record<string, string | number> }
export interface FieldError { path: string; code: string; message: string }

export type Validation =
  | { ok: true; args: Args; edits: Edit[]; digest: string }
  | { ok: false; errors: FieldError[] };

export interface Side { type: JsonType; pieces: Piece[]; size: number }
export interface Segment { op: "same" | "removed" | "added"; pieces: Piece[] }

/** One changed member. */
export interface Change {
  path: string;
  label: Piece[];
  kind: "added" | "removed" | "replaced" | "moved";
  before?: Side;
  after?: Side;
  /** Of a changed text: its words, in order. */
  words?: Segment[];
  /** Places of a moved list item, from 1. */
  from?: number;
  to?: number;
  secret: boolean;
  /** The style of line breaks changed. */
  newlines: boolean;
}

export interface DialectExample {
  payload: Json;
  context?: Partial<Context>;
  decision: StampedDecision;
  resume: Json;
}

export interface DialectDefinition {
  id: string;
  /** How sure this dialect is that it reads the payload; null when it does not. */
  detect(payload: Json, ctx: Pick<Context, "native" | "state">): Exclude<Strength, "bound"> | null;
  /** @throws DialectError E_PAYLOAD_SHAPE */
  decode(payload: Json, ctx: Pick<Context, "native" | "policy" | "tools" | "binding" | "state">): Reading;
  encode(request: Pick<Reading, "form" | "carry"> & { readonly actions: readonly ReadingAction[]; dialect: string }, decision: StampedDecision): Json;
  /** Whether a refusal is the plain value `false`, which no test for truth reads as yes. */
  refusesWithFalse?: boolean;
  /** Whether it asks by the thread's state. */
  readsState?: boolean;
  /** What a payload that this dialect does not read lacks, where it is plainly meant for it. */
  near?(payload: Json): string | undefined;
  /** What every resume value looks like; checked for each example. */
  resumeSchema?: JsonSchema;
  /** Run when the dialect is registered. */
  examples?: DialectExample[];
}

/** A refusal that changed nothing. */
export class DialectError extends Error {
  constructor(code: string, message: string, path?: string);
  readonly code: string;
  /** JSON Pointer to what was refused. */
  readonly path: string;
}

/** What a request looks like as a form. Pure; a hostile payload gives state `error`, never an exception. */
export function toFormModel(payload: Json, ctx: Context): FormModel;
/** A draft as arguments, or its errors by field. */
export function validate(model: FormModel, draft: Draft, ctx: Context): Validation;
/** A draft of the `input` control as an answer, or its errors. */
export function validateAnswer(model: FormModel, draft: Draft, ctx: Context): { ok: true; answer: Json } | { ok: false; errors: FieldError[] };
/** The decision for these verdicts. @throws DialectError E_BAD_DECISION, E_PARTIAL, E_REASON_REQUIRED and others of approvals 0.1 */
export function decide(model: FormModel, verdicts: readonly Verdict[]): Decision;
/** The resume value: what the waiting node receives. */
export function encode(dialect: string, request: Request, decision: StampedDecision): Json;
/** Adds a dialect. @throws DialectError E_PAYLOAD_SHAPE when one of its examples does not hold */
export function registerDialect(definition: DialectDefinition): void;
/** What changed between two values, as shown before an edit is sent. */
export function diff(before: Json, after: Json, options?: { schema?: JsonSchema }): Change[];
