// Rows of values and fields: what stands between the head of a request and its buttons.
export const FORM = `
.rows { display: grid; grid-template-columns: fit-content(11rem) minmax(0, 1fr) auto; column-gap: 1.25rem; margin-block-start: 0.5rem; border-block-start: 1px solid var(--border); }
.row { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; row-gap: 0.25rem; padding-block: 0.5625rem; border-block-end: 1px solid var(--border); }
.depth-1 { padding-inline-start: 1.25rem; } .depth-2 { padding-inline-start: 2.5rem; } .depth-3 { padding-inline-start: 3.75rem; }
.depth-4, .depth-5, .depth-6 { padding-inline-start: 5rem; }
.key { display: contents; }
.key > bdi { min-inline-size: 5rem; font-family: var(--mono); font-size: 0.8125rem; line-height: 1.375rem; color: var(--muted); overflow-wrap: anywhere; }
.key > .type { grid-area: 1 / 3; line-height: 1.375rem; }
.key > .badge { grid-column: 2; justify-self: start; white-space: normal; border-radius: 0.375rem; }
.cell { grid-area: 1 / 2; display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0.125rem 0.75rem; min-inline-size: 0; }
.value { flex: 1 1 12rem; min-inline-size: 0; font-family: var(--mono); font-size: 0.875rem; line-height: 1.375rem; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
.quote { color: var(--muted); user-select: none; }
.secret { display: inline-flex; gap: 0.5rem; }
.copy { color: var(--muted); min-block-size: 1.5rem; min-inline-size: 1.5rem; padding: 0.25rem; margin-block: -0.0625rem; }
.open-all { margin-block-start: 0.5rem; }
.row-arg + .row-arg { margin-inline-start: 0.75rem; } .row-key { color: var(--muted); }
.review .notice { margin-block-start: 0.75rem; }

input:not([type="radio"], [type="checkbox"]), textarea, select {
  inline-size: 100%; min-block-size: 2.5rem; padding: 0.4375rem 0.75rem; border: 1px solid var(--edge); border-radius: 0.5rem;
  background: var(--bg); font-size: max(1rem, 0.9375rem);
}
textarea { field-sizing: content; min-block-size: 4.5rem; max-block-size: 40dvh; resize: vertical; }
input:focus-visible, textarea:focus-visible, select:focus-visible { outline-offset: 0; border-color: var(--ring); border-radius: 0.5rem; }
[aria-invalid="true"]:is(input, textarea, select) { border-color: var(--danger); box-shadow: 0 0 0 1px var(--danger); }
.error { display: flex; align-items: baseline; gap: 0.375rem; color: var(--danger); font-size: 0.875rem; }
.error .icon { align-self: center; }
input[type="radio"], input[type="checkbox"] { inline-size: 1.125rem; block-size: 1.125rem; margin: 0.1875rem; accent-color: var(--accent); flex: none; }
.path { font-family: var(--mono); font-size: 0.8125rem; overflow-wrap: anywhere; }
.field { display: grid; gap: 0.375rem; padding-block: 0.75rem; }
.reason label, .confirm label { font-weight: 600; font-size: 0.875rem; }
`;
