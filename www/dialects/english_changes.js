// The English texts of a difference. Apart, so that they load with it.

export const CHANGES_ENGLISH = /** @type {const} */ ({
  "args.changes": "What this does to the target",
  "diff.added": "Added",
  "diff.removed": "Removed",
  "diff.replaced": "Changed",
  "diff.moved": "Moved from {from, number} to {to, number}",
  "diff.before": "Before",
  "diff.after": "After",
  "diff.type": "{from} → {to}",
  "diff.hidden": "changed (hidden)",
  "diff.newlines": "The style of line breaks changed.",
});
