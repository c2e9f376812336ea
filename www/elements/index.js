// The element classes, unregistered: `HaltApproval.define("other-name", registry)`.
export { HaltApproval } from "./halt-approval.js";
export { HaltInbox } from "./halt-inbox.js";
export { preload } from "./late.js";
