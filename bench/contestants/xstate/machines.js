// The workloads as state machines, as XState's documentation would have them written: what runs is an invoked promise,
// who waits for a person is in a state that waits for an event, and what is remembered is the context. `sends` is not among
// them: actors that are spawned are the nearest that XState has, and a thousand of them take seconds to join.

import { assign, fromPromise, setup } from "xstate";

/**
 * @import { AnyStateMachine } from "xstate"
 * @import { Clock } from "../../page/clock.js"
 * @import { AppendWork } from "../../workloads/append.js"
 * @import { ChainWork } from "../../workloads/chain.js"
 * @import { DocumentWork } from "../../workloads/document.js"
 * @import { ParallelWork } from "../../workloads/parallel.js"
 * @import { QuestionsWork } from "../../workloads/questions.js"
 */

/**
 * What nodes need of the call under way: they are made once, and calls follow one another.
 *
 * @typedef {object} Current
 * @property {Clock} [clock]
 * @property {() => Promise<void>} [stored] resolves once the step before is stored; nothing where nothing is
 */

/** The event that answers a question. @typedef {{ type: "answer", answer: string }} Answer */

/**
 * A node: waits until the step before is stored, as its promise asks, and then does something.
 *
 * @template Input, Output
 * @param {Current} current
 * @param {(input: Input) => Output} run
 */
const node = (current, run) => fromPromise(async (/** @type {{ input: Input }} */ { input }) => {
  await current.stored?.();
  return run(input);
});

/**
 * @param {ChainWork} work
 * @param {Current} current
 * @returns {AnyStateMachine}
 */
export function chain({ nodes }, current) {
  const actors = nodes.map((name, step) => [name, node(current, () => {
    current.clock?.begin(step);
    return {};
  })]);
  const states = nodes.map((name, at) => [name, { invoke: { src: name, onDone: nodes[at + 1] ?? "done" } }]);
  return setup({ actors: Object.fromEntries(actors) }).createMachine({
    initial: nodes[0] ?? "done",
    states: { ...Object.fromEntries(states), done: { type: "final" } },
  });
}

/**
 * A machine of one node that runs again and again, and changes the context each time.
 *
 * @template {object} Context
 * @param {Context} context at the beginning
 * @param {import("xstate").PromiseActorLogic<any, any>} run its input is `of`
 * @param {(context: Context) => number} of how often the node has run
 * @param {number} steps
 * @param {(context: Context, output: any) => Partial<Context>} change
 * @returns {AnyStateMachine}
 */
function loop(context, run, of, steps, change) {
  // `setup` types a machine by what is written out in it, which a context that is a parameter is not.
  /** @type {any} */
  const actions = assign((/** @type {any} */ { context: before, event }) => change(before, event.output));
  return setup({ actors: { run } }).createMachine({
    context,
    initial: "running",
    states: {
      running: {
        invoke: {
          src: "run",
          input: (/** @type {any} */ { context: now }) => of(now),
          onDone: [
            { guard: (/** @type {any} */ { context: before }) => of(before) + 1 < steps, target: "running", reenter: true, actions },
            { target: "done", actions },
          ],
        },
      },
      done: { type: "final" },
    },
  });
}

/**
 * @param {AppendWork} work
 * @param {Current} current
 */
export function append({ steps, message }, current) {
  const run = node(current, (/** @type {number} */ length) => {
    current.clock?.begin(length);
    return message(length);
  });
  /** @type {{ messages: object[] }} */
  const context = { messages: [] };
  return loop(context, run, ({ messages }) => messages.length, steps, ({ messages }, output) =>
    ({ messages: messages.concat(output) }));
}

/**
 * @param {DocumentWork} work
 * @param {Current} current
 */
export function document({ steps, document: held }, current) {
  const run = node(current, (/** @type {number} */ count) => {
    current.clock?.begin(count);
    return count + 1;
  });
  return loop({ document: held, count: 0 }, run, ({ count }) => count, steps, (_, count) => ({ count }));
}

/**
 * A machine that asks one question after the other.
 *
 * @param {Pick<QuestionsWork, "questions" | "question">} work
 * @returns {AnyStateMachine}
 */
export function questions({ questions: count, question }) {
  const types = /** @type {{ context: { answers: string[], question: object }, events: Answer }} */ ({});
  return setup({ types }).createMachine({
    context: () => ({ answers: [], question: question(0) }),
    initial: "asking",
    states: {
      asking: {
        on: {
          answer: [
            {
              guard: ({ context }) => context.answers.length + 1 < count,
              actions: assign(({ context, event }) => ({
                answers: context.answers.concat(event.answer),
                question: question(context.answers.length + 1),
              })),
            },
            { target: "done", actions: assign({ answers: ({ context, event }) => context.answers.concat(event.answer) }) },
          ],
        },
      },
      done: { type: "final" },
    },
  });
}

/** The event that answers one node of several. @param {string} name */
export const answerTo = (name) => `answer.${name}`;

/**
 * A machine with a region for each node that asks.
 *
 * @param {ParallelWork} work
 * @returns {AnyStateMachine}
 */
export function parallel({ nodes, question }) {
  const types = /** @type {{ context: { answers: string[], questions: Record<string, object> } }} */ ({});
  const regions = nodes.map((name) => [name, {
    initial: "asking",
    states: {
      asking: {
        on: {
          [answerTo(name)]: {
            target: "answered",
            actions: assign({ answers: ({ context, event }) => context.answers.concat(event.answer) }),
          },
        },
      },
      answered: { type: "final" },
    },
  }]);
  return setup({ types }).createMachine({
    type: "parallel",
    context: () => ({ answers: [], questions: Object.fromEntries(nodes.map((name, at) => [name, question(at)])) }),
    states: Object.fromEntries(regions),
  });
}
