// Quantities that several workloads show.

/** @import { Figure } from "./index.js" */

/**
 * Milliseconds of a call, or of a part of it.
 *
 * @param {string} span
 * @param {string} label
 * @returns {Figure}
 */
export const milliseconds = (span, label) => ({
  name: span,
  label,
  of: ({ calls, spans }) => (spans[span] === undefined ? undefined : spans[span] / calls),
});

/**
 * Microseconds from the beginning of one node to that of the next. Says nothing where a step is stored beside the next one.
 *
 * @type {Figure}
 */
export const step = {
  name: "step",
  label: "µs per step",
  shown: ["unsaved", "memory", "indexeddb"],
  of: ({ calls, spans: { between = NaN } }, size) => (between * 1000) / (calls * (size - 1)),
};

/**
 * Microseconds of a whole call for each step: with what comes before the first node, and with what is stored beside the
 * steps and waited for in the end.
 *
 * @type {Figure}
 */
export const whole = {
  name: "whole",
  label: "µs per step, with the storing of all",
  shown: ["async"],
  of: ({ calls, spans: { total = NaN } }, size) => (total * 1000) / (calls * size),
};

/**
 * How the last tenth of the steps compares with the first one.
 *
 * @type {Figure}
 */
export const course = {
  name: "course",
  label: "last tenth ÷ first",
  detail: true,
  of: ({ spans: { firstTenth = NaN, lastTenth = NaN } }) => lastTenth / firstTenth,
};

/**
 * Bytes that a step stores.
 *
 * @type {Figure}
 */
export const bytesPerStep = {
  name: "bytes",
  label: "bytes per step",
  of: ({ stored }, size) => (stored === undefined ? undefined : stored.growing / size),
};

/**
 * Bytes that a call stores.
 *
 * @type {Figure}
 */
export const megabytes = {
  name: "megabytes",
  label: "MB stored",
  of: ({ stored }) => (stored === undefined ? undefined : (stored.growing + stored.besides) / 1e6),
};
