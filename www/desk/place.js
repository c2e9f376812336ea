// Where in a demo the person is, as the fragment of the address: `#/flight/flight-3f9a1c20`. So a reload, a second tab and the
// back button all come to the same place.

const PAGE = "Haltgraph demo";

export class Place {
  /** The demo that is shown. @type {{ id: string, title: string } | undefined} */
  static #shown;
  /** How many runs of each demo wait for the person. @type {Map<string, number>} */
  static #waiting = new Map();
  #id;

  /** @param {string} id of the demo */
  constructor(id) {
    this.#id = id;
  }

  /** The demo that the address names. @returns {string | undefined} */
  static demo() {
    return parts()[0];
  }

  /**
   * Says which demo is shown, in the tab's title.
   * @param {{ id: string, title: string }} demo
   */
  static enter(demo) {
    Place.#shown = demo;
    Place.#tell();
  }

  static #tell() {
    const { id = "", title = "" } = Place.#shown ?? {};
    const waiting = Place.#waiting.get(id) ?? 0;
    document.title = `${waiting > 0 ? `(${waiting}) ` : ""}${title} · ${PAGE}`;
  }

  /**
   * Says in the tab's title how many runs of this demo wait for the person, while it is shown.
   * @param {number} waiting
   */
  count(waiting) {
    Place.#waiting.set(this.#id, waiting);
    Place.#tell();
  }

  /** What the address names inside the demo. @returns {string | undefined} */
  get item() {
    const [id, item] = parts();
    return id === this.#id ? item : undefined;
  }

  /**
   * Goes to an item of the demo, or to the demo itself.
   * @param {string | undefined} item
   * @param {{ replace?: boolean }} [options] `replace`: the back button does not come back here
   */
  go(item, { replace = false } = {}) {
    if (item === this.item) return;
    const hash = `#/${[this.#id, ...(item === undefined ? [] : [item])].map(encodeURIComponent).join("/")}`;
    if (replace) {
      history.replaceState(null, "", hash);
      dispatchEvent(new HashChangeEvent("hashchange"));
    } else location.hash = hash;
  }

  /**
   * Tells when the person has gone elsewhere in the demo.
   * @param {() => void} listener
   */
  onChange(listener) {
    addEventListener("hashchange", () => Place.demo() === this.#id && listener());
  }
}

/** @returns {(string | undefined)[]} */
function parts() {
  if (!location.hash.startsWith("#/")) return [];
  return location.hash.slice(2).split("/").map(decoded);
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
