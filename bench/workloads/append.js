// `append`: one node that sends itself round and adds a message to a list each time. Shows whether a step costs more once
// the list is long, in time and in what is stored.

/** Bytes of a message as JSON. */
const MESSAGE = 200;

const FILLING = "What an agent says to a model, and the model to it, is mostly plain text of about this length; ";

/**
 * A message whose JSON has exactly `MESSAGE` bytes, all ASCII.
 *
 * @param {number} step
 */
function message(step) {
  const empty = { id: `m${String(step).padStart(6, "0")}`, role: "assistant", content: "" };
  const room = MESSAGE - JSON.stringify(empty).length;
  return { ...empty, content: FILLING.repeat(Math.ceil(room / FILLING.length)).slice(0, room) };
}

/** @type {import("./index.js").Workload} */
export const append = {
  name: "append",
  sizes: [1000],
  of: (size) => ({ steps: size, nodes: ["append"], message, payload: MESSAGE }),
};
