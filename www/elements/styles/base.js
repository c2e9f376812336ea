// Colours, type, buttons, badges, focus. `--halt-*` are the names a page may set; colours come in pairs and follow the page's
// `color-scheme`.
export const BASE = `
:host {
  --bg: var(--halt-bg, light-dark(#ffffff, #16181e));
  --raised: light-dark(#f6f7f9, #1d2027);
  --fg: var(--halt-fg, light-dark(#1a1d24, #e7e9ee));
  --muted: var(--halt-muted, light-dark(#565d6b, #a6adba));
  --border: var(--halt-border, light-dark(#dde0e6, #333844));
  --edge: light-dark(#7d8492, #7b8393);
  --accent: var(--halt-accent, light-dark(#3346c2, #adbaff));
  --on-accent: light-dark(#ffffff, #11152f);
  --danger: var(--halt-danger, light-dark(#b3261e, #ffa096));
  --on-danger: light-dark(#ffffff, #2c0a07);
  --warn: var(--halt-warn, light-dark(#794700, #f4c673));
  --warn-bg: light-dark(#fff4df, #31270f);
  --ok: var(--halt-ok, light-dark(#0f643c, #82dca9));
  --ok-bg: light-dark(#e6f6ec, #10301f);
  --bad-bg: light-dark(#fdeceb, #391715);
  --added: var(--halt-added-bg, light-dark(#d9f4e1, #123824));
  --removed: var(--halt-removed-bg, light-dark(#fde2df, #471b1b));
  --ring: var(--halt-focus, light-dark(#3346c2, #adbaff));
  --space: var(--halt-space, 0.25rem);
  --radius: var(--halt-radius, 0.75rem);
  --mono: var(--halt-font-mono, ui-monospace, "SF Mono", "Cascadia Code", "Roboto Mono", Menlo, Consolas, monospace);
  display: block;
  container-type: inline-size;
  contain-intrinsic-inline-size: 44rem;
  min-inline-size: 0;
  max-inline-size: 100%;
  color: var(--fg);
  font-family: var(--halt-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
  font-size: 0.9375rem;
  line-height: 1.5;
}
:host([hidden]) { display: none; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.hidden {
  position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.header, .main, .side, .narrative, .footer, .reason, .field, .confirm, .outcome, .card-action { grid-template-columns: minmax(0, 1fr); overflow-wrap: anywhere; }
h2, h3, h4, p, dl, dd, ol, ul, fieldset { margin: 0; padding: 0; border: 0; }
h2 { font-size: 1.375rem; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }
h3 { font-size: 1rem; line-height: 1.4; font-weight: 620; }
h4 { font-size: 0.8125rem; font-weight: 600; color: var(--muted); }
ol, ul { list-style: none; }
button, input, textarea, select { font: inherit; color: inherit; letter-spacing: inherit; }
:focus { outline: none; }
:focus-visible { outline: 2px solid var(--ring); outline-offset: 2px; border-radius: 0.375rem; }
.icon { inline-size: 1em; block-size: 1em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.tool { font-family: var(--mono); font-weight: 600; overflow-wrap: anywhere; }
.count { color: var(--muted); font-size: 0.8125rem; font-weight: 400; }
.help { color: var(--muted); font-size: 0.875rem; }
.slot { contain: layout paint; }

.decision {
  display: inline-flex; align-items: center; justify-content: center; gap: 0.5rem;
  min-block-size: 2.75rem; min-inline-size: 9rem; padding: 0.5rem 1.25rem;
  border: 1px solid var(--edge); border-radius: 0.625rem; background: var(--bg); color: var(--fg);
  font-weight: 600; line-height: 1.25; overflow-wrap: break-word; max-inline-size: 100%; cursor: pointer;
  transition: background-color 0.12s, border-color 0.12s, color 0.12s;
}
.decision[aria-disabled]:not([data-settled]) { cursor: progress; }
.decision:hover { background: var(--raised); }
.decision:focus-visible { border-radius: 0.625rem; }
.decision.tone-primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.decision.tone-primary:hover { background: color-mix(in srgb, var(--accent) 88%, var(--fg)); }
.decision.tone-danger { border-color: var(--danger); color: var(--danger); }
.decision.tone-danger:hover { background: var(--bad-bg); }
.decision[aria-disabled="true"] { cursor: not-allowed; background: var(--raised); border-color: var(--border); color: var(--muted); }

.quiet {
  display: inline-flex; align-items: center; gap: 0.375rem; min-block-size: 1.75rem; padding: 0.125rem 0.5rem;
  border: 0; border-radius: 0.375rem; background: none; color: var(--accent); font-size: 0.875rem; font-weight: 550; cursor: pointer;
}
.quiet:hover { background: var(--raised); }
.quiet:disabled { color: var(--muted); opacity: 0.6; cursor: default; background: none; }

.pill, .badge, .type, .mark { font-size: 0.75rem; line-height: 1.25rem; border-radius: 1rem; }
.pill { display: inline-flex; align-items: center; gap: 0.3125rem; max-inline-size: 100%; padding: 0.0625rem 0.5625rem; border: 1px solid var(--border); color: var(--fg); font-weight: 550; }
.pill.risk-low { border-color: var(--ok); color: var(--ok); }
.pill.risk-medium { border-color: var(--edge); }
.pill.risk-high { border-color: var(--warn); background: var(--warn-bg); color: var(--warn); }
.pill.risk-critical { border-color: var(--danger); background: var(--bad-bg); color: var(--danger); }
.deadline.soon { border-color: var(--warn); color: var(--warn); }
.badge { padding: 0 0.5rem; border: 1px solid var(--border); color: var(--muted); }
.badge.is-bad, .badge.is-removed { border-color: var(--danger); color: var(--danger); }
.badge.is-changed, .badge.is-edited, .badge.is-replaced, .badge.is-moved { border-color: var(--accent); color: var(--accent); }
.badge.is-added { border-color: var(--ok); color: var(--ok); }
.type { color: var(--muted); }
.mark {
  display: inline-block; padding: 0 0.3125rem; margin-inline: 0.125rem; border: 1px solid var(--warn); border-radius: 0.25rem;
  background: var(--warn-bg); color: var(--warn); font-family: var(--mono); font-size: 0.6875rem; font-weight: 600; white-space: nowrap; unicode-bidi: isolate;
}
.mixed { text-decoration: underline wavy var(--warn); text-underline-offset: 0.2em; unicode-bidi: isolate; }

.section-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.625rem; }
.section-head > .quiet:last-child { margin-inline-start: auto; align-self: center; }
.notice { padding: 0.625rem 0.875rem; border-radius: 0.5rem; border: 1px solid var(--border); border-inline-start-width: 3px; background: var(--raised); font-size: 0.875rem; }
.notice.is-warn { border-color: var(--warn); background: var(--warn-bg); color: var(--warn); }

@media (prefers-reduced-motion: reduce) { *, *::before, *::after { transition: none !important; animation: none !important; } }
@media (prefers-contrast: more) { :host { --muted: var(--fg); --border: var(--fg); --edge: var(--fg); } }
@media (forced-colors: active) {
  .decision, .quiet { border: 1px solid ButtonText; }
  .decision[aria-disabled="true"] { color: GrayText; border-color: GrayText; }
  .mark, .pill, .badge { border: 1px solid CanvasText; }
  ins, del { border-block-end: 2px solid CanvasText; }
}
`;
