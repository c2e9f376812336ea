// A graph as nodes and edges, and as Mermaid text (semantics.md 1.7). No payload enters a diagram, and nothing is fetched.

import { END, START } from "./names.js";
import { onlyKnown } from "./options.js";

/**
 * @import { Lowered } from "./lower.js"
 * @import { CompileOptions } from "./types/graph.js"
 * @import { DrawableGraph, GraphEdge, MermaidOptions } from "./types/draw.js"
 */

const MERMAID_OPTIONS = Object.freeze(["withStyles", "curveStyle", "nodeColors", "wrapLabelNWords"]);
const COLORS = Object.freeze({ default: "fill:#f2f0ff,line-height:1.2", first: "fill-opacity:0", last: "fill:#bfb6fc" });

/**
 * @param {Lowered} graph
 * @param {CompileOptions} options
 * @returns {DrawableGraph}
 */
export function drawable(graph, options) {
  const names = graph.nodes.map(({ name }) => name);
  const edges = edgesOf(graph);
  const ends = edges.some(({ target }) => target === END);
  const used = [...(edges.some(({ source }) => source === START) ? [START] : []), ...names, ...(ends ? [END] : [])];
  const nodes = Object.fromEntries(used.map((name) => [name, { id: name, name, ...breakpoints(name, options) }]));
  return {
    nodes,
    edges,
    toJSON: () => ({ nodes: used.map((id) => ({ id, type: names.includes(id) ? "runnable" : "schema", data: nodes[id] })), edges }),
    drawMermaid: (given) => mermaid(nodes, edges, given),
  };
}

/** @param {Lowered} graph @returns {GraphEdge[]} */
function edgesOf({ spec, nodes, branches }) {
  const plain = [...spec.edges, ...(spec.joins ?? []).flatMap(({ from, to }) => from.map((one) => [one, to]))];
  const edges = plain.map(([source, target]) => ({ source, target, conditional: false }));
  const routed = branches.flatMap(({ source, map }) => labelledTargets(nodes, source, map).map((to) => ({ source, ...to, conditional: true })));
  // A branch without a map has drawn the declared ends already.
  const open = new Set(branches.filter(({ map }) => map === undefined).map(({ source }) => source));
  const declared = nodes.flatMap(({ name, ends }) => (open.has(name) ? [] : ends.map((target) => ({ source: name, target, conditional: true }))));
  const all = [...edges, ...routed, ...declared];
  const sources = new Set(all.map(({ source }) => source));
  return [...all, ...nodes.filter(({ name }) => !sources.has(name)).map(({ name }) => ({ source: name, target: END, conditional: false }))];
}

/**
 * Where a conditional edge may lead: by its map; without one by its source's `ends`, or anywhere (S-BLD-81).
 * @param {Lowered["nodes"]} nodes
 * @param {string} source
 * @param {ReadonlyMap<string, string> | undefined} map
 * @returns {{ target: string, data?: string }[]}
 */
function labelledTargets(nodes, source, map) {
  if (map !== undefined) return [...map].map(([label, target]) => (label === target ? { target } : { target, data: label }));
  const ends = nodes.find(({ name }) => name === source)?.ends ?? [];
  return (ends.length > 0 ? ends : [...nodes.map(({ name }) => name).filter((name) => name !== source), END]).map((target) => ({ target }));
}

/**
 * @param {string} name
 * @param {CompileOptions} options
 * @returns {{ metadata?: { __interrupt: "before" | "after" | "before,after" } }}
 */
function breakpoints(name, { interruptBefore, interruptAfter }) {
  const stops = (/** @type {CompileOptions["interruptBefore"]} */ at) => (at === "*" ? name !== START && name !== END : at?.includes(name));
  const when = [...(stops(interruptBefore) ? ["before"] : []), ...(stops(interruptAfter) ? ["after"] : [])].join(",");
  return when === "" ? {} : { metadata: { __interrupt: /** @type {"before"} */ (when) } };
}

/**
 * @param {DrawableGraph["nodes"]} nodes
 * @param {GraphEdge[]} edges
 * @param {MermaidOptions} [options]
 */
function mermaid(nodes, edges, options = {}) {
  onlyKnown("drawMermaid options", options, MERMAID_OPTIONS);
  const { withStyles = true, curveStyle = "linear", nodeColors, wrapLabelNWords = 9 } = options;
  const arrows = edges.map((edge) => `\t${arrow(edge, wrapLabelNWords)};`);
  if (!withStyles) return `graph TD;\n${arrows.join("\n")}\n`;
  const boxes = Object.values(nodes).map((node) => `\t${box(node)}`);
  const styles = Object.entries({ ...COLORS, ...nodeColors }).map(([name, style]) => `\tclassDef ${name} ${style};`);
  return [`%%{init: {'flowchart': {'curve': '${curveStyle}'}}}%%`, "graph TD;", ...boxes, ...arrows, ...styles, ""].join("\n");
}

/** @param {DrawableGraph["nodes"][string]} node */
function box({ id, metadata }) {
  if (id === START) return `${idOf(id)}([<p>${id}</p>]):::first`;
  if (id === END) return `${idOf(id)}([<p>${id}</p>]):::last`;
  const stop = metadata === undefined ? "" : `<hr/><small><em>__interrupt = ${metadata.__interrupt}</em></small>`;
  return `${idOf(id)}(${escaped(id)}${stop})`;
}

/**
 * @param {GraphEdge} edge
 * @param {number} words in a line of a label
 */
function arrow({ source, target, data, conditional }, words) {
  const [from, to] = [idOf(source), idOf(target)];
  if (data === undefined) return `${from} ${conditional ? "-.->" : "-->"} ${to}`;
  const label = `&nbsp;${wrapped(escaped(data), words)}&nbsp;`;
  return conditional ? `${from} -. ${label} .-> ${to}` : `${from} -- ${label} --> ${to}`;
}

/** Identifiers of Mermaid are plain. @param {string} name */
function idOf(name) {
  return name.replace(/[^a-zA-Z0-9_-]/g, (mark) => `_${mark.codePointAt(0)?.toString(16)}_`);
}

/** Names are text, not syntax. @param {string} text */
function escaped(text) {
  return text.replace(/[^\p{L}\p{N} _.-]/gu, (mark) => `#${mark.codePointAt(0)};`);
}

/**
 * @param {string} label
 * @param {number} count
 */
function wrapped(label, count) {
  const words = label.split(" ");
  const lines = [];
  for (let at = 0; at < words.length; at += count) lines.push(words.slice(at, at + count).join(" "));
  return lines.join("<br>");
}
