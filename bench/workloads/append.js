// `append`: one node that sends itself round and adds a message to a list each time. Shows whether a step costs more once
// the list is long, in time and in what is stored.

import { bytesPerStep, course, megabytes, step, whole } from "./figures.js";

/** Bytes of a message as JSON. */
export const MESSAGE = 200;

const FILLING = "What an agent says to a model, and the model to it, is mostly plain text of about this length; ";

/**
 * A message whose JSON has exactly `MESSAGE` bytes, all ASCII.
 *
 * @param {number} number
 */
function message(number) {
  const empty = { id: `m${String(number).padStart(6, "0")}`, role: "assistant", content: "" };
  const room = MESSAGE - JSON.stringify(empty).length;
  return { ...empty, content: FILLING.repeat(Math.ceil(room / FILLING.length)).slice(0, room) };
}

/**
 * @typedef {object} AppendWork
 * @property {number} steps how often the node runs; each run tells the clock `begin(length of the list)`
 * @property {(step: number) => object} message what each run appends to the list `messages`
 */

/** @satisfies {import("./index.js").Workload} */
export const append = {
  name: "append",
  way: "page",
  sizes: [3000],
  quick: [1000],
  /** @returns {AppendWork} */
  of: (size) => ({ steps: size, message }),
  figures: [step, whole, course, bytesPerStep, megabytes],
};
