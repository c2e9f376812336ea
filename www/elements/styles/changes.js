// Differences, loaded with what shows them.
export const CHANGES = `
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
