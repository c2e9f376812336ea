// Where warnings go (S-CON-13).

/** @import { Warning } from "./types/graph.js" */

/** @typedef {(code: string, message: string, node?: string) => void} Warn */

/**
 * @param {(warning: Warning) => void} [onWarning] by default the console, once per code and node
 * @returns {Warn}
 */
export function warner(onWarning) {
  const toConsole = consoleOnce();
  return (code, message, node) => {
    const warning = node === undefined ? { code, message } : { code, message, node };
    if (onWarning === undefined) return toConsole(warning);
    // A warning is raised in the middle of a run, which what its listener throws must not end.
    try {
      onWarning(warning);
    } catch (error) {
      toConsole({ code: "E_CALLBACK", message: `onWarning threw: ${error}` });
      toConsole(warning);
    }
  };
}

/** @returns {(warning: Warning) => void} */
function consoleOnce() {
  const said = new Set();
  return ({ code, message, node }) => {
    const topic = JSON.stringify([code, node]);
    if (said.has(topic)) return;
    said.add(topic);
    // oxlint-disable-next-line no-console -- the default where no onWarning was given
    console.warn(`haltgraph: ${code}${node === undefined ? "" : ` in "${node}"`}: ${message}`);
  };
}
