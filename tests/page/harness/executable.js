// Where the browser is that a test drives.

import { accessSync, constants } from "node:fs";
import path from "node:path";

/**
 * The file that a variable names, or the first of these programs on PATH.
 *
 * @param {string} variable
 * @param {readonly string[]} names
 * @returns {string}
 */
export function executable(variable, names) {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const found = process.env[variable] || candidates.find((file) => isExecutable(file));
  if (!found) throw new Error(`no ${names[0]} on PATH: install it, or name it with ${variable}=/path/to/${names[0]}`);
  return found;
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
