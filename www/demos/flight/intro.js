// What a first-time visitor of the flight demo reads.

/** @type {import("../../desk/intro.js").IntroWords} */
export const INTRO = {
  title: "An agent that books flights, and asks first",
  lead: "The agent plans your trip by itself. Before it spends more than you allow, it stops and shows you exactly what it is about to do. Close the tab whenever you like: it goes on where it was, and your card is charged once.",
  steps: [
    ["It plans.", "Your request becomes one call of the airline's tool, with a flight, a day and a price. Planning costs nothing."],
    ["It stops above your limit.", "A flight that costs more than you allow becomes a question. What you approve is what runs: your answer is written down with a fingerprint of what you were shown, before anything happens."],
    ["You decide.", "Approve it, change the day or the seat, or reject it and say why. Changes are shown as a difference before they are sent."],
    ["It survives you.", "Reload, close the tab or the browser while it waits: the question is still there. Let the airline take 20 seconds, approve, and close the tab in the middle: when you come back it says that it is not known whether the booking ran, and Continue finishes it."],
    ["The books prove it.", "The airline counts the orders that reached it and the charges it made, apart. However often you interrupt a booking, it is charged once."],
  ],
};
