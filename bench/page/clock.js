// Times inside a call. A contestant tells the clock that a node begins, or that a part of the call has ended; nothing else
// is kept, so that the clock costs every step the same comparison.

/** The clock of one call. It runs from its making on. */
export class Clock {
  #steps;
  /** Steps whose beginning is a bound, ascending. @type {number[]} */
  #bounds;
  /** @type {number[]} */
  #times = [];
  #begun = 0;
  #began = performance.now();
  #lapped = this.#began;
  /** @type {Record<string, number>} */
  #laps = {};

  /** @param {number} [steps] how many nodes the call runs one after another, where it is steps that are measured */
  constructor(steps = 0) {
    const tenth = Math.floor(steps / 10);
    this.#steps = steps;
    this.#bounds = steps === 0 ? [] : [0, tenth, steps - 1 - tenth, steps - 1];
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
   * Notes that a part of the call has ended, which began where the part before it ended. Parts of one name add up.
   *
   * @param {string} part
   */
  lap(part) {
    const now = performance.now();
    this.#laps[part] = (this.#laps[part] ?? 0) + now - this.#lapped;
    this.#lapped = now;
  }

  /**
   * What was measured, in milliseconds: `total` from the clock's making until now, the laps by name, and of steps
   * `between` (from the first one's beginning to the last one's), `firstTenth` and `lastTenth`.
   *
   * @returns {Record<string, number>}
   * @throws {Error} where the call did not run all its nodes: then it has measured something else
   */
  spans() {
    const total = performance.now() - this.#began;
    if (this.#begun !== this.#steps || this.#times.length !== this.#bounds.length) {
      throw new Error(`a call ran ${this.#begun} of ${this.#steps} steps`);
    }
    return { ...this.#laps, ...this.#course(), total };
  }

  /** @returns {Record<string, number>} */
  #course() {
    if (this.#steps === 0) return {};
    const [first = 0, firstTenth = 0, lastTenth = 0, last = 0] = this.#times;
    return { between: last - first, firstTenth: firstTenth - first, lastTenth: last - lastTenth };
  }
}
