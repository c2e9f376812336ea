// What a first-time visitor reads: what happens in a demo, why it asks, what outlives the tab.

import { h } from "../elements/dom.js";

/**
 * @typedef {object} IntroWords
 * @property {string} title
 * @property {string} lead
 * @property {readonly (readonly [title: string, text: string])[]} steps what happens, and how to try to break it
 */

/**
 * @param {IntroWords} words
 * @param {Node} [strip] the books in short
 */
export function introView({ title, lead, steps }, strip) {
  return h("header", { class: "intro" },
    h("div", { class: "pitch" },
      h("h1", null, title),
      h("p", { class: "lead" }, lead),
      h("details", { class: "how" }, h("summary", null, "What happens here, and how to try to break it"),
        h("ol", null, ...steps.map(([head, text]) => h("li", null, h("strong", null, head), " ", text))))),
    strip);
}
