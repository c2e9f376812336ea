// Where a person asks for a trip: the request, examples of one, the limit of the gate, and who plans.

import { button, h, icon } from "../../elements/dom.js";

/** @import { Settings } from "./settings.js" */

const EXAMPLES = ["Cheap flight LAX to JFK next Friday", "San Francisco to Los Angeles tomorrow", "London to Tokyo in two weeks, in the evening"];

/**
 * @param {object} parts
 * @param {Settings} parts.settings
 * @param {(request: string) => Promise<void>} parts.ask rejected when the request could not be kept
 * @param {() => void} parts.openSettings
 */
export function requestView({ settings, ask, openSettings }) {
  const field = h("input", { type: "text", id: "request", name: "request", autocomplete: "off", maxlength: 300, required: true, "aria-describedby": "request-problem" });
  const problem = h("p", { class: "problem", id: "request-problem", role: "alert" });
  const form = h("form", { class: "request" },
    h("label", { for: "request" }, "Where do you want to go?"), field, problem,
    h("button", { type: "submit", class: "primary" }, "Plan this trip"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    problem.textContent = "";
    ask(field.value.trim()).catch((error) => {
      problem.textContent = `Nothing was started. ${[error.code, error.message].filter(Boolean).join(": ")}`;
    });
  });
  field.value = EXAMPLES[0];
  return h("section", { class: "card", "aria-labelledby": "ask-title" },
    h("h2", { id: "ask-title" }, "Ask for a trip"), form, examplesView(field), limitView(settings), plannerView(settings, openSettings));
}

/** @param {HTMLInputElement} field */
function examplesView(field) {
  const items = EXAMPLES.map((text) => h("li", null, button(text, () => {
    field.value = text;
    field.focus();
  }, { class: "example" })));
  return h("div", { class: "examples" }, h("h3", { id: "examples-title" }, "Examples"), h("ul", { "aria-labelledby": "examples-title" }, ...items));
}

/** @param {Settings} settings */
function limitView(settings) {
  const field = h("input", { type: "number", id: "limit", min: 0, max: 1_000_000, step: 1, inputmode: "numeric", "aria-describedby": "limit-help limit-problem" });
  const problem = h("p", { class: "problem", id: "limit-problem", role: "alert" });
  const show = () => {
    if (document.activeElement !== field) field.value = String(settings.values.limit);
  };
  field.addEventListener("input", () => {
    const fits = field.value !== "" && field.checkValidity();
    field.setAttribute("aria-invalid", String(!fits));
    problem.textContent = fits ? "" : "Write a whole number of dollars, 0 or more.";
    if (fits) settings.set({ limit: field.valueAsNumber });
  });
  field.addEventListener("blur", () => {
    if (field.getAttribute("aria-invalid") === "true") field.value = String(settings.values.limit);
    field.setAttribute("aria-invalid", "false");
    problem.textContent = "";
  });
  settings.subscribe(show);
  show();
  return h("div", { class: "limit" },
    h("label", { for: "limit" }, "Ask me above"),
    h("span", { class: "amount" }, h("span", { "aria-hidden": "true" }, "$"), field),
    h("p", { class: "help", id: "limit-help" }, "A flight up to this price is booked without a question. It counts for the trips that you ask for next."), problem);
}

/**
 * @param {Settings} settings
 * @param {() => void} openSettings
 */
function plannerView(settings, openSettings) {
  const text = h("span");
  const show = () => {
    const { planner, model } = settings.values;
    text.textContent = planner === "scripted" ? "Planned by a script, also offline." : `Planned by the model ${model || "(not named yet)"}.`;
  };
  settings.subscribe(show);
  show();
  return h("p", { class: "planner" }, text, button("Planner settings", openSettings, { class: "quiet", "aria-haspopup": "dialog" }, icon("edit")));
}
