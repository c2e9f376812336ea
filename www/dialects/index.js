// The headless approval core: functions only, for pages without elements, workers, Node and tests. No DOM, no storage.
// The types stand in index.d.ts.

export { encode } from "./core.js";
export { decide } from "./decide.js";
export { diff } from "./diff.js";
export { DialectError } from "./errors.js";
export { toFormModel } from "./form_model.js";
export { registerDialect } from "./registry.js";
export { validate, validateAnswer } from "./validate.js";
