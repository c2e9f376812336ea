// From a press to an outcome: verdicts, the second step, the call of the app, and what its refusals mean for the form. The only
// file that calls `resume`, `continue` and `cancel`. No DOM.
/** @import { AppEvent, Receipt } from "../elements.js" */
/** @import { Verb, Verdict } from "../dialects/index.js" */
/** @import { Session } from "./session.js" */
import { decideWith } from "../dialects/reading.js";
import { loaded } from "./late.js";

/** @typedef {{ code?: string, message?: string, path?: string, decided?: import("../elements.js").Decided }} Refusal */

/** What closed a question, by the code that a later answer gets.
 * @type {Record<string, AppEvent["type"]>} */
const CLOSED = { INTERRUPT_CONSUMED: "decided", UNKNOWN_INTERRUPT_ID: "decided", E_CANCELLED: "cancelled", INTERRUPT_EXPIRED: "expired" };

/** Without the editor nothing is edited; an answer beside one of several actions is a text that the app judges.
 * @type {import("../dialects/verdicts.js").Judge} */
const PASSED_ON = { edit: (_, { args, edits }) => ({ args, edits }), answer: (_, { answer }) => ({ answer }) };

/** The decisions of one form. */
export class Sending {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
  }

  /**
   * A verdict on the whole request was pressed.
   * @param {Verb} verb
   * @param {Partial<Verdict>} [data]
   */
  press(verb, data = {}) {
    const { session } = this;
    const { form, actions = [] } = session.model?.request ?? {};
    const [action] = form === "joint" ? [] : actions;
    void this.ask([{ verb, ...(action ? { action: action.id } : {}), ...data, ...this.#reason(verb) }]);
  }

  /**
   * The reason that was typed, for a verb that takes one.
   * @param {Verb} verb
   */
  #reason(verb) {
    const { model, draft } = this.session;
    return (model?.reason[verb] ?? "none") !== "none" && draft.reason !== "" ? { reason: draft.reason } : {};
  }

  /**
   * Asks to send the verdicts of all actions.
   * @param {Verdict[]} verdicts
   */
  sendAll(verdicts) {
    this.#confirm({ verdicts });
  }

  /**
   * Asks for a second step; where it cannot be shown, the request stays open.
   * @param {Session["asked"]} asked
   */
  #confirm(asked) {
    const { session } = this;
    session.withParts(["followup"], () => {
      session.asked = loaded("followup") && asked;
      session.to(loaded("followup") ? "confirming" : "pending");
    });
  }

  /**
   * Sends verdicts, after a second step where their risk asks for one.
   * @param {Verdict[]} verdicts
   */
  ask(verdicts) {
    const { session } = this;
    const steps = verdicts.some(({ verb }) => session.model?.buttons.find((button) => button.verb === verb)?.confirm !== "none");
    if (!steps) return this.send(verdicts);
    return this.#confirm({ verdicts });
  }

  /** The second step was taken. */
  confirm() {
    const { asked } = this.session;
    if (asked === "stop") void this.cancel();
    else if (asked) void this.send(asked.verdicts);
  }

  /** Back from the second step. */
  back() {
    const edit = this.session.asked !== "stop" && this.session.asked?.verdicts.length === 1 && this.session.asked.verdicts[0].verb === "edit";
    this.session.asked = undefined;
    this.session.to(edit ? "reviewing" : "pending");
  }

  /** @param {Verdict[]} verdicts */
  send(verdicts) {
    const { session } = this;
    const { model, feed, question } = session;
    if (!model || !feed || !question) return;
    session.asked = undefined;
    session.problem = undefined;
    if (!session.host.emit("halt-before-decide", { model, verdicts }, true)) return session.to("pending");
    let decision;
    try {
      decision = decideWith(session.editor?.judge ?? PASSED_ON, model, verdicts);
    } catch (error) {
      return this.#refused(/** @type {Refusal} */ (error), verdicts);
    }
    const receipt = feed.submit(question.ref, decision);
    if (session.state !== "submitting") void this.follow(receipt, decision.verdicts);
    receipt.then((given) => session.host.emit("halt-decided", { ref: question.ref, decision, receipt: given }), () => undefined);
    return undefined;
  }

  /**
   * Follows a decision of this question, of this form or of another one in the page, to its outcome.
   * @param {Promise<Receipt>} sent
   * @param {readonly Verdict[]} verdicts
   */
  async follow(sent, verdicts) {
    const { session } = this;
    const { question } = session;
    session.outcome = { verdicts };
    session.to("submitting");
    try {
      const receipt = await sent;
      if (question !== session.question) return;
      session.dropDraft();
      session.outcome = { verdicts, at: Date.now() };
      session.host.refresh();
      receipt.done.then((state) => this.#done(question, { state }), (error) => this.#done(question, { error }));
    } catch (error) {
      if (question === session.question) void this.#refused(/** @type {Refusal} */ (Object(error)), verdicts);
    }
  }

  /**
   * @param {Session["question"]} question
   * @param {{ state?: any, error?: unknown }} end
   */
  #done(question, end) {
    const { session } = this;
    if (question !== session.question || session.state !== "submitting") return;
    const failed = "error" in end;
    const waits = Array.isArray(end.state?.__interrupt__) && end.state.__interrupt__.length > 0;
    session.outcome = { ...session.outcome, kind: failed ? "failed" : "ran", at: Date.now(), waits, ...(failed ? { error: end.error } : {}) };
    session.to("done");
    void session.lookForNext();
  }

  /**
   * A run ended that this page did not follow by a receipt: another page's, or the one that a deadline set going.
   * @param {AppEvent} event
   */
  ended({ type, error }) {
    const { session } = this;
    if (session.state === "expired" && session.outcome.kind === undefined) {
      session.outcome = { ...session.outcome, kind: type === "failed" ? "failed" : "ran", error };
      return session.to("expired");
    }
    const running = session.state === "submitting" && session.outcome.held === true;
    if (session.state !== "unknown-outcome" && !running) return undefined;
    session.outcome = { ...session.outcome, kind: type === "failed" ? "failed" : "ran", at: Date.now(), error };
    return session.to("done");
  }

  /**
   * What a refusal means: the question is closed, changed, or the fault is in the form. What was typed is kept.
   * @param {Refusal} error
   * @param {readonly Verdict[]} verdicts
   */
  #refused(error, verdicts) {
    const { session } = this;
    const code = error.code ?? "";
    if (Object.hasOwn(CLOSED, code)) return session.closedBy(CLOSED[code], error.decided ?? {});
    if (code === "STALE_DECISION") return void this.#stale();
    const words = { code, message: error.message ?? "" };
    const inForm = code === "E_SCHEMA" || code === "E_UNKNOWN_FIELD" || code === "E_EDIT_EMPTY";
    if (inForm && verdicts.some(({ verb }) => verb === "edit" || verb === "respond")) {
      session.errors = [{ path: error.path ?? "", ...words }];
      return session.to(session.editing.action ? "editing" : "pending");
    }
    if (code === "E_REASON_REQUIRED" || code === "E_REASON_TOO_LONG") {
      session.problem = words;
      return session.to("pending");
    }
    return session.fail(error);
  }

  async #stale() {
    const { session } = this;
    const list = await session.feed?.list().catch(() => []);
    const now = list?.find(({ interrupt }) => interrupt === session.question?.interrupt);
    if (now) session.renew(now);
    else void session.closedBy("decided", {});
  }

  /** "Stop this run" was pressed: asks once where more than this would end. */
  async stop() {
    const { session } = this;
    const thread = session.question?.thread;
    const list = await session.feed?.list().catch(() => []);
    const others = (list ?? []).filter((other) => other.thread === thread).length > 1;
    if (!others && (session.model?.actions.length ?? 0) <= 1) return this.cancel();
    return this.#confirm("stop");
  }

  /** Ends the run at this question. */
  async cancel() {
    const { session } = this;
    const { question, feed } = session;
    if (!question || !feed) return;
    const reason = session.draft.reason;
    session.asked = undefined;
    session.outcome = {};
    session.to("submitting");
    try {
      await feed.app.cancel(question.ref, reason === "" ? {} : { reason });
      if (question !== session.question) return;
      session.dropDraft();
      session.outcome = { at: Date.now(), decided: { reason } };
      session.to("cancelled");
      void session.lookForNext();
    } catch (error) {
      if (question === session.question) void this.#refused(/** @type {Refusal} */ (Object(error)), []);
    }
  }

  /**
   * Goes on with the stored decision: after a failure, or where it is not known whether it ran.
   * @param {{ takeOver?: boolean }} [options]
   */
  async goOn(options = {}) {
    const { session } = this;
    const { question, feed, outcome, state } = session;
    if (!question || !feed) return;
    session.to("submitting");
    try {
      const receipt = await feed.app.continue(question.ref, options);
      if (question === session.question) receipt.done.then((end) => this.#done(question, { state: end }), (error) => this.#done(question, { error }));
    } catch (error) {
      if (question !== session.question) return;
      const { code = "", message = "" } = /** @type {Refusal} */ (Object(error));
      session.outcome = { ...outcome, held: code === "THREAD_BUSY" };
      session.problem = { code, message };
      session.to(state);
    }
  }
}
