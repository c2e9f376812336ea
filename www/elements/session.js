// One request from its first reading to its outcome: the states of C.4 and what moves between them. No DOM: views read it and
// call it. What is edited is editing.js, what is sent is sending.js, the words of an outcome are outcome.js.
/** @import { AppEvent, ApprovalState, Decided, HaltApp, Pending } from "../elements.js" */
/** @import { FieldError, FormModel, Messages, Verdict } from "../dialects/index.js" */
/** @import { Feed, Submitting } from "./feed.js" */
/** @import { Part } from "./late.js" */
import "../dialects/later.js";
import { modelOf } from "../dialects/form_model.js";
import { translator } from "../dialects/messages.js";
import { bringDialects, isReadable } from "../dialects/registry.js";
import { dropDraft, emptyDraft, loadDraft, saveDraft } from "./drafts.js";
import { Editing } from "./editing.js";
import { feedOf } from "./feed.js";
import { foresee, load, loaded } from "./late.js";
import { Sending } from "./sending.js";

/** How a request ended.
 * @typedef {object} Outcome
 * @property {"ran" | "failed" | "input" | "elsewhere" | "unknown"} [kind]
 * @property {readonly Verdict[]} [verdicts] what this form sent
 * @property {Decided} [decided] what the record says
 * @property {number} [at] milliseconds since 1970
 * @property {unknown} [error] of the run
 * @property {boolean} [waits] the run asks again
 * @property {boolean} [held] another page runs it
 */

/** What a session needs of its element.
 * @typedef {object} Host
 * @property {() => void} draw draws the state anew
 * @property {() => void} refresh brings locks and counts up to date
 * @property {(name: string, detail: object, cancelable?: boolean) => boolean} emit false when the event was prevented
 * @property {(text: string, urgent?: boolean) => void} say tells a screen reader
 */

/** @typedef {{ thread: string | null, interrupt: string | null, request?: Pending, messages?: Messages, readonly?: boolean }} Wanted */

/** States in which the question is open to this form. */
const OPEN = new Set(/** @type {ApprovalState[]} */ (["pending", "editing", "reviewing", "confirming", "stale"]));

/** States whose views load on first use. */
const OUTCOMES = new Set(/** @type {ApprovalState[]} */ (["done", "closed", "stale", "expired", "cancelled", "unknown-outcome"]));

/** How often it is asked whether another page still runs what it took up. */
const HELD_MS = 3000;

/** One request and what a person has done to it so far. */
export class Session {
  /** @type {ApprovalState} */
  state = "loading";
  /** @type {Pending | undefined} */
  question;
  /** @type {FormModel | undefined} */
  model;
  /** The newer version, in state `stale`. @type {Pending | undefined} */
  newer;
  /** Another request that waits. @type {Pending | undefined} */
  next;
  /** @type {Outcome} */
  outcome = {};
  /** A refusal, in state `error` or while the form stays open. @type {{ code: string, message: string } | undefined} */
  problem;
  /** @type {FieldError[]} */
  errors = [];
  draft = emptyDraft();
  /** The fields and their rules, once something is edited. @type {typeof import("./editor.js") | undefined} */
  editor;
  /** Parts of the form that were needed and could not be loaded. @type {readonly Part[]} */
  lacking = [];
  /** Folded rows that were opened, by scope and path. @type {Set<string>} */
  opened = new Set();
  /** Verdicts of single actions, where a request has several. @type {Map<string, Verdict>} */
  verdicts = new Map();
  /** What waits for a second step. @type {{ verdicts: Verdict[] } | "stop" | undefined} */
  asked;

  /** Minutes before the deadline that were spoken last. @type {number | undefined} */
  spoken;

  /** @type {(() => void)[]} */
  #quit = [];
  #readings = 0;
  /** Looks whether the page that goes on still lives: its death is told by nobody. @type {ReturnType<typeof setInterval> | undefined} */
  #poll;

  /**
   * @param {readonly HaltApp[]} apps
   * @param {Wanted} wanted
   * @param {Host} host
   */
  constructor(apps, wanted, host) {
    this.wanted = wanted;
    this.host = host;
    this.feeds = apps.map(feedOf);
    /** The feed of the question's app. @type {Feed | undefined} */
    this.feed = this.feeds[0];
    this.t = translator({ locale: "en", messages: wanted.messages });
    this.editing = new Editing(this);
    this.sending = new Sending(this);
  }

  /** The locale of dates and numbers. */
  get locale() {
    return this.question?.ctx.locale ?? "en";
  }

  /** When the question expires, in milliseconds since 1970. */
  get expiresAt() {
    const times = [this.model?.expiresAt, this.question?.expires_at].filter((time) => time !== undefined);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  get isOpen() {
    return OPEN.has(this.state);
  }

  /** Follows the app and reads the request. */
  start() {
    this.#quit = this.feeds.map((feed) => feed.listen((event) => this.#hear(feed, event)));
    const { request } = this.wanted;
    if (request && this.feeds.length === 1) this.show(this.feeds[0], request);
    else void this.load();
  }

  /** Stops following. What is under way goes on without this form. */
  stop() {
    this.#quit.forEach((quit) => quit());
    this.#quit = [];
    clearInterval(this.#poll);
    this.#readings += 1;
  }

  /**
   * Changes the state and draws it.
   * @param {ApprovalState} state
   */
  to(state) {
    const from = this.state;
    if (from !== state) clearInterval(this.#poll);
    this.state = state;
    this.host.draw();
    if (from !== state) this.host.emit("halt-state", { from, to: state });
    if (OUTCOMES.has(state) && !loaded("followup") && !this.lacking.includes("followup")) this.withParts(["followup"], () => this.host.draw());
  }

  /** Reads which question is to be shown, and shows it. */
  async load() {
    const reading = (this.#readings += 1);
    try {
      const found = await this.#find();
      if (reading !== this.#readings) return;
      if (found) this.show(found.feed, found.question);
      else this.to("empty");
    } catch (error) {
      if (reading === this.#readings) this.fail(error);
    }
  }

  /** @returns {Promise<{ feed: Feed, question: Pending } | undefined>} */
  async #find() {
    const lists = await Promise.all(this.feeds.map(async (feed) => (await feed.list()).map((question) => ({ feed, question }))));
    const fitting = lists.flat().filter(({ question }) => this.#isWanted(question));
    return fitting.find(({ question }) => !question.claimed) ?? fitting[0];
  }

  /** @param {Pending} question */
  #isWanted({ thread, interrupt }) {
    const { request, thread: t, interrupt: i } = this.wanted;
    if (request) return request.interrupt === interrupt;
    return (t === null || t === thread) && (i === null || i === interrupt);
  }

  /**
   * Shows a question from the beginning; nothing of an earlier one stays.
   * @param {Feed} feed
   * @param {Pending} question
   * @param {{ draft?: import("./drafts.js").FormDraft }} [kept] the draft of an earlier version of the same question
   */
  show(feed, question, { draft = loadDraft(question.ref) } = {}) {
    if (!isReadable(question.payload, question.ctx)) return this.#afterDialects(feed, () => this.show(feed, question, { draft }));
    const first = this.state === "empty";
    Object.assign(this, { feed, lacking: [], newer: undefined, next: undefined, outcome: {}, problem: undefined, errors: [], asked: undefined, spoken: undefined, draft });
    this.opened.clear();
    this.verdicts.clear();
    this.#read(question);
    if (question.claimed) return this.#open(["followup"], () => this.#claimed(question.decided));
    if (this.model?.state === "error") return this.fail(this.model.error);
    if (Date.now() >= (this.expiresAt ?? Infinity)) return this.#open(["followup"], () => this.to("expired"));
    if (first) this.#announce();
    foresee(["followup", ...(this.#isEditable ? [/** @type {const} */ ("editor")] : [])]);
    return this.#open(this.#partsToShow, () => this.#toRequest());
  }

  /**
   * Goes on when the dialects are loaded that may read the question: read without them, it would be answered wrongly.
   * @param {Feed} feed
   * @param {() => void} then
   */
  #afterDialects(feed, then) {
    this.feed = feed;
    if (this.state !== "loading") this.to("loading");
    const readings = this.#readings;
    bringDialects().then(() => readings === this.#readings && then(), (error) => readings === this.#readings && this.fail({ code: "E_NOT_LOADED", message: error.message }));
  }

  /** To the request, or to the edit of it that was begun. */
  #toRequest() {
    this.to(this.editing.action ? "editing" : "pending");
  }

  /**
   * Goes on to the first view of a question; nothing of an earlier one is shown while its parts load.
   * @param {readonly Part[]} names
   * @param {() => void} then
   */
  #open(names, then) {
    if (this.state !== "loading" && names.some((name) => !loaded(name))) this.to("loading");
    this.withParts(names, then);
  }

  /**
   * Goes on when these parts of the form are loaded, at once where they are; also without those that cannot be loaded, which the
   * views make up for. Does nothing where the form has gone another way meanwhile.
   * @param {readonly Part[]} names
   * @param {() => void} then
   */
  withParts(names, then) {
    if (names.every((name) => loaded(name))) return this.#takeParts(names, then);
    const { question, state } = this;
    const readings = this.#readings;
    void Promise.allSettled(names.map(load)).then(() => {
      if (question === this.question && state === this.state && readings === this.#readings) this.#takeParts(names, then);
    });
    return undefined;
  }

  /**
   * @param {readonly Part[]} names
   * @param {() => void} then
   */
  #takeParts(names, then) {
    this.lacking = [...new Set([...this.lacking, ...names])].filter((name) => !loaded(name));
    if (names.includes("editor")) this.editor = loaded("editor");
    if (this.question) this.#read(this.question);
    then();
    if (names.every((name) => loaded(name))) return;
    this.host.say(this.t("part.missing"), true);
    this.host.emit("halt-error", { code: "E_NOT_LOADED", path: "" });
  }

  /** Tries again to load what could not be loaded. */
  retry() {
    this.withParts(this.lacking, () => (this.state === "pending" ? this.#toRequest() : this.host.draw()));
  }

  /** Whether something of the request can be edited here. */
  get #isEditable() {
    return this.wanted.readonly !== true && this.model?.actions.some(({ editable }) => editable) === true;
  }

  /** The parts without which the request cannot be shown whole. @returns {Part[]} */
  get #partsToShow() {
    const { request, buttons = [] } = this.model ?? {};
    const followup = request?.form === "actions" || request?.actions.some(({ before }) => before !== undefined) || buttons.some(({ confirm }) => confirm !== "none");
    const editor = this.draft.editing !== null || this.#asksForAnswer;
    return [...(editor ? [/** @type {const} */ ("editor")] : []), ...(followup ? [/** @type {const} */ ("followup")] : [])];
  }

  /** Whether the answer is typed into a field of the form. */
  get #asksForAnswer() {
    const { request } = this.model ?? {};
    return request !== undefined && request.form !== "actions" && request.verbs.includes("respond");
  }

  /** @param {Pending} question */
  #read(question) {
    this.question = question;
    this.model = modelOf(question.payload, this.context, { ...this.editor?.editor, diff: loaded("followup")?.diff });
    this.t = translator(this.context);
  }

  /** The context of the question as it is now, in this form's words. */
  get context() {
    if (!this.question) throw new TypeError("no request is shown");
    const { ctx, ref } = this.question;
    return { ...ctx, ref, now: Date.now(), messages: { ...ctx.messages, ...this.wanted.messages } };
  }

  #announce() {
    const tool = this.toolName;
    this.host.say(this.t("announce.request", { tool, risk: this.t(`risk.${this.model?.risk ?? "medium"}`) }));
  }

  /** The tool, or the step where no tool is named. */
  get toolName() {
    const actions = this.model?.request?.actions ?? [];
    return actions.length === 1 && actions[0].nameOk ? actions[0].name : this.model?.node || this.t("untitled");
  }

  /** @param {Decided | undefined} decided */
  #claimed(decided) {
    this.outcome = { kind: "unknown", decided };
    this.to("unknown-outcome");
  }

  /**
   * Shows why a request cannot be read or decided.
   * @param {unknown} error
   */
  fail(error) {
    const { code, message, path } = /** @type {{ code?: unknown, message?: unknown, path?: unknown }} */ (Object(error));
    this.problem = { code: typeof code === "string" ? code : "E_UNKNOWN", message: String(message ?? error) };
    this.to("error");
    this.host.emit("halt-error", { code: this.problem.code, path: String(path ?? "") });
  }

  /** Keeps the draft, and tells of it. */
  keepDraft() {
    if (!this.question || !this.model) return;
    saveDraft(this.question.ref, this.draft, this.model);
    this.host.emit("halt-draft", { ref: this.question.ref, dirty: this.editing.isDirty });
  }

  dropDraft() {
    if (this.question) dropDraft(this.question.ref);
  }

  /** Tells that the deadline has passed. */
  expire() {
    if (!this.question) return;
    this.outcome = { at: this.expiresAt };
    this.dropDraft();
    this.to("expired");
    this.host.say(this.t("expired", { time: this.time(this.expiresAt) }), true);
    this.host.emit("halt-expired", { ref: this.question.ref });
    void this.feed?.list().catch(() => undefined);
  }

  /**
   * A time of day in the person's language, with the day where it is not today.
   * @param {number | undefined} at milliseconds since 1970
   */
  time(at) {
    const date = new Date(at ?? Date.now());
    const today = date.toDateString() === new Date().toDateString();
    return new Intl.DateTimeFormat(this.locale, today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" }).format(date);
  }

  /**
   * @param {Feed} feed
   * @param {AppEvent | Submitting} event
   */
  #hear(feed, event) {
    if (this.state === "empty" || this.state === "loading" || (this.state === "error" && event.type === "storage")) return void this.load();
    if (feed !== this.feed || (event.thread !== "" && event.thread !== this.question?.thread)) return;
    const mine = !event.ref || event.ref.interrupt === this.question?.interrupt;
    if (event.type === "submitting") {
      if (mine && this.isOpen) void this.sending.follow(event.receipt, event.decision.verdicts);
    } else if (event.type === "finished" || event.type === "failed") this.sending.ended(event);
    else if (event.type === "pending" || (event.type === "progress" && this.#isElsewhere)) void this.#reread();
    else if (mine && this.isOpen) void this.closedBy(event.type, event);
  }

  /**
   * Shows that something closed the question.
   * @param {AppEvent["type"]} type
   * @param {Decided} decided
   */
  closedBy(type, decided) {
    if (!this.question) return;
    const { ref } = this.question;
    if (type === "expired") return this.expire();
    if (!["decided", "cancelled", "superseded"].includes(type)) return undefined;
    this.outcome = { at: decided.at ?? Date.now(), decided, kind: type === "superseded" ? "input" : "elsewhere" };
    this.dropDraft();
    this.to(type === "cancelled" ? "cancelled" : "closed");
    if (type === "superseded") this.host.emit("halt-superseded", { ref });
    return this.lookForNext();
  }

  /** Reads the question again: it may be gone, or be another version. */
  async #reread() {
    const { question, feed } = this;
    if (!question || !feed) return;
    const list = await feed.list().catch(() => undefined);
    if (!list || question !== this.question) return;
    const now = list.find(({ interrupt }) => interrupt === question.interrupt);
    if (this.state === "done" || this.state === "closed") return void this.lookForNext();
    if (this.#isElsewhere) return this.#follow(now);
    if (!this.isOpen) return;
    if (!now) void this.closedBy("decided", {});
    else if (now.claimed) this.#claimed(now.decided);
    else this.renew(now);
  }

  /** Whether what runs, or does not, is another page's. */
  get #isElsewhere() {
    return this.state === "unknown-outcome" || (this.state === "submitting" && this.outcome.held === true);
  }

  /**
   * Another page goes on with the stored decision, or has died over it.
   * @param {Pending | undefined} now the question, where its outcome is unknown again
   */
  #follow(now) {
    if (now?.claimed && this.state === "submitting") return this.#claimed(now.decided);
    if (now || this.state === "submitting") return undefined;
    this.outcome = { ...this.outcome, held: true, at: this.outcome.decided?.at };
    this.to("submitting");
    this.#poll = setInterval(() => void this.#reread(), HELD_MS);
    return undefined;
  }

  /**
   * Takes a newer version: another payload must be reviewed again, another deadline must not.
   * @param {Pending} now
   */
  renew(now) {
    if (!this.question || now.revision === this.question.revision) return;
    if (now.ref.digest !== this.question.ref.digest) {
      this.newer = now;
      return this.to("stale");
    }
    this.#read(now);
    this.keepDraft();
    return this.to(this.isOpen ? this.state : "pending");
  }

  /** Shows the newer version, with the draft of the older one. */
  reviewNewer() {
    if (this.newer && this.feed) this.show(this.feed, this.newer, { draft: this.draft });
  }

  /** Looks for another request to show after this one, unless the page chose it. */
  async lookForNext() {
    const { question, wanted } = this;
    if (wanted.request || wanted.interrupt !== null) return;
    const lists = await Promise.all(this.feeds.map((feed) => feed.list())).catch(() => []);
    if (question !== this.question || this.isOpen) return;
    this.next = lists.flat().find((other) => !other.claimed && other.interrupt !== question?.interrupt && this.#isWanted(other));
    this.host.refresh();
  }

  /** Shows the other request. */
  showNext() {
    if (this.next && this.feed) this.show(this.feed, this.next);
  }
}
