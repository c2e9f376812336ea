// The demo desk: which demo is shown, and what holds for all of them. A demo is a folder of demos/ whose index.js exports
// `mount`; what stands in it is its own.

import { h } from "./elements/dom.js";
import { tellKeeping, tellOffline } from "./desk/presence.js";
import { Place } from "./desk/place.js";

/**
 * @typedef {object} Demo
 * @property {string} id its folder, its part of the address
 * @property {string} title
 * @property {() => Promise<{ mount: Mount }>} load
 */

/**
 * Puts a demo on the page. Resolves when it can be used.
 * @typedef {(root: HTMLElement, place: Place) => Promise<void>} Mount
 */

/** @type {readonly Demo[]} */
const DEMOS = [
  { id: "flight", title: "Book a flight", load: () => import("./demos/flight/index.js") },
];

const main = /** @type {HTMLElement} */ (document.getElementById("main"));

/** The demo that the address names, or the first. */
const named = () => DEMOS.find(({ id }) => id === Place.demo()) ?? DEMOS[0];

/** @param {Demo} demo */
async function show(demo) {
  listDemos(demo);
  const root = h("div", { class: `demo demo-${demo.id}` });
  try {
    const [{ mount }] = await Promise.all([demo.load(), styled(demo)]);
    await mount(root, new Place(demo.id));
    main.replaceChildren(root);
  } catch (error) {
    main.replaceChildren(failure(error));
    throw error;
  }
}

/**
 * Waits for the style sheet of a demo.
 * @param {Demo} demo
 * @returns {Promise<void>}
 */
function styled({ id }) {
  const sheet = h("link", { rel: "stylesheet", href: `demos/${id}/style.css` });
  const loaded = new Promise((resolve, reject) => {
    sheet.onload = () => resolve(undefined);
    sheet.onerror = () => reject(new Error(`the style sheet of "${id}" is missing`));
  });
  document.head.append(sheet);
  return loaded.then(() => undefined);
}

/** One demo needs no choice. @param {Demo} current */
function listDemos(current) {
  const nav = /** @type {HTMLElement} */ (document.getElementById("demos"));
  nav.toggleAttribute("hidden", DEMOS.length < 2);
  nav.replaceChildren(...DEMOS.map(({ id, title }) => h("a", { href: `#/${id}`, "aria-current": id === current.id && "page" }, title)));
}

/** @param {unknown} error */
function failure(error) {
  const { code, message } = Object(error);
  return h("section", { class: "notice is-bad", role: "alert" },
    h("h1", null, "The demo could not start"),
    h("p", null, "Nothing was lost or run. Try to load the page again; if you serve it yourself, build it first: cargo xtask build."),
    h("p", { class: "code" }, [code, message ?? String(error)].filter(Boolean).join(": ")));
}

let shown = named();
addEventListener("hashchange", () => {
  if (named() === shown) return;
  shown = named();
  location.reload();
});
document.getElementById("skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
tellOffline(/** @type {HTMLElement} */ (document.getElementById("offline")));
await show(shown);
await tellKeeping(/** @type {HTMLElement} */ (document.getElementById("keep")));
