// What editing needs, in one piece: fields, controls, rules. Loaded before the first edit or the first open question (C.3).
export { editor } from "../dialects/editor_model.js";
export { judge } from "../dialects/judge.js";
export { respond } from "./changing.js";
export { changesView } from "./diff_view.js";
export { editorFooter, editorMain } from "./editor_view.js";
export { answerField } from "./fields.js";
export { reviewFooter, reviewMain } from "./review_view.js";
export { editorSheets as sheets } from "./styles/late_sheets.js";
