// The machine of the pages of XState.

import { assign, setup } from "xstate";

import { question } from "../workloads/payload.js";

const types = /** @type {{ context: { question: object, answer?: string }, events: { type: "answer", answer: string } }} */ ({});

export const machine = setup({ types }).createMachine({
  context: () => ({ question: question(0) }),
  initial: "asking",
  states: {
    asking: { on: { answer: { target: "done", actions: assign({ answer: ({ event }) => event.answer }) } } },
    done: { type: "final" },
  },
});
