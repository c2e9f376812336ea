// Times inside a call: when its first node began, its last one, and where its first and last tenth are bounded. Nothing is
// kept for the steps between, so that the clock costs every step the same comparison.

/** The clock of one call. Every node tells it that it begins. */
export class Clock {
  #steps;
  /** Steps whose beginning is a bound, ascending. @type {number[]} */
  #bounds;
  /** @type {number[]} */
  #times = [];
  #begun = 0;

  /** @param {number} steps how many nodes the call runs */
  constructor(steps) {
    const tenth = Math.floor(steps / 10);
    this.#steps = steps;
    this.#bounds = [0, tenth, steps - 1 - tenth, steps - 1];
  }

  /**
   * Notes that a node begins.
   *
   * @param {number} step from 0
   */
  begin(step) {
    this.#begun += 1;
    while (step === this.#bounds[this.#times.length]) {
      this.#times.push(performance.now());
    }
  }

  /**
   * What was measured, in milliseconds.
   *
   * @throws {Error} where the call did not run all its nodes: then it has measured something else
   */
  spans() {
    if (this.#begun !== this.#steps || this.#times.length !== this.#bounds.length) {
      throw new Error(`a call ran ${this.#begun} of ${this.#steps} steps`);
    }
    const [first = 0, firstTenth = 0, lastTenth = 0, last = 0] = this.#times;
    return { between: last - first, firstTenth: firstTenth - first, lastTenth: last - lastTenth };
  }
}
