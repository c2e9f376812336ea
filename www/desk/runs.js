// The runs of a demo, read from the graph's threads, and the ways to start one and to go on with one. Nothing is kept beside the
// store but which runs this page itself waits for. No DOM.

/** @import { CompiledStateGraph, Pending, Thread } from "../haltgraph.js" */

/** Where every run is in its life, whatever the demo. @typedef {"running" | "waiting" | "unknown" | "failed" | "stopped" | "damaged" | "done"} Phase */

/**
 * One run as the page shows it.
 * @template {Record<string, any>} [S=Record<string, any>]
 * @typedef {object} Run
 * @property {string} thread
 * @property {Phase} phase `unknown`: answered by a page that died before the result
 * @property {string} status the demo's word for it, else the phase
 * @property {boolean} ours whether this page runs it
 * @property {S} state the values of the thread; before anything is stored, the input
 * @property {readonly Pending[]} questions open, oldest first
 * @property {{ code: string, message: string }} [error] of a run that failed
 * @property {number} createdAt milliseconds since 1970
 */

/** @typedef {CompiledStateGraph<any, any>} App */

/** @template {Record<string, any>} [S=Record<string, any>] */
export class Runs {
  #app;
  #prefix;
  #statusOf;
  /** Newest first; undefined before the first reading. @type {readonly Run<S>[] | undefined} */
  list;
  /** Why the store cannot be read. @type {{ code: string, message: string } | undefined} */
  problem;
  /** @type {Map<string, { version: string, state: S }>} */
  #states = new Map();
  /** Threads that this page runs, and what it started them with. @type {Map<string, S | undefined>} */
  #running = new Map();
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @type {Promise<void> | undefined} */
  #reading;
  #again = false;

  /**
   * @param {App} app
   * @param {object} options
   * @param {string} options.prefix of the threads' names
   * @param {(run: Run<S>) => string | undefined} [options.statusOf] the demo's own word for where a run is
   */
  constructor(app, { prefix, statusOf = () => undefined }) {
    this.#app = app;
    this.#prefix = prefix;
    this.#statusOf = statusOf;
    app.subscribe(() => void this.refresh());
    addEventListener("pageshow", ({ persisted }) => persisted && void this.refresh());
  }

  /**
   * Tells of each new reading. Returns what ends it.
   * @param {() => void} listener
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Starts a run on a thread of its own.
   * @param {S} input
   * @returns {{ thread: string, stored: Promise<void> }} `stored` is rejected when not even the input could be kept
   */
  start(input) {
    const thread = `${this.#prefix}-${crypto.randomUUID().slice(0, 8)}`;
    const stored = this.#stream(thread, input).catch(async (error) => {
      await this.refresh();
      // A run that failed stands in the list, with its error.
      if (!this.#states.has(thread)) throw error;
    });
    return { thread, stored: this.#follow(thread, input, stored) };
  }

  /**
   * Goes on with a run that failed, or whose tab is gone.
   * @param {string} thread
   * @returns {Promise<void>} rejected with THREAD_BUSY while another tab runs it
   */
  async goOn(thread) {
    const receipt = await this.#app.continue(thread);
    this.follow(thread, receipt.done);
  }

  /**
   * Follows a run that somebody else in this page set going.
   * @param {string} thread
   * @param {Promise<unknown>} done
   */
  follow(thread, done) {
    void this.#follow(thread, undefined, done.catch(() => undefined));
  }

  /** @param {string} thread */
  async remove(thread) {
    await this.#app.checkpointer?.deleteThread(thread);
    await this.refresh();
  }

  /** Stops what runs or waits, and removes every run. */
  async removeAll() {
    const threads = await this.#app.threads();
    await Promise.all(threads.map(async ({ thread }) => {
      // One that has ended cannot be stopped.
      await this.#app.cancel(thread).catch(() => undefined);
      await this.#app.checkpointer?.deleteThread(thread);
    }));
    await this.refresh();
  }

  /** @param {string} thread */
  find(thread) {
    return this.list?.find((run) => run.thread === thread);
  }

  /**
   * Reads the store anew. Calls made while one reads share the next reading.
   * @returns {Promise<void>}
   */
  refresh() {
    if (this.#reading) this.#again = true;
    this.#reading ??= this.#readAll().then(() => {
      this.#reading = undefined;
      return this.#again ? this.refresh() : undefined;
    });
    return this.#reading;
  }

  async #readAll() {
    this.#again = false;
    try {
      this.list = await this.#read();
      this.problem = undefined;
    } catch (error) {
      const { code = "E_UNKNOWN", message = String(error) } = Object(error);
      this.problem = { code, message };
    }
    this.#listeners.forEach((listener) => listener());
  }

  /** @returns {Promise<Run<S>[]>} */
  async #read() {
    const [threads, questions] = await Promise.all([this.#app.threads(), this.#app.pending()]);
    const asked = byThread(questions);
    const rows = await Promise.all(threads.map(async (row) => this.#run(row, await this.#stateOf(row), asked.get(row.thread) ?? [])));
    const known = new Set(threads.map(({ thread }) => thread));
    const begun = [...this.#running].flatMap(([thread, input]) => (input && !known.has(thread) ? [this.#beginning(thread, input)] : []));
    return [...begun, ...rows.toSorted((a, b) => b.createdAt - a.createdAt)];
  }

  /**
   * A thread's state, read again only when its head has moved.
   * @param {Thread} row
   * @returns {Promise<S>}
   */
  async #stateOf({ thread, step, status, waiting, updatedAt }) {
    const version = [step, status, waiting, updatedAt].join();
    const known = this.#states.get(thread);
    if (known?.version === version) return known.state;
    if (status === "quarantined") return /** @type {S} */ ({});
    const { values } = await this.#app.getState({ configurable: { thread_id: thread } });
    const state = /** @type {S} */ (values);
    this.#states.set(thread, { version, state });
    return state;
  }

  /**
   * @param {Thread} row
   * @param {S} state
   * @param {readonly Pending[]} questions
   * @returns {Run<S>}
   */
  #run({ thread, status, createdAt, error }, state, questions) {
    const phase = phaseOf(status, questions);
    return this.#named({
      thread, createdAt, phase, state, questions, ours: this.#running.has(thread),
      ...(phase === "failed" && error && { error }),
    });
  }

  /**
   * A run that is not stored yet.
   * @param {string} thread
   * @param {S} state
   */
  #beginning(thread, state) {
    return this.#named({ thread, state, phase: "running", ours: true, questions: [], createdAt: Date.now() });
  }

  /** @param {Omit<Run<S>, "status">} run @returns {Run<S>} */
  #named(run) {
    const plain = { ...run, status: run.phase };
    return { ...plain, status: this.#statusOf(plain) ?? run.phase };
  }

  /**
   * @param {string} thread
   * @param {S} input
   */
  async #stream(thread, input) {
    const chunks = await this.#app.stream(input, { configurable: { thread_id: thread }, streamMode: "values" });
    const reader = chunks.getReader();
    while (!(await reader.read()).done) void this.refresh();
  }

  /**
   * @param {string} thread
   * @param {S | undefined} input
   * @param {Promise<void | unknown>} run
   * @returns {Promise<void>}
   */
  async #follow(thread, input, run) {
    this.#running.set(thread, input);
    void this.refresh();
    try {
      await run;
    } finally {
      this.#running.delete(thread);
      await this.refresh();
    }
  }
}

/** @param {readonly Pending[]} questions */
function byThread(questions) {
  /** @type {Map<string, Pending[]>} */
  const groups = new Map();
  for (const question of questions) groups.set(question.thread, [...groups.get(question.thread) ?? [], question]);
  return groups;
}

/**
 * @param {Thread["status"]} status
 * @param {readonly Pending[]} questions
 * @returns {Phase}
 */
function phaseOf(status, questions) {
  if (status === "quarantined") return "damaged";
  if (questions.some(({ claimed }) => claimed)) return "unknown";
  if (questions.length > 0) return "waiting";
  if (status === "failed" || status === "done") return status;
  return status === "running" || status === "interrupted" ? "running" : "stopped";
}
