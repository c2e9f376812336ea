// What a first-time visitor of the cluster demo reads.

/** @type {import("../../desk/intro.js").IntroWords} */
export const INTRO = {
  title: "An operator that asks about each call by itself",
  lead: "You tell the agent what you want of a cluster. What only reads, it runs. Each call that would change something waits for your yes: several at once, and each is decided alone. A no goes back to the agent, which tries something milder.",
  steps: [
    ["It looks, then proposes.", "The agent is a model and its tools, in turns of messages. Here the model is a script, so that it works offline and the same each time."],
    ["Each call is its own question.", "Approve one, change the replicas of another, deny the third and say why. An approved call runs at once; it does not wait for the others."],
    ["Each call gets an answer.", "A tool message with the id of the call tells the model what came of it, or that a person denied it. When all calls are answered, the model goes on."],
    ["It survives you.", "Reload between two decisions: what was decided stays decided, the rest still waits. Let the cluster take 20 seconds, approve, and close the tab in the middle: Continue finishes it, under the same key."],
    ["The cluster proves it.", "Its nodes and deployments are rows in a database of their own, below. Each approved call changes them once."],
  ],
};
