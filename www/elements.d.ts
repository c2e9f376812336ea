// Types of the custom elements and of what they ask of an app (a compiled graph).
import type { Actor, Context, Decision, FormModel, Json, Messages, Ref, Verdict } from "./dialects/index.js";

/** Who closed a question, when (milliseconds since 1970) and how. */
export interface Decided {
  by?: Actor;
  at?: number;
  /** A verb of `Verb`, or "mixed". */
  verb?: string;
  reason?: string;
}

/** One open question, or one that was answered by a page which died before the result (`claimed`). */
export interface Pending {
  ref: Ref;
  thread: string;
  node: string;
  interrupt: string;
  revision: number;
  payload: Json;
  ctx: Context;
  created_at: number;
  expires_at?: number;
  seen: boolean;
  claimed?: boolean;
  decided?: Decided;
}

export interface Receipt {
  outcome: "resumed" | "duplicate";
  receiptId: string;
  /** How the run that the decision set going ends. */
  done: Promise<unknown>;
}

export interface AppEvent extends Decided {
  type: "pending" | "decided" | "expired" | "cancelled" | "superseded" | "finished" | "failed" | "progress" | "storage";
  thread: string;
  ref?: Ref;
  error?: unknown;
}

/** What the elements ask of a compiled graph. */
export interface HaltApp {
  attach(): Promise<void>;
  pending(filter?: { thread?: string }): Promise<Pending[]>;
  resume(ref: Ref, decision: Decision | Verdict): Promise<Receipt>;
  continue(ref: Ref, options?: { takeOver?: boolean }): Promise<Receipt>;
  cancel(refOrThread: Ref | string, options: { reason?: string }): Promise<void>;
  subscribe(listener: (event: AppEvent) => void, filter?: { thread?: string }): () => void;
}

/** States of a form (approvals C.4); `empty`: nothing waits. */
export type ApprovalState = "loading" | "empty" | "pending" | "editing" | "reviewing" | "confirming" | "submitting" | "done"
  | "closed" | "stale" | "expired" | "cancelled" | "unknown-outcome" | "error";

interface HaltElement extends HTMLElement {
  /** Texts by key, over the English catalog. */
  messages: Messages | undefined;
  /** Resolves when what was set last is drawn. */
  readonly updateComplete: Promise<void>;
}

/** One request as a form: `<halt-approval>`. */
export class HaltApproval extends HTMLElement implements HaltElement {
  /** Registers the element, unless the name is taken. */
  static define(name?: string, registry?: CustomElementRegistry): void;
  app: HaltApp | readonly HaltApp[] | undefined;
  /** The question to show. Without it the oldest that fits `thread` and `interrupt` is shown. */
  request: Pending | undefined;
  thread: string | null;
  interrupt: string | null;
  /** Shows the request without buttons. */
  readonly: boolean;
  disabled: boolean;
  messages: Messages | undefined;
  readonly updateComplete: Promise<void>;
  /** What is shown; undefined before a request is. */
  readonly model: FormModel | undefined;
  readonly state: ApprovalState;
}

/** All requests of one or several apps: `<halt-inbox>`. */
export class HaltInbox extends HTMLElement implements HaltElement {
  /** Registers the element and `<halt-approval>`, unless the names are taken. */
  static define(name?: string, registry?: CustomElementRegistry): void;
  app: HaltApp | readonly HaltApp[] | undefined;
  /** `split` (default) shows the opened request beside the list; `list` only tells by `halt-open`. */
  layout: "split" | "list";
  disabled: boolean;
  messages: Messages | undefined;
  readonly updateComplete: Promise<void>;
}

/**
 * Fetches now what the forms would fetch on first use, for pages that go on without a network: the editor, second steps, outcomes,
 * dialects. Rejects where a file cannot be had; the forms then try again when they need it.
 */
export function preload(): Promise<void>;

/** The events of the elements: kebab-case, bubbling, composed, with a frozen detail. */
export interface HaltEvents {
  /** Cancelable: `preventDefault()` keeps the request as it is. */
  "halt-before-decide": CustomEvent<{ model: FormModel; verdicts: readonly Verdict[] }>;
  "halt-decided": CustomEvent<{ ref: Ref; decision: Decision; receipt: Receipt }>;
  "halt-draft": CustomEvent<{ ref: Ref; dirty: boolean }>;
  "halt-state": CustomEvent<{ from: ApprovalState; to: ApprovalState }>;
  "halt-expired": CustomEvent<{ ref: Ref }>;
  "halt-superseded": CustomEvent<{ ref: Ref }>;
  /** "Leave waiting" was pressed: a page that opened the form may close it. */
  "halt-leave": CustomEvent<{ ref: Ref }>;
  "halt-error": CustomEvent<{ code: string; path: string }>;
  "halt-open": CustomEvent<{ ref: Ref }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "halt-approval": HaltApproval;
    "halt-inbox": HaltInbox;
  }
  interface HTMLElementEventMap extends HaltEvents {}
}
