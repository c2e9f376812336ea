// A program of the docs as a module that checks itself. What a line shows stands in comments, at its end or on the lines
// below it: `// → value`, or `// throws CODE`. A value is JavaScript; the text "…" stands for any value.

/** @import { Program } from "./markdown.js" */

const SHOWN = /^\s*\/\/ → (.+)$/;
const SHOWS = /^(.*?)\s*\/\/ → (.+)$/;
const THROWS = /^(.*?)\s*\/\/ throws ([A-Z_]+)$/;

/**
 * Where a program's modules are.
 * @typedef {object} Places
 * @property {string} www
 * @property {string} haltgraph what `./haltgraph.js` stands for
 * @property {string} checks checks.js
 * @property {string} standIns stand_ins.js
 */

/**
 * @param {Program} program
 * @param {Places} places
 * @returns {string} the module; its lines have the numbers that they have on the page
 */
export function moduleOf({ blocks, example }, places) {
  /** @type {Map<number, string[]>} what each line shows */
  const shown = new Map();
  const lines = [`import { compare as $compare, log as $log } from "${places.checks}";${example ? ` import { bookFlight, planFlight } from "${places.standIns}";` : ""}`];
  for (const { code, line } of blocks) {
    while (lines.length < line - 1) lines.push("");
    for (const text of code.split("\n")) lines.push(checked(text, lines.length + 1, shown));
  }
  const checks = [...shown].map(([line, values]) => `$compare(${line}, [${values.map((value) => `() => (${value})`).join(", ")}]);`);
  const addressed = lines.map((text) => text.replace(/^(import (?:.* from )?)"\.\/(.+)"/, (_, words, path) => `${words}"${path === "haltgraph.js" ? places.haltgraph : places.www + path}"`));
  return `${addressed.join("\n")}\n${checks.join("\n")}\n`;
}

/**
 * A line that notes what it shows.
 * @param {string} text
 * @param {number} line
 * @param {Map<number, string[]>} shown
 */
function checked(text, line, shown) {
  const [, below] = SHOWN.exec(text) ?? [];
  if (below !== undefined) {
    const above = [...shown.keys()].at(-1);
    if (above === undefined || above >= line) throw new Error(`line ${line} shows a value of nothing`);
    shown.get(above)?.push(below);
    return text;
  }
  const [, refused, code] = THROWS.exec(text) ?? [];
  if (refused !== undefined) {
    shown.set(line, [JSON.stringify(code)]);
    return `try { ${refused} $log(${line}, "nothing thrown"); } catch (error) { $log(${line}, error.code ?? error); }`;
  }
  return logged(text, line, shown);
}

/**
 * @param {string} text
 * @param {number} line
 * @param {Map<number, string[]>} shown
 */
function logged(text, line, shown) {
  const [, statement, value] = SHOWS.exec(text) ?? [];
  if (statement === undefined) {
    if (text.includes("console.log(")) shown.set(line, []);
    return text.replace("console.log(", `$log(${line}, `);
  }
  shown.set(line, [value]);
  if (statement.includes("console.log(")) return statement.replace("console.log(", `$log(${line}, `);
  const [, name] = /^\s*(?:const|let) (\w+) = .*;$/.exec(statement) ?? [];
  if (name !== undefined) return `${statement} $log(${line}, ${name});`;
  return `$log(${line}, ${statement.trim().replace(/;$/, "")});`;
}
