// Fields of the editor, loaded with it.
export const FIELDS = `
.field + .field, .field + .group, .group + .field { border-block-start: 1px solid var(--border); }
.field-head { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.5rem; }
.label { font-weight: 600; font-size: 0.875rem; overflow-wrap: anywhere; }
.tools { margin-inline-start: auto; display: inline-flex; flex-wrap: wrap; gap: 0.25rem; }
.list { display: grid; gap: 0.375rem; }
.control { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; }
.kind-json textarea, .kind-text input, .kind-multiline textarea, .kind-number input, .item input { font-family: var(--mono); font-size: max(0.875rem, 14px); }
.is-dirty > .control > :is(input, textarea) { background: color-mix(in srgb, var(--accent) 6%, var(--bg)); }
.reading { color: var(--muted); font-size: 0.8125rem; }
.reading:empty { display: none; }
.unset { color: var(--muted); font-style: italic; }
.fixed { display: block; font-family: var(--mono); font-size: 0.875rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.fixed.is-gone { text-decoration: line-through; color: var(--muted); }
.group { padding: 0.25rem 0 0.25rem 1rem; margin-block: 0.75rem; border-inline-start: 2px solid var(--border); min-inline-size: 0; }
.group legend { padding: 0; font-weight: 620; font-size: 0.875rem; }
.options { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; }
.option { display: flex; align-items: center; gap: 0.625rem; min-block-size: 2rem; cursor: pointer; }
.option > span { display: inline-flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.5rem; }
.const { font-family: var(--mono); font-size: 0.8125rem; overflow-wrap: anywhere; }
.item { display: flex; align-items: center; gap: 0.25rem; margin-block-end: 0.375rem; }
.item input { flex: 1; min-inline-size: 0; }
.tool.quiet { min-inline-size: 1.75rem; justify-content: center; padding: 0.25rem; }
.tool.is-back .icon, .tool.is-next .icon { rotate: 90deg; }
.add { justify-self: start; }
.day { position: relative; order: 1; margin-inline-start: auto; }
.calendar { position: absolute; inset-block-end: 0; inset-inline-start: 0; inline-size: 1px !important; min-block-size: 1px !important; padding: 0 !important; border: 0 !important; opacity: 0; pointer-events: none; }
.summary { display: grid; gap: 0.375rem; margin-block: 0.75rem; padding: 0.75rem 1rem; border: 1px solid var(--danger); border-inline-start-width: 3px; border-radius: 0.5rem; background: var(--bad-bg); }
.summary h4 { display: flex; align-items: center; gap: 0.5rem; color: var(--danger); font-size: 0.9375rem; }
.link { padding: 0.125rem 0; min-block-size: 1.5rem; border: 0; background: none; text-align: start; text-decoration: underline; text-underline-offset: 0.2em; cursor: pointer; }
`;
