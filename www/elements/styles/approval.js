// The card of one request: two columns where it is wide, one where it is narrow, and on a phone a footer that stays in reach.
export const APPROVAL = `
.card { border: 1px solid var(--border); border-radius: var(--radius); background: var(--bg); overflow: clip; }
.card > * { padding-inline: 1.25rem; }
.header { display: grid; gap: 0.5rem; padding-block: 1.25rem 1rem; }
.eyebrow { display: flex; flex-wrap: wrap; gap: 0.125rem 0.75rem; color: var(--muted); font-size: 0.8125rem; overflow-wrap: anywhere; }
.eyebrow > * + *::before { content: "·"; margin-inline-end: 0.75rem; }
.badges { display: flex; flex-wrap: wrap; gap: 0.375rem; }
.main { display: grid; gap: 1.25rem; padding-block-end: 1.25rem; align-content: start; min-inline-size: 0; }
.args { isolation: isolate; contain: layout paint; }
.side { display: grid; gap: 1rem; align-content: start; padding-block: 1.25rem; border-block-start: 1px solid var(--border); background: var(--raised); min-inline-size: 0; }
.narrative { display: grid; gap: 0.75rem; padding: 0.875rem 1rem; border: 1px dashed var(--edge); border-radius: 0.625rem; contain: layout paint; }
.narrative h3 { font-size: 0.875rem; color: var(--muted); }
.said .rows { border: 0; margin: 0; grid-template-columns: minmax(0, 1fr); }
.said .row { padding-block: 0.125rem; border: 0; row-gap: 0.125rem; }
.said :is(.cell, .key > .badge) { grid-area: auto; }
.said .value { font-family: inherit; font-size: 0.9375rem; flex-basis: 100%; }
.said .quote, .said .type { display: none; }
.said .key > bdi:empty { display: none; }
.said ul { padding-inline-start: 1.125rem; list-style: disc; }
.record { font-size: 0.8125rem; }
.record summary { color: var(--muted); cursor: pointer; min-block-size: 1.5rem; inline-size: fit-content; }
.record dl { display: grid; gap: 0.375rem; margin-block-start: 0.5rem; }
.record dt { color: var(--muted); } .record dd { font-family: var(--mono); overflow-wrap: anywhere; }
.record div { display: grid; grid-template-columns: minmax(0, 7rem) minmax(0, 1fr); gap: 0.5rem; }
.keys div { grid-template-columns: minmax(0, 9rem) minmax(0, 1fr); } .keys dd { font-family: inherit; }
kbd { font-family: var(--mono); font-size: 0.75rem; }
.reason { display: grid; gap: 0.375rem; padding-block-start: 1rem; border-block-start: 1px solid var(--border); }
.reason label { display: flex; gap: 0.5rem; align-items: center; }
.reason label .badge { flex: none; }
.reason textarea { min-block-size: 2.75rem; }
.card-action { display: grid; gap: 0.75rem; padding: 1rem; border: 1px solid var(--border); border-radius: 0.625rem; }
.choice-list { display: grid; gap: 0.5rem; margin-block-start: 0.625rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 14rem), 1fr)); }
.choice { display: grid; gap: 0.125rem; justify-content: start; align-content: center; text-align: start; font-weight: 600; }
.choice-help { color: var(--muted); font-weight: 400; font-size: 0.875rem; }
.footer { display: grid; align-content: start; gap: 0.5rem; padding-block: 1rem; border-block-start: 1px solid var(--border); background: var(--bg); }
.lock { display: flex; align-items: center; gap: 0.5rem; color: var(--warn); font-size: 0.875rem; }
.status { color: var(--muted); font-size: 0.875rem; }
.status:empty { display: none; }
.buttons { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: 1rem; }
.buttons .count { margin-inline-end: auto; }
.buttons.is-turned { justify-content: flex-start; }
.secondary { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 0.5rem; padding-block-end: 0.75rem; margin-block-start: -0.375rem; }
.secondary .decision { min-inline-size: 0; padding-inline: 0.875rem; border-color: transparent; background: none; color: var(--muted); font-weight: 550; font-size: 0.875rem; }
.secondary .decision:hover { color: var(--danger); background: var(--bad-bg); }
.secondary .quiet { min-block-size: 2.75rem; padding-inline: 0.875rem; color: var(--muted); }
.outcome { display: grid; gap: 0.75rem; padding: 1rem 1.125rem; border: 1px solid var(--border); border-radius: 0.75rem; background: var(--raised); }
.outcome .buttons { justify-content: flex-start; }
.banner { display: flex; gap: 0.625rem; font-weight: 600; overflow-wrap: anywhere; }
.banner .icon { inline-size: 1.25rem; block-size: 1.25rem; margin-block-start: 0.125rem; }
.outcome.is-ok { border-color: var(--ok); background: var(--ok-bg); } .is-ok .banner { color: var(--ok); }
.outcome.is-warn { border-color: var(--warn); background: var(--warn-bg); } .is-warn .banner { color: var(--warn); }
.outcome.is-bad { border-color: var(--danger); background: var(--bad-bg); } .is-bad .banner { color: var(--danger); }
.outcome:is(.is-warn, .is-bad, .is-ok) .help { color: var(--fg); }
.thrown { padding: 0.5rem 0.75rem; border-radius: 0.375rem; background: var(--bg); }
.progress { display: flex; align-items: center; gap: 0.625rem; padding-block: 1rem; border-block-start: 1px solid var(--border); font-weight: 600; }
.card > [inert] { opacity: 0.6; }
.spinner { inline-size: 1rem; block-size: 1rem; border: 2px solid var(--border); border-block-start-color: var(--accent); border-radius: 50%; animation: turn 0.9s linear infinite; }
@keyframes turn { to { rotate: 1turn; } }
.is-alone { padding-block: 2.5rem; text-align: center; color: var(--muted); }
.is-loading { display: grid; gap: 0.75rem; padding-block: 1.5rem; min-block-size: 12rem; align-content: start; }
.bone { block-size: 1.25rem; margin-inline: 1.25rem; padding: 0; border-radius: 0.375rem; background: var(--raised); inline-size: 60%; } .bone:first-of-type { inline-size: 35%; }

@container (min-width: 48rem) {
  .card:has(> .side) { display: grid; grid-template: auto auto 1fr auto / minmax(0, var(--halt-max-width, 72ch)) minmax(16rem, 1fr); }
  .card > .header { grid-area: 1 / 1; } .card > .main { grid-area: 2 / 1; }
  .card > .side { grid-area: 1 / 2 / 6 / 3; border-block-start: 0; border-inline-start: 1px solid var(--border); }
  .card > :is(.footer, .progress) { grid-column: 1; } .card > .secondary { grid-column: 1; }
}
@container (max-width: 37.5rem) {
  .card > * { padding-inline: 1rem; }
  .rows { grid-template-columns: minmax(0, 1fr); }
  .row { row-gap: 0.125rem; }
  .key > .type, .cell { grid-area: auto; } .key > bdi { min-inline-size: 0; }
  .key { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.125rem 0.625rem; }
  .depth-1 { padding-inline-start: 0.875rem; } .depth-2 { padding-inline-start: 1.75rem; } .depth-3, .depth-4, .depth-5, .depth-6 { padding-inline-start: 2.25rem; }
  .footer:has(.buttons > :not([hidden])) { position: sticky; inset-block-end: 0; z-index: 1; max-block-size: 40dvh; overflow: auto; padding-block-end: max(0.75rem, env(safe-area-inset-bottom)); padding-block-start: 0.75rem; }
  .card:has(:is(input:not([type="radio"], [type="checkbox"]), textarea):focus) .footer { position: static; }
  .buttons > .decision { flex: 1 1 auto; min-inline-size: min(8rem, 100%); }
  .secondary { justify-content: center; padding-block-start: 0.5rem; }
  :is(button, input, textarea, select, summary, [tabindex]) { scroll-margin-block: 1rem 42dvh; }
}/* Large text on a small screen: a footer in reach would leave no room to read. */
@container (max-width: 16em) { .card .footer:has(.buttons) { position: static; max-block-size: none; } }
`;
