// From what a path function returns to the nodes that run next (S-BLD-28).

import { isCommand } from "./command.js";
import { InvalidUpdateError } from "./errors.js";

/** @import { Branch } from "./lower.js" */

/**
 * @param {Branch} branch
 * @param {unknown} result a name or a list of names: of nodes, or where there is a path map of its labels
 * @returns {string[]}
 * @throws {InvalidUpdateError}
 */
export function targetsOf(branch, result) {
  return (Array.isArray(result) ? result : [result]).map((one) => targetOf(branch, one));
}

/**
 * @param {Branch} branch
 * @param {unknown} one
 * @returns {string}
 */
function targetOf({ source, map }, one) {
  if (isCommand(one)) throw new InvalidUpdateError("Conditional edges must return node names or Send, got Command");
  if (typeof one === "object" && one !== null) {
    throw new InvalidUpdateError("Conditional edges must return node names in this version, got an object");
  }
  const target = map === undefined ? one : map.get(String(one));
  if (target && typeof target === "string") return target;
  const hint = map === undefined ? "Return the name of a node, or END." : `Return one of its labels: ${[...map.keys()].join(", ")}.`;
  throw new InvalidUpdateError(`Branch condition returned unknown or null destination\n\nIt starts at "${source}". ${hint}`, { code: "UNKNOWN_NODE" });
}
