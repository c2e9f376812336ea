// `askAgain`: what a gate's `answer` returns instead of an update.

/** A gate's question, asked anew. */
export class AskAgain {
  /** @param {unknown} payload */
  constructor(payload) {
    this.payload = payload;
  }
}

/**
 * Asks anew, as another round of the same gate (S-GATE-04): `answer` is called again, with what was said before in
 * `runtime.rounds`.
 * @param {unknown} payload
 */
export function askAgain(payload) {
  return new AskAgain(payload);
}
