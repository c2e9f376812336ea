// Registers every element under its own name; a name that is taken is left alone. The classes: elements/index.js.
import { HaltApproval, HaltInbox } from "./elements/index.js";

export * from "./elements/index.js";

HaltApproval.define();
HaltInbox.define();
