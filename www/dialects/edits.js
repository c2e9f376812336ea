// The edits between two values as an RFC 6902 subset (add, remove, replace), for display and audit. The words of a diff are diff.js.
/** @import { Args, Json, Edit, RequestAction } from "./index.js" */
import { isObject, pointer, same } from "./json.js";

/**
 * Edits that turn `before` into `after` when applied in order. Lists are compared by position.
 * @param {Json} before
 * @param {Json} after
 * @param {string} [path]
 * @returns {Edit[]}
 */
export function editsBetween(before, after, path = "") {
  if (same(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return listEdits(before, after, path);
  if (isObject(before) && isObject(after)) return objectEdits(before, after, path);
  return [{ op: "replace", path, value: after }];
}

/**
 * @param {{ [key: string]: Json }} before
 * @param {{ [key: string]: Json }} after
 * @param {string} path
 * @returns {Edit[]}
 */
function objectEdits(before, after, path) {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [
    ...gone.map((key) => /** @type {Edit} */ ({ op: "remove", path: pointer(path, key) })),
    ...Object.entries(after).flatMap(([key, value]) => (Object.hasOwn(before, key)
      ? editsBetween(before[key], value, pointer(path, key))
      : [/** @type {Edit} */ ({ op: "add", path: pointer(path, key), value })])),
  ];
}

/**
 * @param {Json[]} before
 * @param {Json[]} after
 * @param {string} path
 * @returns {Edit[]}
 */
function listEdits(before, after, path) {
  const shared = Math.min(before.length, after.length);
  return [
    ...after.slice(0, shared).flatMap((value, i) => editsBetween(before[i], value, pointer(path, i))),
    ...after.slice(shared).map((value, i) => /** @type {Edit} */ ({ op: "add", path: pointer(path, shared + i), value })),
    ...before.slice(shared).map((_, i) => /** @type {Edit} */ ({ op: "remove", path: pointer(path, before.length - 1 - i) })),
  ];
}

/**
 * The first member that an edit removes where it cannot: a node that merges would keep it.
 * @param {Pick<RequestAction, "args" | "merges">} action
 * @param {Args} after
 * @returns {string | undefined}
 */
export const lostMember = ({ args, merges }, after) => (merges === true ? Object.keys(args).find((key) => !Object.hasOwn(after, key)) : undefined);
