// How a run ended, as far as that is the same for every demo, and what can be done now: go on, run again, remove. The words that
// an error or a model brings are drawn as text.

import { button, h, icon } from "../elements/dom.js";
import { time } from "./words.js";

/**
 * @import { ApprovalState } from "../elements.js"
 * @import { HaltAnswer } from "../api/types/nodes.js"
 * @import { Run, Runs } from "./runs.js"
 */

/**
 * @typedef {object} Around
 * @property {Runs<any>} runs
 * @property {readonly ApprovalState[]} forms what the forms of its questions show
 * @property {() => void} close
 */

/** @typedef {(run: Run<any>, around: Around) => Node[]} Result */

/** @type {Partial<Record<Run["phase"], Result>>} */
const RESULTS = {
  // Nobody in this page waits for it: another tab may be at it, or have gone.
  running: (run, around) => (run.ours ? [] : [tools(goOnButton(run, around, "Continue"))]),
  done: (run, around) => [tools(removeButton(run, around))],
  stopped: (run, around) => [said("This run was stopped. Nothing more of it happens."), tools(removeButton(run, around))],
  damaged: (run, around) => [said("What is kept of this run cannot be read. It is left as it is, and nothing of it runs.", "bad"), tools(removeButton(run, around))],
  failed: (run, around) => {
    const { code, message } = run.error ?? { code: "E_UNKNOWN", message: "" };
    // The form of an answered question says so itself, and offers to run it again.
    if (around.forms.some((form) => form === "done" || form === "submitting")) return [];
    return [said(message, "bad", code), tools(goOnButton(run, around, "Run again"), removeButton(run, around))];
  },
};

/** @type {Result} */
export const commonResult = (run, around) => RESULTS[run.phase]?.(run, around) ?? [];

/**
 * A sentence in a box.
 * @param {string} text
 * @param {"plain" | "bad"} [tone]
 * @param {string} [code]
 */
export const said = (text, tone = "plain", code) => h("div", { class: `said is-${tone}` }, icon(tone === "bad" ? "alert" : "info"),
  h("p", null, h("bdi", null, text), code !== undefined && h("code", null, code)));

/**
 * What came of it, as names and values in a green box.
 * @param {readonly (readonly [name: string, value: string])[]} facts
 */
export const receipt = (facts) => h("dl", { class: "ticket" }, ...facts.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))));

/** @type {Readonly<Record<string, string>>} */
const VERBS = Object.freeze({ approve: "approved this", edit: "approved this with changes", reject: "rejected this" });

/**
 * Who let a run go on, and with what words and changes.
 * @param {Pick<HaltAnswer, "verb" | "edits" | "reason" | "by" | "at">} decision
 * @param {Readonly<Record<string, string>>} [words] what a verb is called in this demo
 */
export function decidedView(decision, words) {
  const who = decision.by.name ?? (decision.by.id === "local" ? "You" : decision.by.id);
  const verb = { ...VERBS, ...words }[decision.verb] ?? "answered this";
  const changes = (decision.edits ?? []).map(({ path, value }) => h("li", null, h("code", null, path.slice(1)), " is now ", h("bdi", null, typeof value === "string" ? value : JSON.stringify(value))));
  return h("div", { class: "decided" }, h("p", null, `${who} ${verb} at ${time(Date.parse(decision.at))}.`),
    changes.length > 0 && h("ul", null, ...changes),
    decision.reason !== undefined && h("p", { class: "reason" }, "Reason: ", h("bdi", null, decision.reason)));
}

/** @param {...Node} nodes */
const tools = (...nodes) => h("div", { class: "tools" }, ...nodes);

/**
 * @param {Run<any>} run
 * @param {Around} around
 * @param {string} label
 */
function goOnButton({ thread }, { runs }, label) {
  const told = h("span", { class: "told", role: "status" });
  const press = button(label, async () => {
    press.disabled = true;
    try {
      await runs.goOn(thread);
    } catch (error) {
      const { code, message } = Object(error);
      told.textContent = code === "THREAD_BUSY" ? "It is running: a tab is at it." : `${code}: ${message}`;
      press.disabled = false;
    }
  }, { class: "primary" });
  return h("span", { class: "go-on" }, press, told);
}

/**
 * @param {Run<any>} run
 * @param {Around} around
 */
const removeButton = ({ thread }, { runs, close }) => button("Remove from the list", async () => {
  close();
  await runs.remove(thread);
}, { class: "quiet" });
