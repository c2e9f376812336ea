// The press that decides (D.6, SR-73): a trusted pointer or key pair that began on the button after it had been visible and
// unmoved for a while. Scripts, held keys, keys pressed elsewhere and clicks on a button that just appeared are dropped. There
// is no upper time limit. `data-settled` tells that a press would count now.

/** How long a button stands still, and the page is visible, before a press on it counts. */
const SETTLE_MS = 400;
const THRESHOLDS = Array.from({ length: 101 }, (_, i) => i / 100);

/**
 * @typedef {object} Guard
 * @property {() => boolean} isSettled
 * @property {() => void} release stops watching
 */

/**
 * Lets only deliberate presses of a button through.
 * @param {HTMLElement} button
 * @param {object} on
 * @param {() => void} on.press
 * @param {() => void} on.early a press that came too early and was dropped
 * @param {() => void} on.settle the button has come to rest
 * @returns {Guard}
 */
export function guard(button, on) {
  const rest = new Rest(button, on.settle);
  const ended = new AbortController();
  const options = { signal: ended.signal };
  /** What began on the button and may become a press. @type {"pointer" | "key" | undefined} */
  let begun;
  const begin = (/** @type {"pointer" | "key"} */ kind) => {
    begun = rest.isSettled() ? kind : undefined;
    if (!begun) on.early();
  };
  const end = (/** @type {"pointer" | "key"} */ kind) => {
    const whole = begun === kind;
    begun = undefined;
    if (whole) on.press();
  };
  button.addEventListener("pointerdown", (event) => event.isTrusted && event.button === 0 && begin("pointer"), options);
  button.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    if (event.repeat) begun = undefined;
    else if (isPlain(event)) begin("key");
  }, options);
  button.addEventListener("keyup", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (isPlain(event)) end("key");
  }, options);
  button.addEventListener("blur", () => {
    begun = undefined;
  }, options);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    if (!event.isTrusted) return;
    // Assistive technology clicks without a pointer or a key: `detail` is 0.
    if (event.detail === 0 && begun === undefined) begin("pointer");
    end("pointer");
  }, options);
  return { isSettled: () => rest.isSettled(), release: () => [ended.abort(), rest.stop()] };
}

/** @param {KeyboardEvent} event */
const isPlain = (event) => event.isTrusted && !event.isComposing && !event.ctrlKey && !event.metaKey && !event.altKey;

/** Watches whether an element is visible and where. */
class Rest {
  /** Since when the element has been visible in one place. */
  #since = Infinity;
  /** @type {DOMRect | undefined} */
  #place;
  /** @type {IntersectionObserver | undefined} */
  #observer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #ended = new AbortController();

  /**
   * @param {HTMLElement} element
   * @param {() => void} onSettle
   */
  constructor(element, onSettle) {
    this.element = element;
    this.onSettle = onSettle;
    document.addEventListener("visibilitychange", () => this.#disturb(), { signal: this.#ended.signal });
    this.#watch();
  }

  stop() {
    this.#ended.abort();
    this.#observer?.disconnect();
    clearTimeout(this.#timer);
  }

  isSettled() {
    const now = this.element.getBoundingClientRect();
    if (!this.#place || moved(this.#place, now)) this.#disturb();
    return document.visibilityState === "visible" && performance.now() - this.#since >= SETTLE_MS;
  }

  #disturb() {
    const place = this.element.getBoundingClientRect();
    this.#place = place;
    this.element.removeAttribute("data-settled");
    this.#since = place.width > 0 ? performance.now() : Infinity;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#rest(), SETTLE_MS);
    this.#watch();
  }

  #rest() {
    if (this.isSettled()) {
      this.element.setAttribute("data-settled", "");
      this.onSettle();
      return;
    }
    // A timer of Firefox may come a moment before the clock says so.
    const left = this.#since + SETTLE_MS - performance.now();
    clearTimeout(this.#timer);
    if (left > 0 && left < Infinity) this.#timer = setTimeout(() => this.#rest(), Math.ceil(left));
  }

  /** Observes a box that fits the element exactly, so that any move changes what intersects. */
  #watch() {
    this.#observer?.disconnect();
    const root = document.documentElement;
    const { left, top, right, bottom } = this.#place ?? new DOMRect();
    const inset = [top, root.clientWidth - right, root.clientHeight - bottom, left].map((side) => `${-Math.floor(side)}px`).join(" ");
    let first = true;
    this.#observer = new IntersectionObserver(() => {
      if (!first || !this.#place) this.#look();
      first = false;
    }, { rootMargin: this.#place?.width ? inset : "0px", threshold: THRESHOLDS, root: document });
    this.#observer.observe(this.element);
  }

  #look() {
    const now = this.element.getBoundingClientRect();
    if (!this.#place || moved(this.#place, now)) this.#disturb();
  }
}

/**
 * @param {DOMRect} a
 * @param {DOMRect} b
 */
const moved = (a, b) => Math.abs(a.x - b.x) >= 1 || Math.abs(a.y - b.y) >= 1 || Math.abs(a.width - b.width) >= 1 || Math.abs(a.height - b.height) >= 1;
