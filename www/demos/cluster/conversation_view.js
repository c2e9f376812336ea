// The conversation of a job on the page: bubbles, and under what the agent said the calls that it made, each with its fate. What
// a message says is drawn as text.

import { h } from "../../elements/dom.js";
import { badge } from "../../desk/run_list.js";
import { conversation } from "./conversation.js";
import { FATES } from "./words.js";

/** @import { CallEntry, Entry, Job } from "./conversation.js" */

/**
 * @param {Job} job
 * @returns {Node[]}
 */
export function conversationView(job) {
  const entries = conversation(job);
  return entries.length === 0 ? [] : [h("ol", { class: "talk", "aria-label": "Conversation" }, ...entries.map(entryView))];
}

/** @param {Entry} entry */
const entryView = ({ who, text, calls }) => h("li", { class: `says is-${who}` },
  h("p", { class: "speaker" }, who === "human" ? "You" : "Agent"),
  text !== "" && h("p", { class: "words" }, h("bdi", null, text)),
  calls.length > 0 && h("ul", { class: "calls" }, ...calls.map(callView)));

/** @param {CallEntry} call */
function callView({ id, name, args, fate, answer, decision }) {
  const changed = decision?.verb === "edit";
  return h("li", null,
    h("div", { class: "call-top" }, h("code", { class: "call-name" }, callText(name, args)), badge(FATES[fate])),
    answer !== undefined && h("p", { class: "answer" }, h("bdi", null, name === "describe_cluster" ? "The agent has seen the cluster." : answer)),
    changed && h("p", { class: "answer" }, "You changed it to ", h("code", null, callText(name, decision.args)), "."),
    h("p", { class: "call-id" }, "Call ", h("code", null, id)));
}

/**
 * A call as a model writes it: `scale_deployment(reports, 2)`.
 * @param {string} name
 * @param {Record<string, any>} args
 */
const callText = (name, args) => `${name}(${Object.values(args).map(String).join(", ")})`;
