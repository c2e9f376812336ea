// What a first-time visitor of the sign-off demo reads.

/** @type {import("../../desk/intro.js").IntroWords} */
export const INTRO = {
  title: "A payment that two people have to sign",
  lead: "Somebody asks for a payment. Two others are asked at the same time, each by a question of their own. Only when both have signed is it paid, once. One refusal, and nothing is.",
  steps: [
    ["You ask, as yourself.", "Say who you are, and ask for a payment. Two people who are not you are asked to sign it."],
    ["Each signs for themselves.", "Become one of them, here or in a second tab, and sign or refuse. Nobody sees another's question, and an answer for somebody else does not count: the question is asked anew."],
    ["A join looks at both.", "After the first signature the graph waits for the second, compares who signed what, and only then pays. After a refusal there is nothing to wait for: the other question is closed."],
    ["It survives you.", "Reload between the two signatures, or let the bank take 20 seconds and close the tab while it pays: Continue finishes it, under the same key."],
    ["The bank proves it.", "Its books are below, read from a database of their own. However often you interrupt, each payment is made once."],
  ],
};
