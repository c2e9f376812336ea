// The headless approval core: functions only, for pages without elements, workers, Node and tests. No DOM, no storage.
// The types stand in index.d.ts.
/** @import { Context, Json } from "./index.js" */
import { diff } from "./diff.js";
import { editor } from "./editor_model.js";
import { modelOf } from "./form_model.js";
import "./all.js";

export { encode } from "./core.js";
export { decide } from "./decide.js";
export { diff };
export { DialectError } from "./errors.js";
export { registerDialect } from "./register.js";
export { validate, validateAnswer } from "./validate.js";

/**
 * What a request looks like as a form, with its controls.
 * @param {Json} payload
 * @param {Context} ctx
 */
export const toFormModel = (payload, ctx) => modelOf(payload, ctx, { ...editor, diff });
