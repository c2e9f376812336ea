// The words of the marketing demo's page. No DOM.

import { count } from "../../desk/words.js";

/**
 * @import { IntroWords } from "../../desk/intro.js"
 * @import { State } from "../../desk/words.js"
 * @import { Mailing } from "./graph.js"
 */

/** @type {IntroWords} */
export const INTRO = {
  title: "An agent that writes to many people, and asks once",
  lead: "The agent drafts a campaign and stops before a single email leaves. One yes sends it, one no does not. Close the tab in the middle of sending: the rest goes out later, and nobody gets an email twice.",
  steps: [
    ["It drafts.", "Your request becomes one email for each person on the list. Who has unsubscribed is left out."],
    ["It asks one plain question.", "The answer is true or false, as in LangGraph's own examples: the graph calls interrupt() and gets your answer back."],
    ["You decide.", "The form shows the subject, the text and every address. Approve sends, reject does not."],
    ["It survives you.", "Approve, and close the tab while the emails go out one by one. Continue goes on where it was cut off."],
    ["The outbox proves it.", "Each email has a key of its own. The mail service counts what arrived and what was sent, apart: each email is sent once."],
  ],
};

/** @type {Readonly<Record<string, State>>} */
export const STATES = Object.freeze({
  sending: { name: "Sending", tone: "busy", sign: "clock" },
  sent: { name: "Sent", tone: "ok", sign: "check" },
  cancelled: { name: "Not sent", tone: "plain", sign: "cross" },
  unclear: { name: "Not drafted", tone: "plain", sign: "info" },
});

/**
 * The demo's word for where a campaign is.
 * @param {Mailing} mailing
 */
export function statusOf({ phase, state: { approved, outcome } }) {
  if (phase === "running") return approved === true ? "sending" : undefined;
  return phase === "done" ? outcome?.kind : undefined;
}

/** @param {Mailing} mailing */
export const titleOf = ({ state: { campaign, request = "" } }) => campaign?.subject ?? request;

/** @param {Mailing} mailing */
export const lineOf = ({ state: { campaign } }) => (campaign ? `${count(campaign.emails.length, "email")} to the ${campaign.list} list` : "");

/**
 * @param {Mailing} mailing
 * @param {number} delaySeconds for one email
 */
export function noteOf({ phase, status, ours, state: { campaign } }, delaySeconds) {
  const leftOut = campaign?.leftOut ? ` ${count(campaign.leftOut, "person", "people")} on the list unsubscribed and ${campaign.leftOut === 1 ? "gets" : "get"} nothing.` : "";
  if (phase === "waiting") return `The agent stopped here. No email has left, and none will before you say yes.${leftOut} You may close this tab: the question stays.`;
  if (status === "sending") {
    return ours ? `The mail service takes ${count(delaySeconds, "second")} for each email. If you close this tab now, the rest can be sent later; nobody gets an email twice.`
      : "You said yes. Another tab is sending, or was closed in the middle of it. The outbox below shows which emails have left.";
  }
  return undefined;
}
