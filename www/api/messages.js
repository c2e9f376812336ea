// A list of messages as state: its reducer and the ready-made channel (semantics.md 2.6).

import { Annotation, PREPARE } from "./annotation.js";
import { InvalidUpdateError } from "./errors.js";
import { plainMessage } from "./message.js";

/** @import { Message } from "./types/messages.js" */

/** The id of a RemoveMessage that removes all before it (S-STA-65). */
export const REMOVE_ALL_MESSAGES = "__remove_all__";

/** Removes the message of that id when it is reduced (S-STA-64). Makes a plain object, as all messages in state are. */
export class RemoveMessage {
  /** @param {{ id: string }} about */
  constructor({ id }) {
    return /** @type {any} */ ({ type: "remove", id, content: "" });
  }
}

/**
 * Merges messages: one with a known id takes the place of the old one, others are appended (S-STA-63 to S-STA-66).
 * Messages that stay are the same objects, so that only what is new is stored.
 * @param {unknown} left a message or a list of them, in any form (S-STA-61)
 * @param {unknown} right
 * @returns {Message[]}
 * @throws {InvalidUpdateError} UNKNOWN_MESSAGE when what is to be removed is not there
 */
export function messagesStateReducer(left, right) {
  const added = messagesOf(right);
  const cut = added.findLastIndex(({ type, id }) => type === "remove" && id === REMOVE_ALL_MESSAGES);
  return cut === -1 ? merge(messagesOf(left), added) : merge([], added.slice(cut + 1));
}

/** The same by its other name. */
export const addMessages = messagesStateReducer;

// Ids are given where messages are written, so that they are the same whenever they are reduced.
Object.defineProperty(messagesStateReducer, PREPARE, { value: messagesOf });

/** @param {unknown} given @returns {Message[]} */
function messagesOf(given) {
  if (given === undefined || given === null) return [];
  return Array.isArray(given) ? given.map(plainMessage) : [plainMessage(given)];
}

/**
 * @param {Message[]} old
 * @param {Message[]} added
 */
function merge(old, added) {
  const merged = [...old];
  const places = new Map(merged.map(({ id }, at) => [id, at]));
  const removed = new Set();
  for (const message of added) {
    const { type, id } = message;
    const at = places.get(id);
    if (at === undefined && type === "remove") throw unknownMessage(id);
    if (type === "remove") {
      removed.add(id);
    } else {
      removed.delete(id);
      merged[at ?? merged.length] = message;
      places.set(id, at ?? merged.length - 1);
    }
  }
  return removed.size === 0 ? merged : merged.filter(({ id }) => !removed.has(id));
}

/** @param {string | undefined} id */
function unknownMessage(id) {
  return new InvalidUpdateError(`Attempting to delete a message with an ID that doesn't exist ('${String(id).slice(0, 64)}')`, { code: "UNKNOWN_MESSAGE" });
}

/** The channel of a list of messages, for a StateSchema or beside annotations. */
export const MessagesValue = Annotation({ reducer: messagesStateReducer, default: () => [] });

/** A state schema with one key, `messages` (S-STA-60). Spread its `spec` to add others. */
export const MessagesAnnotation = Annotation.Root({ messages: MessagesValue });
