// How a page of this folder tells that its question could be drawn now.

/**
 * Notes the time since the navigation began, once the payload is known.
 *
 * @param {any} payload
 */
export function asked(payload) {
  if (typeof payload?.proposed_action?.name !== "string") throw new Error("this is no question");
  const { report } = /** @type {{ report?: (text: string) => void }} */ (globalThis);
  report?.(String(performance.now()));
}
