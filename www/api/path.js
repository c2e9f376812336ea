// From what a path function returns to what runs next (S-BLD-28).

import { isCommand, isSend } from "./command.js";
import { InvalidUpdateError } from "./errors.js";
import { gotoOf } from "./result.js";

/**
 * @import { Branch } from "./lower.js"
 * @import { Goto, Gotos } from "./types/engine.js"
 */

/**
 * @param {Branch} branch
 * @param {unknown} result a Send, a name of a node or where there is a path map one of its labels; or a list of these
 * @returns {Gotos}
 * @throws {InvalidUpdateError}
 */
export function targetsOf(branch, result) {
  return (Array.isArray(result) ? result : [result]).map((one) => targetOf(branch, one));
}

/**
 * @param {Branch} branch
 * @param {unknown} one
 * @returns {Goto}
 */
function targetOf({ source, map }, one) {
  if (isSend(one)) return gotoOf(one);
  if (isCommand(one)) throw new InvalidUpdateError("Conditional edges must return node names or Send, got Command");
  const target = map === undefined || typeof one === "object" ? one : map.get(String(one));
  if (target && typeof target === "string") return target;
  const hint = map === undefined ? "Return the name of a node, a Send, or END." : `Return one of its labels: ${[...map.keys()].join(", ")}.`;
  throw new InvalidUpdateError(`Branch condition returned unknown or null destination\n\nIt starts at "${source}". ${hint}`, { code: "UNKNOWN_NODE" });
}
