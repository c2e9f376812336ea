// What a first question does not need, in one file for `import()`: bundlers then make two chunks of the API and no more.

export { Approvals } from "./approvals.js";
export { CustomSaver } from "./custom_saver.js";
export { getState, history } from "./history.js";
