// The sheet of the editor, added to the element that shows it.
import { FIELDS } from "./fields.js";
import { sheet } from "./index.js";

export const fieldSheets = () => [FIELDS].map(sheet);
