// The part of the host that hears: stream events, how calls end, what subscribers and developers are told.

import { unlessDead } from "./guard.js";
import { later } from "./later.js";
import { expectParts } from "./on_first_use.js";
import { updatesChunk } from "./result.js";
import { questions } from "./runs.js";
import { ValueHost } from "./value_host.js";

/**
 * @import { Answering } from "./answering.js"
 * @import { Events } from "./events.js"
 * @import { Lowered } from "./lower.js"
 * @import { Runs } from "./runs.js"
 * @import { InterruptRow, Writes } from "./types/engine.js"
 * @import { Warn } from "./warn.js"
 */

/** Passes on what the engine tells. */
export class ReportHost extends ValueHost {
  #answering;
  #events;

  /**
   * @param {Lowered} graph
   * @param {Runs} runs
   * @param {Answering} answering
   * @param {Events} events
   * @param {Warn} warn
   */
  constructor(graph, runs, answering, events, warn) {
    super(graph, runs.checkpointed);
    this.graph = graph;
    this.runs = runs;
    this.#answering = answering;
    this.#events = events;
    /** Tells the developer. */
    this.warn = warn;
  }

  /**
   * @param {number} node
   * @param {string} ref
   * @param {string} payload
   * @param {string} decision
   * @param {string} by
   * @param {number} at
   */
  resumeValue(node, ref, payload, decision, by, at) {
    return this.#answering.approvals.resumeValue(this.graph.nodes[node], ref, payload, decision, by, at);
  }

  /**
   * @param {number} run
   * @param {Record<string, unknown>} state
   */
  values(run, state) {
    this.runs.get(run)?.tellValues(state);
  }

  /**
   * @param {number} run
   * @param {number} node
   * @param {Writes} writes
   * @param {boolean} cached
   */
  updates(run, node, writes, cached) {
    const { nodes, index } = this.graph;
    const call = this.runs.get(run);
    call?.emit?.("updates", updatesChunk(nodes[node].name, writes, cached, index, call.outputs));
  }

  /**
   * One event for each question and stream mode, `updates` first (S-STR-50, S-STR-51).
   * @param {number} run
   * @param {InterruptRow[]} rows
   */
  interrupts(run, rows) {
    for (const row of rows) this.#paused(run, questions([row]));
  }

  /**
   * @param {number} number
   * @param {{ id: string, value: unknown }[]} asked none: a static breakpoint, the last event (S-STR-53)
   */
  #paused(number, asked) {
    const run = this.runs.get(number);
    run?.emit?.("updates", { __interrupt__: asked });
    run?.emit?.("values", { __interrupt__: asked });
  }

  /**
   * @param {number} run
   * @param {Record<string, unknown> | undefined} state
   * @param {InterruptRow[] | undefined} interrupts none in the list: a static breakpoint
   */
  settle(run, state, interrupts) {
    if (interrupts?.length === 0) this.#paused(run, []);
    else if (interrupts !== undefined) expectParts();
    this.runs.get(run)?.settle(state, interrupts);
  }

  /**
   * @param {number} run
   * @param {unknown[]} errors
   * @param {number} [step]
   */
  fail(run, errors, step) {
    this.runs.get(run)?.fail(errors, step);
  }

  /** @param {number} run */
  stop(run) {
    this.runs.get(run)?.stop();
  }

  /** @param {string} text */
  event(text) {
    this.#events.tell(text);
  }

  /** @param {number} run */
  later(run) {
    const { engine } = this.runs.of(run);
    later(() => unlessDead(() => engine.turn(run)));
  }
}
