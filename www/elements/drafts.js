// Drafts in session storage: what a person typed survives a reload, per tab and per question, until it is decided (B.3).
// Secrets are never written. A page without storage loses drafts at a reload and nothing else.
/** @import { Control, Entry, FormModel, Ref } from "../dialects/index.js" */

/** What a person did to a form and did not send.
 * @typedef {object} FormDraft
 * @property {Record<string, Record<string, Entry>>} fields entries by control path, by action id
 * @property {string} reason
 * @property {Record<string, string>} said the reason or the answer beside the verdict of an action, by its id
 * @property {string | null} editing id of the action under edit
 */

/** @param {Ref} ref */
const keyOf = (ref) => `haltgraph-draft:${ref.digest}:${ref.interrupt}`;

/** @returns {FormDraft} */
export const emptyDraft = () => ({ fields: {}, reason: "", said: {}, editing: null });

/**
 * Runs with session storage, where the page has one.
 * @template T
 * @param {(storage: Storage) => T} use
 * @returns {T | undefined}
 */
function withStorage(use) {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}

/**
 * The draft of a question, empty where none is kept.
 * @param {Ref} ref
 * @returns {FormDraft}
 */
export function loadDraft(ref) {
  const text = withStorage((storage) => storage.getItem(keyOf(ref)));
  try {
    const { fields, reason, said, editing } = JSON.parse(text ?? "null");
    return { fields: Object(fields), reason: String(reason), said: Object(said), editing: typeof editing === "string" ? editing : null };
  } catch {
    return emptyDraft();
  }
}

/**
 * @param {Ref} ref
 * @param {FormDraft} draft
 * @param {FormModel} model
 */
export function saveDraft(ref, draft, model) {
  const fields = Object.fromEntries(Object.entries(draft.fields).map(([id, entries]) =>
    [id, withoutSecrets(entries, model.actions.find((action) => action.id === id)?.controls ?? [])]));
  withStorage((storage) => storage.setItem(keyOf(ref), JSON.stringify({ ...draft, fields })));
}

/** @param {Ref} ref */
export const dropDraft = (ref) => withStorage((storage) => storage.removeItem(keyOf(ref)));

/**
 * @param {Record<string, Entry>} entries
 * @param {readonly Control[]} controls
 */
function withoutSecrets(entries, controls) {
  const secret = new Set(secretPaths(controls));
  return Object.fromEntries(Object.entries(entries).filter(([path]) => !secret.has(path)));
}

/**
 * @param {readonly Control[]} controls
 * @returns {string[]}
 */
const secretPaths = (controls) => controls.flatMap((control) => [
  ...(control.kind === "secret" || control.item?.kind === "secret" ? [control.path] : []), ...secretPaths(control.children ?? []),
]);
