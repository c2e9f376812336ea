// What is decided in more than one press, in one piece: the second step of what is risky, and verdicts on several actions. Loaded
// before a request is shown that needs it.
import { STEPS_ENGLISH } from "../dialects/english_steps.js";
import { addEnglish } from "../dialects/messages.js";

export { confirmFooter, confirmMain } from "./confirm_view.js";
export { severalFooter, verdictChips } from "./several_view.js";
export { stepSheets as sheets } from "./styles/late_sheets.js";

addEnglish(STEPS_ENGLISH);
