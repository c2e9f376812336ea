// A draft (what a person typed and picked) as arguments, or its errors by field. Untouched members are the original's own
// values, so that nothing can drift (B.2).
/** @import { Context, Control, Draft, Entry, FieldError, FormModel, Json, Problem, RequestAction, Validation } from "./index.js" */
import { check } from "./check.js";
import { readText } from "./codecs.js";
import { editsBetween, lostMember } from "./edits.js";
import { FIELDS_ENGLISH } from "./english_fields.js";
import { isObject, pointer, pointerKeys, same, typeOf } from "./json.js";
import { addEnglish, translator } from "./messages.js";

addEnglish(FIELDS_ENGLISH);

/**
 * @typedef {Readonly<Record<string, Entry>>} Fields
 * @typedef {{ fields: Fields, errors: FieldError[], t: import("./messages.js").Translate }} Run
 */

/**
 * The arguments that a draft makes of an action's, with the edits between the two.
 * @param {FormModel} model
 * @param {Draft} draft
 * @param {Pick<Context, "digest" | "locale" | "messages">} ctx
 * @returns {Validation}
 */
export function validate(model, draft, ctx) {
  const t = translator(ctx);
  const at = Math.max(0, model.actions.findIndex((action) => action.id === draft.action));
  const action = model.request?.actions[at];
  if (!action || !model.actions[at].editable) return { ok: false, errors: [{ path: "", code: "E_EDIT_UNSUPPORTED", message: t("edit.weak") }] };
  const { value, errors } = read(model.actions[at].controls, action, draft.fields, t);
  if (errors.length > 0) return { ok: false, errors };
  if (same(value, action.args)) return { ok: false, errors: [{ path: "", code: "E_EDIT_EMPTY", message: t("edit.none") }] };
  const args = /** @type {import("./index.js").Args} */ (value);
  const lost = lostMember(action, args);
  if (lost !== undefined) return { ok: false, errors: [{ path: pointer("", lost), code: "E_EDIT_CANNOT_REMOVE", message: t("edit.cannotRemove") }] };
  return { ok: true, args, edits: editsBetween(action.args, args), digest: ctx.digest(JSON.stringify(args)) };
}

/**
 * @param {Control[]} controls
 * @param {RequestAction} action
 * @param {Fields} fields
 * @param {import("./messages.js").Translate} t
 */
function read(controls, action, fields, t) {
  /** @type {Run} */
  const run = { fields, errors: [], t };
  const value = readMembers(run, controls, action.args);
  const problems = check(action.schema, value, { original: action.args, patterns: action.schemaSource === "host" });
  return { value, errors: [...run.errors, ...worded(problems, value, run)] };
}

/**
 * The answer that a draft makes of the `input` control.
 * @param {FormModel} model
 * @param {Draft} draft
 * @param {Pick<Context, "locale" | "messages">} ctx
 * @returns {{ ok: true, answer: Json } | { ok: false, errors: FieldError[] }}
 */
export function validateAnswer(model, draft, ctx) {
  /** @type {Run} */
  const run = { fields: draft.fields, errors: [], t: translator(ctx) };
  const answer = model.input && readControl(run, model.input);
  if (answer === undefined) return { ok: false, errors: run.errors.length > 0 ? run.errors : [{ path: "", code: "E_SCHEMA", message: run.t("schema.required") }] };
  const problems = worded(check(model.request?.input ?? { type: "string" }, answer), answer, run);
  return problems.length > 0 || run.errors.length > 0 ? { ok: false, errors: [...run.errors, ...problems] } : { ok: true, answer };
}

/**
 * Problems as errors with words, without those of fields that could not be read at all.
 * @param {Problem[]} problems
 * @param {Json} value
 * @param {Run} run
 * @returns {FieldError[]}
 */
function worded(problems, value, { errors, fields, t }) {
  return problems.filter(({ path }) => !errors.some((error) => error.path === path)).map(({ path, code, rule, params }) => {
    const entry = fields[path];
    const typed = entry && "text" in entry ? entry.text : JSON.stringify(valueAt(value, path) ?? null);
    const key = /** @type {"schema.required"} */ (`schema.${rule}`);
    return { path, code, message: t(key, { typed, ...params }) };
  });
}

/**
 * @param {Json} value
 * @param {string} path
 * @returns {any}
 */
const valueAt = (value, path) => pointerKeys(path).reduce((node, key) => (typeof node === "object" && node !== null ? node[key] : undefined), /** @type {any} */ (value));

/**
 * A container with what its controls say; the container itself where they say nothing new.
 * @param {Run} run
 * @param {Control[]} controls
 * @param {Json} original
 * @returns {Json}
 */
function readMembers(run, controls, original) {
  const entries = new Map(Object.entries(original ?? {}));
  let touched = false;
  for (const control of controls) {
    const key = pointerKeys(control.path).at(-1) ?? "";
    const value = readControl(run, control);
    if (same(value, entries.get(key))) continue;
    touched = true;
    if (value === undefined) entries.delete(key);
    else entries.set(key, value);
  }
  if (!touched) return original;
  return Array.isArray(original) ? [...entries.values()] : Object.fromEntries(entries);
}

/**
 * @param {Run} run
 * @param {Control} control
 * @returns {Json | undefined}
 */
function readControl(run, control) {
  const entry = Object.hasOwn(run.fields, control.path) ? run.fields[control.path] : undefined;
  if (!entry && control.children) return readGroup(run, control, control.children);
  return entry ? readEntry(run, control, entry, control.path) : control.value;
}

/**
 * @param {Run} run
 * @param {Control} control
 * @param {Control[]} children
 * @returns {Json | undefined}
 */
function readGroup(run, control, children) {
  if (control.value !== undefined && control.value !== null) return readMembers(run, children, control.value);
  const value = readMembers(run, children, {});
  return isObject(value) && Object.keys(value).length > 0 ? value : control.value;
}

/**
 * @param {Run} run
 * @param {Control} control
 * @param {Entry} entry
 * @param {string} path
 * @returns {Json | undefined}
 */
function readEntry(run, control, entry, path) {
  if ("absent" in entry) return undefined;
  if ("value" in entry) return entry.value;
  if ("items" in entry) {
    return entry.items.map((item, i) => readEntry(run, control.item ?? control, item, pointer(path, i)) ?? null);
  }
  const result = readText(control, entry.text);
  if ("value" in result) return result.value;
  if (result.problem === "number.blank" && control.optional) return undefined;
  run.errors.push({ path, code: "E_SCHEMA", message: run.t(result.problem, result.params) });
  return control.value;
}

/**
 * Whether an entry says something else than the original: a field that was only visited is no edit.
 * @param {Control} control
 * @param {Entry} entry
 * @returns {boolean}
 */
export function isDirty(control, entry) {
  /** @type {Run} */
  const run = { fields: {}, errors: [], t: (key) => key };
  const value = readEntry(run, control, entry, control.path);
  return run.errors.length > 0 || typeOf(value ?? null) !== typeOf(control.value ?? null) || !same(value, control.value);
}
