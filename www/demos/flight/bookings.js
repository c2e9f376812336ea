// The bookings of the desk, read from the graph's threads, and the ways to start one and to go on with one. Nothing is kept
// beside the store but which runs this page itself waits for. No DOM.

/**
 * @import { CompiledStateGraph, Pending, Thread } from "../../haltgraph.js"
 * @import { HaltAnswer } from "../../api/types/nodes.js"
 * @import { Proposal } from "./book_flight.js"
 * @import { Ticket } from "./orders.js"
 */

/** @typedef {"planning" | "waiting" | "booking" | "booked" | "rejected" | "unclear" | "failed" | "unknown" | "stopped" | "damaged"} Status */

/** How a run ended. @typedef {{ kind: "booked", ticket: Ticket } | { kind: "rejected" } | { kind: "unclear", text: string }} Outcome */

/**
 * One booking as the page shows it.
 * @typedef {object} Booking
 * @property {string} thread
 * @property {Status} status
 * @property {boolean} ours whether this page runs it
 * @property {string} request
 * @property {number} limit
 * @property {Proposal} [action]
 * @property {HaltAnswer} [decision]
 * @property {Outcome} [outcome]
 * @property {{ code: string, message: string }} [error]
 * @property {number} createdAt milliseconds since 1970
 */

/** The state of a trip. @typedef {{ request?: string, limit?: number, action?: Proposal, decision?: HaltAnswer, outcome?: Outcome }} Trip */

/** @typedef {CompiledStateGraph<any, any>} App */

export class Bookings {
  #app;
  /** Newest first; undefined before the first reading. @type {readonly Booking[] | undefined} */
  list;
  /** Why the store cannot be read. @type {{ code: string, message: string } | undefined} */
  problem;
  /** @type {Map<string, { version: string, trip: Trip }>} */
  #trips = new Map();
  /** Threads that this page runs, and what it asked of them. @type {Map<string, string>} */
  #running = new Map();
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @type {Promise<void> | undefined} */
  #reading;
  #again = false;

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
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
   * Starts a booking.
   * @param {string} request
   * @param {{ limit: number }} options
   * @returns {{ thread: string, stored: Promise<void> }} `stored` is rejected when not even the request could be kept
   */
  start(request, { limit }) {
    const thread = `flight-${crypto.randomUUID().slice(0, 8)}`;
    const run = this.#stream(thread, { request, limit });
    const stored = run.catch(async (error) => {
      await this.refresh();
      // A run that failed stands in the list, with its error.
      if (!this.#trips.has(thread)) throw error;
    });
    return { thread, stored: this.#follow(thread, request, stored) };
  }

  /**
   * Goes on with a run that failed, or whose tab is gone.
   * @param {string} thread
   * @returns {Promise<void>} rejected with THREAD_BUSY while another tab runs it
   */
  async goOn(thread) {
    const receipt = await this.#app.continue(thread);
    void this.#follow(thread, "", receipt.done.catch(() => undefined));
  }

  /**
   * Follows a run that somebody else in this page set going.
   * @param {string} thread
   * @param {Promise<unknown>} done
   */
  follow(thread, done) {
    void this.#follow(thread, "", done.catch(() => undefined));
  }

  /** @param {string} thread */
  async remove(thread) {
    await this.#app.checkpointer?.deleteThread(thread);
    await this.refresh();
  }

  /** @param {string} thread */
  find(thread) {
    return this.list?.find((booking) => booking.thread === thread);
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

  /** @returns {Promise<Booking[]>} */
  async #read() {
    const [threads, questions] = await Promise.all([this.#app.threads(), this.#app.pending()]);
    const asked = new Map(questions.map((question) => [question.thread, question]));
    const rows = await Promise.all(threads.map(async (thread) => this.#booking(thread, await this.#tripOf(thread), asked.get(thread.thread))));
    const known = new Set(threads.map(({ thread }) => thread));
    const begun = [...this.#running].filter(([thread, request]) => request !== "" && !known.has(thread));
    return [...begun.map(([thread, request]) => beginning(thread, request)), ...rows.toSorted((a, b) => b.createdAt - a.createdAt)];
  }

  /**
   * A thread's state, read again only when its head has moved.
   * @param {Thread} row
   * @returns {Promise<Trip>}
   */
  async #tripOf({ thread, step, status, waiting, updatedAt }) {
    const version = [step, status, waiting, updatedAt].join();
    const known = this.#trips.get(thread);
    if (known?.version === version) return known.trip;
    if (status === "quarantined") return {};
    const { values } = await this.#app.getState({ configurable: { thread_id: thread } });
    this.#trips.set(thread, { version, trip: values });
    return values;
  }

  /**
   * @param {Thread} row
   * @param {Trip} trip
   * @param {Pending | undefined} question
   * @returns {Booking}
   */
  #booking({ thread, status, createdAt, error }, trip, question) {
    return {
      thread, createdAt, ours: this.#running.has(thread), ...trip,
      request: trip.request ?? "", limit: trip.limit ?? 0,
      status: statusOf(status, trip, question),
      ...(status === "failed" && error && { error }),
    };
  }

  /**
   * @param {string} thread
   * @param {{ request: string, limit: number }} input
   */
  async #stream(thread, input) {
    const chunks = await this.#app.stream(input, { configurable: { thread_id: thread }, streamMode: "values" });
    const reader = chunks.getReader();
    while (!(await reader.read()).done) void this.refresh();
  }

  /**
   * @param {string} thread
   * @param {string} request
   * @param {Promise<void | unknown>} run
   * @returns {Promise<void>}
   */
  async #follow(thread, request, run) {
    this.#running.set(thread, request);
    void this.refresh();
    try {
      await run;
    } finally {
      this.#running.delete(thread);
      await this.refresh();
    }
  }
}

/**
 * A booking that is not stored yet.
 * @param {string} thread
 * @param {string} request
 * @returns {Booking}
 */
const beginning = (thread, request) => ({ thread, request, limit: 0, status: "planning", ours: true, createdAt: Date.now() });

/**
 * @param {Thread["status"]} status
 * @param {Trip} trip
 * @param {Pending | undefined} question
 * @returns {Status}
 */
function statusOf(status, { action, outcome }, question) {
  if (status === "quarantined") return "damaged";
  if (question) return question.claimed ? "unknown" : "waiting";
  if (status === "failed") return "failed";
  if (outcome) return outcome.kind;
  if (status === "running" || status === "interrupted") return action ? "booking" : "planning";
  return "stopped";
}
