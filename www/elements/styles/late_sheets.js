// The sheets of the parts that load on first use, added to the element that shows them.
import { CHANGES } from "./changes.js";
import { FIELDS } from "./fields.js";
import { sheet } from "./index.js";
import { STEPS } from "./steps.js";

export const editorSheets = () => [CHANGES, FIELDS].map(sheet);
export const followupSheets = () => [CHANGES, STEPS].map(sheet);
