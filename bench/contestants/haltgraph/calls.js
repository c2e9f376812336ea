// What one call does with each of the graphs, whatever keeps their state.

import { Command } from "../../../www/haltgraph.js";
import * as graphs from "./graphs.js";

/**
 * @import { Clock } from "../../page/clock.js"
 * @import { CompiledStateGraph } from "../../../www/haltgraph.js"
 * @import { Current } from "./graphs.js"
 */

/** A thread's name and how its calls are made. @typedef {{ configurable: { thread_id: string }, recursionLimit: number, durability?: "async" }} Config */

/**
 * How a work is done.
 *
 * @template Work
 * @typedef {object} Play
 * @property {(work: Work, current: Current) => import("../../../www/haltgraph.js").StateGraph<any, any>} graph
 * @property {(app: CompiledStateGraph<any, any>, work: Work, config: Config, clock: Clock, number: number) => Promise<void>} call
 */

/** @type {Play<any>["call"]} */
const run = async (app, _work, config) => {
  await app.invoke({}, config);
};

/** @type {Play<import("../../workloads/chain.js").ChainWork>} */
export const chain = { graph: graphs.chain, call: run };

/** @type {Play<import("../../workloads/append.js").AppendWork>} */
export const append = { graph: graphs.append, call: run };

/** @type {Play<import("../../workloads/sends.js").SendsWork>} */
export const sends = { graph: graphs.sends, call: run };

/** @type {Play<import("../../workloads/ask.js").AskWork>} */
export const ask = {
  graph: graphs.ask,
  async call(app, { answer }, config, clock, number) {
    await app.invoke({}, config);
    clock.lap("ask");
    const state = await app.invoke(new Command({ resume: answer(number) }), config);
    clock.lap("resume");
    if (state.answer !== answer(number)) throw new Error("the node got another answer");
  },
};

/** @type {Play<import("../../workloads/questions.js").QuestionsWork>} */
export const questions = {
  graph: graphs.questions,
  async call(app, { questions: count, answer, lap }, config, clock) {
    /** @type {any} */
    let state = await app.invoke({}, config);
    clock.lap("ask");
    for (let at = 0; at < count; at += 1) {
      state = await app.invoke(new Command({ resume: answer(at) }), config);
      clock.lap(lap(at));
    }
    if (state.answers.length !== count) throw new Error("the node did not get all answers");
  },
};

/** @type {Play<import("../../workloads/parallel.js").ParallelWork>} */
export const parallel = {
  graph: graphs.parallel,
  async call(app, { nodes, answer }, config, clock) {
    const { __interrupt__: asked = [] } = await app.invoke({}, config);
    clock.lap("ask");
    /** @type {any} */
    let state;
    for (const [at, { id }] of asked.entries()) {
      state = await app.invoke(new Command({ resume: { [id]: answer(at) } }), config);
    }
    clock.lap("answers");
    if (state?.answers.length !== nodes.length) throw new Error("the nodes did not get all answers");
  },
};

/** @type {Play<import("../../workloads/document.js").DocumentWork>} */
export const document = {
  graph: graphs.document,
  async call(app, { document: held }, config) {
    await app.invoke({ document: held }, config);
  },
};
