// The table of `cargo xtask bench --native`, from what Criterion has written down: medians, per step, task or call.

import { readFile, readdir, stat } from "node:fs/promises";
import path from "node:path";

/** By whom, in the order of the columns. */
const BY = { machine: "the machine alone", unsaved: "no saver", memory: "`MemorySaver`" };

/** What is counted, by workload in the order of the rows: a call, or what there are several of in it. @type {Record<string, string>} */
const UNITS = {
  chain: "superstep",
  append: "superstep",
  sends: "task",
  ask: "call",
  questions: "question",
  parallel: "call",
  document: "superstep",
};

/** @typedef {{ workload: string, size: number, by: string, microseconds: number }} Figure */

/**
 * What was measured since then.
 *
 * @param {string} folder of Criterion
 * @param {number} since milliseconds since 1970
 * @returns {Promise<Figure[]>}
 */
async function figures(folder, since) {
  const names = await readdir(folder, { recursive: true });
  const found = names.filter((name) => name.endsWith(path.join("new", "estimates.json")));
  const fresh = await Promise.all(found.map(async (name) => (await stat(path.join(folder, name))).mtimeMs >= since));
  return Promise.all(found.filter((_, at) => fresh[at]).map((name) => figure(path.join(folder, path.dirname(name)))));
}

/**
 * @param {string} folder of one measurement
 * @returns {Promise<Figure>}
 */
async function figure(folder) {
  const [about, { median }] = await Promise.all(
    ["benchmark.json", "estimates.json"].map(async (name) => JSON.parse(await readFile(path.join(folder, name), "utf8"))),
  );
  const units = about.throughput?.Elements ?? 1;
  const microseconds = median.point_estimate / 1000 / units;
  return { workload: about.group_id, size: Number(about.value_str), by: about.function_id, microseconds };
}

/** @param {readonly Figure[]} measured */
function table(measured) {
  const cell = (/** @type {Figure | undefined} */ found) => (found === undefined ? "" : String(Number(found.microseconds.toPrecision(3))));
  const rows = Object.entries(UNITS).flatMap(([workload, unit]) => {
    const own = measured.filter((one) => one.workload === workload);
    const sizes = [...new Set(own.map(({ size }) => size))].toSorted((one, other) => one - other);
    return sizes.map((size) => {
      const cells = Object.keys(BY).map((by) => cell(own.find((one) => one.by === by && one.size === size)));
      return `| ${workload} ${size} | ${unit} | ${cells.join(" | ")} |`;
    });
  });
  const heads = Object.values(BY);
  return [`| workload | µs per | ${heads.join(" | ")} |`, `| --- | --- |${" ---: |".repeat(heads.length)}`, ...rows].join("\n");
}

const [folder = "target/criterion", since = "0"] = process.argv.slice(2);
console.log(table(await figures(folder, Number(since))));
