// The benchmark's command, called by `cargo xtask bench`: prints one table, and keeps all numbers as JSON. Judges nothing:
// no figure makes it fail.

import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { compare, shown } from "./compare.mjs";
import { optionsOf } from "./options.mjs";
import { summarise } from "./statistics.mjs";
import { table } from "./table.mjs";
import { TARGETS } from "./targets.mjs";

/** @import { Results } from "./measure.mjs" */

/**
 * @param {string} folder
 * @param {Results} results
 */
async function keep(folder, results) {
  const file = path.join(folder, `${results.at.replaceAll(":", "-")}.json`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, `${JSON.stringify(results, null, 1)}\n`);
  return file;
}

/**
 * What a reader has to know of those who took part.
 *
 * @param {Results} results
 */
function notes({ contestants, samples }) {
  const measured = new Set(samples.map(({ contestant }) => contestant));
  return new Set(contestants.flatMap(({ name, note }) => (note !== undefined && measured.has(name) ? [note] : [])));
}

async function main() {
  const { check, workloads, contestants: chosen, effort, details, out } = optionsOf(process.argv.slice(2));
  if (check) return;
  // Not sooner: the options are checked before the packages are there that this wants.
  const { measure } = await import("./measure.mjs");
  const results = await measure(workloads, chosen, effort);
  const { at, browser, cores, contestants, samples } = results;
  const rows = compare(summarise(samples, workloads, contestants), contestants, TARGETS);
  console.log(table(shown(rows, workloads, details), effort.rounds));
  console.log(`\n${at.slice(0, 10)}, ${browser}, ${cores} cores; medians of ${effort.rounds} rounds, or of as many as a number in`);
  console.log(`brackets says; raw: ${await keep(out, results)}`);
  notes(results).forEach((note) => console.log(`\n${note}`));
}

main().catch((error) => {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
});
