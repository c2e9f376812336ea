// The sheets of the parts that load on first use, added to the element that shows them.
import { CHANGES } from "./changes.js";
import { FIELDS } from "./fields.js";
import { sheet } from "./index.js";
import { STEPS } from "./steps.js";

export const changeSheets = () => [CHANGES].map(sheet);
export const editorSheets = () => [CHANGES, FIELDS].map(sheet);
export const stepSheets = () => [STEPS].map(sheet);
