// Where a person starts a run: one text field, examples of what to write, and what a demo puts under them.

import { button, h } from "../elements/dom.js";

/** What a person may try: the text itself, or a name for it. @typedef {string | { name: string, text: string }} Example */

/** @param {Example | undefined} example */
const textOf = (example = "") => (typeof example === "string" ? example : example.text);

/**
 * @param {object} parts
 * @param {string} parts.title of the card
 * @param {string} parts.label of the field
 * @param {string} parts.submit the button
 * @param {readonly Example[]} parts.examples the first stands in the field
 * @param {(text: string) => Promise<void>} parts.start rejected when the request could not be kept
 * @param {boolean} [parts.long] a field of several lines; Ctrl+Enter sends it
 * @param {readonly Node[]} [parts.extras] under the examples
 */
export function askView({ title, label, submit, examples, start, long = false, extras = [] }) {
  const field = fieldOf(long);
  const problem = h("p", { class: "problem", id: "request-problem", role: "alert" });
  const form = h("form", { class: "request" }, h("label", { for: "request" }, label), field, problem,
    h("button", { type: "submit", class: "primary" }, submit));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    problem.textContent = "";
    start(field.value.trim()).catch((error) => {
      problem.textContent = `Nothing was started. ${[error.code, error.message].filter(Boolean).join(": ")}`;
    });
  });
  field.value = textOf(examples[0]);
  return h("section", { class: "card", "aria-labelledby": "ask-title" }, h("h2", { id: "ask-title" }, title), form, examplesView(examples, field), ...extras);
}

/** @param {boolean} long */
function fieldOf(long) {
  const attributes = { id: "request", name: "request", autocomplete: "off", required: true, "aria-describedby": "request-problem" };
  if (!long) return h("input", { type: "text", maxlength: 300, ...attributes });
  const field = h("textarea", { rows: 4, maxlength: 10_000, spellcheck: "false", ...attributes });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) field.form?.requestSubmit();
  });
  return field;
}

/**
 * @param {readonly Example[]} examples
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 */
function examplesView(examples, field) {
  const items = examples.map((example) => h("li", null, button(typeof example === "string" ? example : example.name, () => {
    field.value = textOf(example);
    field.focus();
  }, { class: "example" })));
  return h("div", { class: "examples" }, h("h3", { id: "examples-title" }, "Examples"), h("ul", { "aria-labelledby": "examples-title" }, ...items));
}
