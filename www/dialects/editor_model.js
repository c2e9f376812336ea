// The controls of a request, made from its schemas: what the form model leaves to those who edit.
/** @import { Control, Request, RequestAction } from "./index.js" */
/** @import { Editor } from "./form_model.js" */
import { toControl } from "./controls.js";

/**
 * The fields of an action's arguments.
 * @param {RequestAction} action
 * @returns {Control[]}
 */
function controlsOf(action) {
  const place = { root: action.schema, path: "", key: action.name, depth: 0, required: true, patterns: action.schemaSource === "host" };
  const control = toControl(action.schema, action.args, place);
  const controls = control.children ?? [control];
  // A step that merges keeps what an edit leaves out: nothing that is there can be removed.
  return action.merges === true ? controls.map((one) => (one.value === undefined ? one : { ...one, optional: false })) : controls;
}

/**
 * The field of an answer.
 * @param {Request} request
 * @param {import("./messages.js").Translate} t
 * @returns {Control}
 */
function inputOf(request, t) {
  const schema = request.input ?? { type: "string" };
  const control = toControl(schema, undefined, { root: schema, path: "", key: "", depth: 0, required: true, patterns: false });
  return control.label.length > 0 ? control : { ...control, label: [{ text: t("answer.label") }] };
}

/** @type {Editor} */
export const editor = { controlsOf, inputOf };
