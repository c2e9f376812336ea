// What `stream` gives: a ReadableStream that is its own async iterator, over a queue that the run never waits for
// (S-STR-07). What is in it is decided elsewhere.

/** Chunks between a run and its reader. */
export class ChunkQueue {
  /** @type {unknown[]} */
  #chunks = [];
  #read = 0;
  /** How the run ended: undefined while it goes on. @type {{ error?: unknown } | undefined} */
  #ended;
  /** Wakes the reader that waits. @type {() => void} */
  #wake = () => {};

  /** @param {unknown} chunk */
  push(chunk) {
    this.#chunks.push(chunk);
    this.#wake();
  }

  /** @param {{ error?: unknown }} how `error` where the run failed; it comes after the chunks that were there before (S-STR-06) */
  end(how) {
    this.#ended = how;
    this.#wake();
  }

  /**
   * Hands over one chunk or the end, as soon as there is either.
   * @param {ReadableStreamDefaultController<unknown>} controller
   */
  async deliver(controller) {
    while (this.#read === this.#chunks.length && this.#ended === undefined) {
      await new Promise((resolve) => {
        this.#wake = () => resolve(undefined);
      });
    }
    if (this.#read < this.#chunks.length) controller.enqueue(this.#next());
    else if (this.#ended !== undefined && "error" in this.#ended) controller.error(this.#ended.error);
    else controller.close();
  }

  #next() {
    const chunk = this.#chunks[this.#read];
    this.#read += 1;
    if (this.#read === this.#chunks.length) {
      this.#chunks = [];
      this.#read = 0;
    }
    return chunk;
  }
}

/**
 * Chunks of a run. Leaving it early, by `break` or `cancel`, ends the run (S-STR-01).
 * @extends {ReadableStream<any>}
 */
export class RunStream extends ReadableStream {
  /** @type {ReadableStreamDefaultReader<unknown> | undefined} */
  #reader;

  /**
   * @param {ChunkQueue} queue
   * @param {() => void} leave called when the reader does not want the rest
   */
  constructor(queue, leave) {
    super({ pull: (controller) => queue.deliver(controller), cancel: leave }, { highWaterMark: 0 });
  }

  /** @returns {Promise<IteratorResult<any, undefined>>} */
  async next() {
    this.#reader ??= this.getReader();
    const { done, value } = await this.#reader.read();
    return done ? { done, value: undefined } : { done, value };
  }

  /** @returns {Promise<IteratorResult<any, undefined>>} */
  async return() {
    await (this.#reader ?? this).cancel();
    return { done: true, value: undefined };
  }

  /** @returns {any} */
  [Symbol.asyncIterator]() {
    return this;
  }
}
