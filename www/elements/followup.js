// What follows the first view of most requests, in one piece: second steps, verdicts on several actions, outcomes, differences.
// Loaded while a request is open, or before one is shown that needs it at once.
import { STEPS_ENGLISH } from "../dialects/english_steps.js";
import { addEnglish } from "../dialects/messages.js";

export { diff } from "../dialects/diff.js";
export { confirmFooter, confirmMain } from "./confirm_view.js";
export { changesView } from "./diff_view.js";
export { BANNERS } from "./outcomes.js";
export { severalFooter, verdictChips } from "./several_view.js";
export { followupSheets as sheets } from "./styles/late_sheets.js";

addEnglish(STEPS_ENGLISH);
