// What a first-time visitor of the travel demo reads.

/** @type {import("../../desk/intro.js").IntroWords} */
export const INTRO = {
  title: "A trip of several parts, changed until it fits",
  lead: "The agent puts a trip together: a flight, a hotel, things to do. You change what you like, and are asked again about the trip as it is then. Only what you approve is booked, each part once.",
  steps: [
    ["It looks up.", "Your request becomes a plan with the price of every part. Looking up books nothing."],
    ["You change it.", "Take another hotel, stay longer, drop an activity. Your changes are shown as a difference, then sent; the agent looks the prices up again and asks anew, as often as you like. No change books anything."],
    ["You approve it, or cancel.", "Approve, and every part of the plan that you were shown is booked. Cancel, and nothing is."],
    ["It survives you.", "Reload, or close the tab, at any question. Let the agency take 20 seconds, approve, and close the tab while the second part is being booked: when you come back, Continue books the rest."],
    ["The books prove it.", "Each part reaches the agency under a key of its own. However often you interrupt, each is booked once."],
  ],
};
