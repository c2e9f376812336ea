// One message, from any of the forms in which programs write them to the one in which state keeps them (S-STA-61,
// S-STA-68): a plain object with a type and an id.

import { MessageCoercionError } from "./errors.js";
import { isPlainObject } from "./options.js";
import { uuid } from "./random.js";

/** @import { Message } from "./types/messages.js" */

/** Types by role, and by themselves. @type {ReadonlyMap<unknown, string>} */
const TYPES = new Map([
  ["human", "human"], ["user", "human"], ["ai", "ai"], ["assistant", "ai"], ["system", "system"], ["developer", "system"], ["tool", "tool"],
  ["remove", "remove"],
]);

/** What is kept of a message. */
const MEMBERS = Object.freeze([
  "id", "content", "name", "tool_calls", "tool_call_id", "additional_kwargs", "response_metadata", "usage_metadata", "status", "artifact",
]);

/**
 * @param {unknown} given
 * @returns {Message} the same object where it has the form already
 * @throws {MessageCoercionError}
 */
export function plainMessage(given) {
  if (typeof given === "string") return message("human", { content: given });
  if (Array.isArray(given) && given.length === 2) return message(TYPES.get(given[0]), { content: given[1] });
  if (typeof given !== "object" || given === null) throw noMessage();
  const { type, id } = /** @type {Record<string, unknown>} */ (given);
  if (isPlainObject(given) && type !== undefined && TYPES.get(type) === type) return /** @type {any} */ (typeof id === "string" ? given : { ...given, id: uuid() });
  return fromMembers(/** @type {Record<string, any>} */ (given));
}

/** An instance of a message class, `{ role, content }`, or the form that LangChain serialises to. @param {Record<string, any>} given */
function fromMembers(given) {
  const { role, type, lc, kwargs, id } = given;
  if (role !== undefined) return message(TYPES.get(role), given);
  if (lc === 1 && type === "constructor" && Array.isArray(id)) return message(typeOfClass(id[id.length - 1]), Object(kwargs));
  return message(TYPES.get(given._getType?.() ?? given.getType?.() ?? type), given);
}

/** `HumanMessage`, `AIMessageChunk` and so on. @param {unknown} name */
function typeOfClass(name) {
  return TYPES.get(String(name).replace(/Message(Chunk)?$/, "").toLowerCase());
}

/**
 * @param {string | undefined} type
 * @param {Record<string, any>} members
 * @returns {Message}
 */
function message(type, members) {
  if (type === undefined) throw noMessage();
  const kept = MEMBERS.filter((member) => members[member] !== undefined).map((member) => [member, members[member]]);
  const made = { type, ...Object.fromEntries(kept) };
  if (Array.isArray(made.tool_calls)) made.tool_calls = made.tool_calls.map(toolCall);
  if (typeof made.id !== "string") made.id = uuid();
  return made;
}

/** A tool call; of OpenAI's form, whose arguments are text, the plain one. @param {any} call */
function toolCall(call) {
  if (typeof call?.function?.arguments !== "string") return call;
  const { id, function: called } = call;
  try {
    return { id, name: called.name, args: JSON.parse(called.arguments), type: "tool_call" };
  } catch (cause) {
    throw new MessageCoercionError(`The arguments of the tool call "${String(called.name).slice(0, 64)}" are no JSON\n\nAsk the model again.`, { cause });
  }
}

function noMessage() {
  return new MessageCoercionError(
    "Unable to coerce message from array: only human, AI, system, developer, or tool message coercion is currently supported.\n\n"
      + 'Write a text, [role, content], { role, content }, or { type, content }.',
  );
}
