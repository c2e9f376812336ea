// When a question ends by itself: the options of `interrupt` and `addGate`, as the engine takes them (S-HG-20).

import { badArgument, onlyKnown } from "./options.js";
import { payloadText } from "./values.js";

/** @import { Expiry } from "./types/nodes.js" */

/** Members of the options. */
export const EXPIRY_OPTIONS = Object.freeze(["expiresAt", "ttlMs", "onExpire"]);

/**
 * The options as JSON text; undefined where there are none.
 * @param {Expiry} [options]
 * @returns {string | undefined}
 */
export function expiryText(options) {
  if (options === undefined) return undefined;
  onlyKnown("interrupt options", options, EXPIRY_OPTIONS);
  const given = options ?? {};
  const members = [timeMember(given), fallbackMember(given)].filter((member) => member !== undefined);
  return members.length === 0 ? undefined : `{${members.join(",")}}`;
}

/** @param {Expiry} options */
function timeMember({ expiresAt, ttlMs }) {
  if (expiresAt !== undefined && ttlMs !== undefined) throw badArgument("give expiresAt or ttlMs, not both");
  if (expiresAt !== undefined) return `"expiresAt":${milliseconds("expiresAt", Number(expiresAt))}`;
  if (ttlMs !== undefined) return `"ttlMs":${milliseconds("ttlMs", ttlMs)}`;
  return undefined;
}

/**
 * @param {string} name
 * @param {number} time
 */
function milliseconds(name, time) {
  if (typeof time === "number" && Number.isFinite(time) && time >= 0) return Math.floor(time);
  throw badArgument(`${name} must be milliseconds: a number that is finite and not negative`);
}

/** @param {Expiry} options */
function fallbackMember({ onExpire, expiresAt, ttlMs }) {
  if (onExpire === undefined) return undefined;
  if (expiresAt === undefined && ttlMs === undefined) throw badArgument("onExpire needs expiresAt or ttlMs");
  if (onExpire === "fail") return '"onExpire":"fail"';
  onlyKnown("onExpire", onExpire, ["resume"]);
  if (!Object.hasOwn(onExpire, "resume")) throw badArgument('onExpire must be { resume: answer } or "fail"');
  return `"onExpire":{"resume":${payloadText(onExpire.resume)}}`;
}
