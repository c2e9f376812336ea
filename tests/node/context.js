// Contexts for the headless tests: what `app.pending()` hands out with a payload, with a digest that is canonical and real.

import { createHash } from "node:crypto";

/**
 * RFC 8785 text of a JSON value; for values of these tests only (the engine has the real one).
 *
 * @param {any} value
 * @returns {string}
 */
export function canonical(value) {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(",")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.keys(value).toSorted().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value);
}

/** @param {string} text */
export const digest = (text) => createHash("sha256").update(canonical(JSON.parse(text))).digest("hex");

/** A time before every deadline of the fixtures. */
export const NOW = Date.parse("2026-11-21T09:00:00Z");

/** @type {import("../../www/dialects/index.js").Actor} */
export const ANA = { id: "u7", method: "session" };

/**
 * The context of a payload asked by a gate named `approval`.
 *
 * @param {any} payload
 * @param {Partial<import("../../www/dialects/index.js").Context>} [changes]
 * @returns {import("../../www/dialects/index.js").Context}
 */
export function contextOf(payload, changes = {}) {
  return {
    ref: { thread: "t1", interrupt: "0123456789abcdef0123456789abcdef", revision: 0, digest: digest(JSON.stringify(payload)) },
    node: "approval",
    native: true,
    policy: {},
    now: NOW,
    locale: "en",
    digest,
    ...changes,
  };
}

/**
 * A native request with one action.
 *
 * @param {import("../../www/dialects/index.js").Args} args
 * @param {Record<string, unknown>} [action] more members of the action
 * @param {Record<string, unknown>} [request] more members of the request
 * @returns {any}
 */
export const haltRequest = (args, action = {}, request = {}) => ({
  halt: 1, kind: "test", title: "A test", action: { id: "a1", name: "send_email", args, ...action }, ...request,
});

/** The text of some pieces, marks in brackets.
 * @param {readonly import("../../www/dialects/index.js").Piece[]} list */
export const drawn = (list) => list.map((piece) => {
  if ("text" in piece) return piece.text;
  if ("point" in piece) return `[${piece.point}]`;
  if ("run" in piece) return `[${piece.count} ${piece.run}]`;
  return `[mixed ${piece.mixed} ${piece.points.join(" ")}]`;
}).join("");
