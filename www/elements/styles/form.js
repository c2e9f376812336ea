// Rows of values, fields of the editor, differences: what stands between the head of a request and its buttons.
export const FORM = `
.rows { margin-block-start: 0.5rem; border-block-start: 1px solid var(--border); }
.row { display: grid; grid-template-columns: minmax(6rem, 11rem) minmax(0, 1fr); gap: 0.25rem 1rem; padding-block: 0.5625rem; border-block-end: 1px solid var(--border); }
.depth-1 { padding-inline-start: 1.25rem; } .depth-2 { padding-inline-start: 2.5rem; } .depth-3 { padding-inline-start: 3.75rem; }
.depth-4, .depth-5, .depth-6 { padding-inline-start: 5rem; }
.key { color: var(--muted); font-family: var(--mono); font-size: 0.8125rem; line-height: 1.375rem; overflow-wrap: anywhere; }
.cell { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.125rem 0.75rem; min-inline-size: 0; }
.value { flex: 1 1 12rem; min-inline-size: 0; font-family: var(--mono); font-size: 0.875rem; line-height: 1.375rem; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
.quote { color: var(--muted); user-select: none; }
.meta { display: inline-flex; flex-wrap: wrap; align-items: center; gap: 0.125rem 0.375rem; margin-inline-start: auto; }
.secret { display: inline-flex; gap: 0.5rem; }
.copy { color: var(--muted); min-block-size: 1.5rem; min-inline-size: 1.5rem; padding: 0.25rem; }
.open-all { margin-block-start: 0.5rem; }

.field { display: grid; gap: 0.375rem; padding-block: 0.75rem; }
.field + .field, .field + .group, .group + .field { border-block-start: 1px solid var(--border); }
.field-head { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.5rem; }
.label, .reason label { font-weight: 600; font-size: 0.875rem; overflow-wrap: anywhere; }
.tools { margin-inline-start: auto; display: inline-flex; flex-wrap: wrap; gap: 0.25rem; }
.control, .options, .list { display: grid; gap: 0.375rem; }
input:not([type="radio"], [type="checkbox"]), textarea, select {
  inline-size: 100%; min-block-size: 2.5rem; padding: 0.4375rem 0.75rem; border: 1px solid var(--edge); border-radius: 0.5rem;
  background: var(--bg); font-size: max(1rem, 0.9375rem);
}
.kind-json textarea, .kind-text input, .kind-multiline textarea, .kind-number input, .item input { font-family: var(--mono); font-size: max(0.875rem, 14px); }
textarea { field-sizing: content; min-block-size: 4.5rem; max-block-size: 40dvh; resize: vertical; }
input:focus-visible, textarea:focus-visible, select:focus-visible { outline-offset: 0; border-color: var(--ring); border-radius: 0.5rem; }
[aria-invalid="true"]:is(input, textarea, select) { border-color: var(--danger); box-shadow: 0 0 0 1px var(--danger); }
.is-dirty > .control > :is(input, textarea) { background: color-mix(in srgb, var(--accent) 6%, var(--bg)); }
.reading { color: var(--muted); font-size: 0.8125rem; }
.reading:empty { display: none; }
.error { display: flex; align-items: baseline; gap: 0.375rem; color: var(--danger); font-size: 0.875rem; }
.error .icon { align-self: center; }
.unset { color: var(--muted); font-style: italic; }
.fixed { display: block; font-family: var(--mono); font-size: 0.875rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.fixed.is-gone { text-decoration: line-through; color: var(--muted); }
.group { padding: 0.25rem 0 0.25rem 1rem; margin-block: 0.75rem; border-inline-start: 2px solid var(--border); min-inline-size: 0; }
.group legend { padding: 0; font-weight: 620; font-size: 0.875rem; }
.options { gap: 0.25rem; }
.option { display: flex; align-items: center; gap: 0.625rem; min-block-size: 2rem; cursor: pointer; }
.option > span { display: inline-flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.5rem; }
.const { font-family: var(--mono); font-size: 0.8125rem; overflow-wrap: anywhere; }
input[type="radio"], input[type="checkbox"] { inline-size: 1.125rem; block-size: 1.125rem; margin: 0.1875rem; accent-color: var(--accent); flex: none; }
.item { display: flex; align-items: center; gap: 0.25rem; margin-block-end: 0.375rem; }
.item input { flex: 1; min-inline-size: 0; }
.tool.quiet { min-inline-size: 1.75rem; justify-content: center; padding: 0.25rem; }
.tool.is-back .icon, .tool.is-next .icon { rotate: 90deg; }
.add { justify-self: start; }
.day { position: relative; justify-self: start; }
.calendar { position: absolute; inset-block-end: 0; inset-inline-start: 0; inline-size: 1px !important; min-block-size: 1px !important; padding: 0 !important; border: 0 !important; opacity: 0; pointer-events: none; }
.summary { display: grid; gap: 0.375rem; margin-block: 0.75rem; padding: 0.75rem 1rem; border: 1px solid var(--danger); border-inline-start-width: 3px; border-radius: 0.5rem; background: var(--bad-bg); }
.summary h4 { display: flex; align-items: center; gap: 0.5rem; color: var(--danger); font-size: 0.9375rem; }
.link { padding: 0.125rem 0; min-block-size: 1.5rem; border: 0; background: none; text-align: start; text-decoration: underline; text-underline-offset: 0.2em; cursor: pointer; }
.path { font-family: var(--mono); font-size: 0.8125rem; overflow-wrap: anywhere; }

.changes { display: grid; gap: 0.75rem; margin-block: 0.75rem; }
.change { border: 1px solid var(--border); border-radius: 0.625rem; overflow: clip; }
.change-head { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.5rem; padding: 0.4375rem 0.75rem; background: var(--raised); border-block-end: 1px solid var(--border); }
.side-text { display: flex; gap: 0.625rem; padding: 0.4375rem 0.75rem; font-family: var(--mono); font-size: 0.875rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.side-text.is-words { display: block; }
.side-text.is-removed { background: var(--removed); } .side-text.is-added { background: var(--added); }
.side-text > :is(ins, del) { min-inline-size: 0; }
.is-added ins { text-decoration-thickness: from-font; } .sign { direction: ltr; font-weight: 700; }
ins { text-decoration: underline; text-underline-offset: 0.2em; } del { text-decoration: line-through; }
.is-words ins { background: var(--added); } .is-words del { background: var(--removed); }
`;
