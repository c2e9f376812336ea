// What the dialects of published payloads have in common: they are recognised by reading them (approvals 0.2), and so a payload
// that one of them recognises is one that it reads.
/** @import { Args, DialectDefinition, Json, ReadingAction, Strength } from "./index.js" */
import { DialectError } from "./errors.js";
import { isObject, same } from "./json.js";
import { object, optional, refuse, required, text } from "./readers.js";

/**
 * A dialect that recognises what it can read.
 * @param {string} id
 * @param {Exclude<Strength, "bound">} strength
 * @param {(payload: Json) => boolean} mayBe a first look: reading what is none makes an error each time, and lists are long
 * @param {Pick<DialectDefinition, "decode" | "encode"> & Partial<DialectDefinition>} parts
 * @returns {DialectDefinition}
 */
export const recognised = (id, strength, mayBe, parts) => ({
  id,
  detect: (payload, ctx) => {
    if (!mayBe(payload)) return null;
    try {
      parts.decode(payload, { ...ctx, policy: {} });
      return strength;
    } catch (error) {
      if (error instanceof DialectError) return null;
      throw error;
    }
  },
  ...parts,
});

/**
 * The first look of a dialect whose payloads are objects with these members.
 * @param {...string} keys
 * @returns {(payload: Json) => boolean}
 */
export const having = (...keys) => (payload) => isObject(payload) && keys.every((key) => Object.hasOwn(payload, key));

/**
 * Refuses an object with other keys than these.
 * @param {{ [key: string]: Json }} source
 * @param {readonly string[]} keys
 */
export function exactly(source, keys) {
  const stranger = Object.keys(source).find((key) => !keys.includes(key));
  if (stranger !== undefined) refuse("", `no member beside ${keys.join(", ")}`);
}

/**
 * The members of an object that a dialect does not read, to be shown all the same.
 * @param {{ [key: string]: Json }} source
 * @param {readonly string[]} keys
 */
export function unreadOf(source, keys) {
  const rest = Object.entries(source).filter(([key]) => !keys.includes(key));
  return rest.length > 0 ? rest.map(([label, value]) => ({ label, value })) : undefined;
}

/**
 * A reader of a tool call, whose name stands under `name`.
 * @param {string} [name]
 * @returns {(value: any, path: string) => ReadingAction}
 */
export const toolCall = (name = "name") => (value, path) => {
  const source = object(value, path);
  return {
    id: optional(source, path, "id", text({ points: 128 })) || "a1",
    name: required(source, path, name, text({ points: 256 })),
    args: required(source, path, "args", object),
  };
};

/**
 * The top-level members that an edit changed, each with its whole new value: what a node that merges is sent.
 * @param {Args} before
 * @param {Args} after
 * @returns {Args}
 */
export const changedMembers = (before, after) => Object.fromEntries(Object.entries(after).filter(([key, value]) =>
  !(Object.hasOwn(before, key) && same(before[key], value))));

/**
 * An answer with the reason in its place; a reason that nobody gave has no member.
 * @param {{ [key: string]: Json }} answer
 * @param {string} key
 * @param {string | undefined} reason
 */
export const withReason = (answer, key, reason) => (reason === undefined ? answer : { ...answer, [key]: reason });

/**
 * The two words of dialects that answer with a text: the reason follows a colon.
 * @param {import("./index.js").Verdict} verdict
 */
export const approvedOrRejected = ({ verb, reason }) => {
  if (verb === "approve") return "approved";
  return reason === undefined ? "rejected" : `rejected: ${reason}`;
};
