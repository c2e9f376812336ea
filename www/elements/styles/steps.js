// Second steps and verdicts on several actions, loaded with what shows them.
export const STEPS = `
.said-of { display: grid; gap: 0.75rem; min-inline-size: 0; } .said-of .reason { padding: 0; border: 0; }
.chips { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
.chip { display: inline-flex; align-items: center; gap: 0.375rem; min-block-size: 2.5rem; padding-inline: 0.75rem 1rem; border: 1px solid var(--edge); border-radius: 0.625rem; font-weight: 550; cursor: pointer; }
.chip:has(:checked) { border-color: var(--accent); background: color-mix(in srgb, var(--accent) 9%, var(--bg)); }
.confirm { display: grid; gap: 1rem; padding: 1.125rem; border: 1px solid var(--warn); border-radius: 0.75rem; }
.confirm-ways { display: grid; gap: 0.75rem; }
.verdicts { display: grid; gap: 0.75rem; } .verdict dd { display: grid; padding-block: 0.25rem; overflow-wrap: anywhere; } .verdict .row-arg { font-family: var(--mono); } .verdict dt { font-weight: 620; } .verdict dt::first-letter { text-transform: uppercase; }
`;
