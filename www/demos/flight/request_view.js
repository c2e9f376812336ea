// Where a person asks for a trip: the request, examples of one, the limit of the gate, and who plans.

import { askView } from "../../desk/ask.js";
import { button, h, icon } from "../../elements/dom.js";

/** @import { FlightSettings } from "./settings.js" */

const EXAMPLES = ["Cheap flight LAX to JFK next Friday", "San Francisco to Los Angeles tomorrow", "London to Tokyo in two weeks, in the evening"];

/**
 * @param {object} parts
 * @param {FlightSettings} parts.settings
 * @param {(request: string) => Promise<void>} parts.ask rejected when the request could not be kept
 * @param {() => void} parts.openSettings
 */
export const requestView = ({ settings, ask, openSettings }) => askView({
  title: "Ask for a trip", label: "Where do you want to go?", submit: "Plan this trip", examples: EXAMPLES, start: ask,
  extras: [limitView(settings), plannerView(settings, openSettings)],
});

/** @param {FlightSettings} settings */
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
 * @param {FlightSettings} settings
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
