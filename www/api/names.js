// Reserved names of the public surface (S-CON-03).

/** Where a run starts: the source of the first edge. */
export const START = "__start__";
/** Where a branch ends. */
export const END = "__end__";
/** The key under which results and stream events hold questions. */
export const INTERRUPT = "__interrupt__";
