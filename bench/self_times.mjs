// Reads a CPU profile: how long each function ran itself, and which source file it is from. Knows bundles that are not minified.

/** @import { Protocol } from "puppeteer-core" */

/** What esbuild puts in front of each module of a bundle. */
const MODULE = /^ *\/\/ ((?:www|bench|node_modules)\/\S+)$/;

/** A line of the bundle. @typedef {{ file: string, text: string }} Line */

/**
 * The bundle's lines with the source file that each comes from.
 *
 * @param {string} bundle
 * @returns {Line[]}
 */
export function lines(bundle) {
  let file = "";
  return bundle.split("\n").map((text) => {
    file = MODULE.exec(text)?.[1] ?? file;
    return { file, text: text.trim() };
  });
}

/**
 * Self time in microseconds by where it was spent.
 *
 * @param {Protocol.Profiler.Profile} profile
 * @param {readonly Line[]} bundle
 */
export function selfTimes({ nodes, samples = [], timeDeltas = [] }, bundle) {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, place(callFrame, bundle).join("\t")]));
  /** @type {Map<string, number>} */
  const times = new Map();
  samples.forEach((id, at) => {
    const row = places.get(id) ?? "";
    // The time from a sample to the next is what was being done at the first.
    times.set(row, (times.get(row) ?? 0) + (timeDeltas[at + 1] ?? 0));
  });
  return [...times].filter(([, time]) => time > 0).toSorted(([, one], [, other]) => other - one);
}

/**
 * What kind of code a frame is, its file, and its name; a function without a name is called by the line it begins on.
 *
 * @param {Protocol.Runtime.CallFrame} frame
 * @param {readonly Line[]} bundle
 * @returns {["wasm" | "js" | "browser", string, string]}
 */
function place({ url, lineNumber, functionName }, bundle) {
  if (url.startsWith("wasm:") || url.endsWith(".wasm")) return ["wasm", "", functionName];
  if (url === "") return ["browser", "", functionName];
  const { file, text } = bundle[lineNumber] ?? { file: "elsewhere", text: "" };
  return ["js", file, functionName === "" ? lineName(text, bundle[lineNumber - 1]?.text ?? "") : functionName];
}

/**
 * The name of a function without one, by the lines that it begins on and that stands before: where wasm-bindgen lets an
 * import throw, its name stands there.
 *
 * @param {string} line
 * @param {string} before
 */
function lineName(line, before) {
  return (line.startsWith("return handleError(") ? before : line).replaceAll("\t", " ").slice(0, 60);
}
