// The demo desk: which demo is shown, and what holds for all of them. A demo is a folder of demos/ whose index.js exports
// `mount`; what stands in it is its own.

import { h } from "./elements/dom.js";
import { DemosNav } from "./desk/demos_nav.js";
import { tellKeeping, tellOffline } from "./desk/presence.js";
import { Place } from "./desk/place.js";

/**
 * @typedef {object} Demo
 * @property {string} id its folder, its part of the address
 * @property {string} title
 * @property {string} line what it shows, in a few words
 * @property {() => Promise<{ mount: Mount }>} load
 */

/**
 * Puts a demo on the page. Resolves when it can be used.
 * @typedef {(root: HTMLElement, place: Place) => Promise<void>} Mount
 */

/** @type {readonly Demo[]} */
const DEMOS = [
  { id: "flight", title: "Book a flight", line: "Asks above your limit", load: () => import("./demos/flight/index.js") },
  { id: "marketing", title: "Send marketing emails", line: "One yes or no for all", load: () => import("./demos/marketing/index.js") },
  { id: "sql", title: "Guard a database", line: "Reads pass, writes ask", load: () => import("./demos/sql/index.js") },
  { id: "travel", title: "Plan a trip", line: "Asks again after edits", load: () => import("./demos/travel/index.js") },
  { id: "plan", title: "Plan, approve, execute", line: "Silence is a no", load: () => import("./demos/plan/index.js") },
  { id: "cluster", title: "Operate a cluster", line: "One question a call", load: () => import("./demos/cluster/index.js") },
  { id: "signoff", title: "Two-person sign-off", line: "Two must sign", load: () => import("./demos/signoff/index.js") },
];

const main = byId("main");
const nav = new DemosNav(byId("demos"), DEMOS);
/** Demos that were asked for in this visit: they stay as they are while another one is on the page. @type {Map<Demo, Promise<HTMLElement>>} */
const mounted = new Map();

/** The demo that the address names, or the first. */
const named = () => DEMOS.find(({ id }) => id === Place.demo()) ?? DEMOS[0];

/** Shows the demo that the address names. */
async function show() {
  const demo = named();
  nav.mark(demo);
  Place.enter(demo);
  const known = mounted.get(demo);
  const mounting = known ?? mount(demo);
  mounted.set(demo, mounting);
  main.setAttribute("aria-busy", "true");
  try {
    put(demo, await mounting);
  } catch (error) {
    mounted.delete(demo);
    put(demo, failure(error));
    if (!known) throw error;
  }
}

/**
 * Puts a demo on the page, unless the person has gone on to another.
 * @param {Demo} demo
 * @param {HTMLElement} root
 */
function put(demo, root) {
  if (demo !== named()) return;
  main.removeAttribute("aria-busy");
  if (!root.isConnected) main.replaceChildren(root);
}

/** @param {Demo} demo */
async function mount(demo) {
  const root = h("div", { class: `demo demo-${demo.id}` });
  const [{ mount: fill }] = await Promise.all([demo.load(), styled(demo)]);
  await fill(root, new Place(demo.id));
  return root;
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

/** @param {unknown} error */
function failure(error) {
  const { code, message } = Object(error);
  return h("section", { class: "notice is-bad", role: "alert" },
    h("h1", null, "The demo could not start"),
    h("p", null, "Nothing was lost or run. Try to load the page again; if you serve it yourself, build it first: cargo xtask build."),
    h("p", { class: "code" }, [code, message ?? String(error)].filter(Boolean).join(": ")));
}

/** @param {string} id */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

addEventListener("hashchange", () => void show());
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
/** Whoever loses the network after this can still do everything. */
async function prepareForOffline() {
  const parts = await Promise.all([import("./haltgraph.js"), import("./elements.js")]);
  await Promise.all(parts.map(({ preload }) => preload()));
}

tellOffline(byId("offline"));
await show();
// What cannot be had now is asked for again by whoever needs it, and the demo says so.
prepareForOffline().catch(() => undefined);
await tellKeeping(byId("keep"));
