// What a first-time visitor of the plan demo reads.

/** @type {import("../../desk/intro.js").IntroWords} */
export const INTRO = {
  title: "A plan that waits for a yes, but not for ever",
  lead: "You name a goal. The agent looks at a table of users and writes down which rows it would change. Nothing is touched before you approve; and when nobody answers in time, that counts as a no.",
  steps: [
    ["It plans.", "The plan names every row that it would delete or deactivate. Planning only reads."],
    ["It waits, with a clock.", "You set how long. Answer in time: approve, or reject and say why; the agent gets “approved”, or “rejected: why”."],
    ["The clock runs without you.", "Let it run out, or close the tab and come back later: the question is closed as expired, not as your rejection, and the agent goes on as if it had been refused."],
    ["It runs once.", "Let the database take 20 seconds, approve, and close the tab in the middle: Continue finishes it, under the same key."],
    ["The table proves it.", "Its rows and its journal are below, read from the database itself."],
  ],
};
