// The inbox: a list, and beside it the opened request where there is room.
export const INBOX = `
.inbox { display: grid; gap: 1.25rem; }
.column { min-inline-size: 0; border: 1px solid var(--border); border-radius: var(--radius); background: var(--bg); overflow: clip; align-self: start; }
.toolbar { display: grid; gap: 0.625rem; padding: 1rem; border-block-end: 1px solid var(--border); }
.toolbar h2 { font-size: 1.0625rem; }
.list { display: block; }
.list li + li { border-block-start: 1px solid var(--border); }
.inbox-row { display: grid; gap: 0.25rem; inline-size: 100%; padding: 0.75rem 1rem; border: 0; background: none; text-align: start; cursor: pointer; }
.inbox-row:hover { background: var(--raised); }
.inbox-row:focus-visible { outline-offset: -2px; }
.inbox-row[aria-current="true"] { background: color-mix(in srgb, var(--accent) 9%, var(--bg)); box-shadow: inset 3px 0 0 var(--accent); }
.row-top { display: flex; align-items: baseline; gap: 0.5rem; }
.row-name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.age { margin-inline-start: auto; color: var(--muted); font-size: 0.8125rem; white-space: nowrap; }
.dot { inline-size: 0.5rem; block-size: 0.5rem; border-radius: 50%; background: var(--accent); align-self: center; flex: none; }
.row-args { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 0.8125rem; font-family: var(--mono); }
.row-bottom { display: flex; flex-wrap: wrap; align-items: center; gap: 0.375rem; }
.row-where { color: var(--muted); font-size: 0.8125rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.empty { padding: 2rem 1rem; text-align: center; }
.desk { display: grid; gap: 1rem; align-content: start; min-inline-size: 0; }
.to-list, .desk .buttons:not(:has(:not([hidden]))) { display: none; }
.desk .buttons { display: flex; }
:host([layout="list"]) .desk { display: none; }
@container (max-width: 47.99rem) {
  .desk { display: none; }
  .is-open .column { display: none; }
  .is-open .desk { display: grid; }
  .is-open .to-list { display: inline-flex; justify-self: start; }
}
@container (min-width: 48rem) {
  :host(:not([layout="list"])) .inbox { grid-template-columns: minmax(17rem, 22rem) minmax(0, 1fr); }
  .column { position: sticky; inset-block-start: 0; max-block-size: 100dvh; overflow: auto; }
}
@media (forced-colors: active) { .inbox-row[aria-current="true"] { outline: 2px solid Highlight; outline-offset: -2px; } .dot { background: Highlight; forced-color-adjust: none; } }
`;
