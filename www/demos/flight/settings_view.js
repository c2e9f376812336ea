// The planner's settings in a dialog: a script, or a model at an OpenAI-compatible endpoint.

import { h } from "../../elements/dom.js";

/** @import { FlightSettings } from "./settings.js" */

/** @param {FlightSettings} settings */
export function settingsView(settings) {
  const model = h("fieldset", { class: "model" }, h("legend", null, "Model"),
    textField({ id: "endpoint", label: "Endpoint", type: "url", help: "OpenAI-compatible, without /chat/completions." }, settings.values.endpoint, (endpoint) => settings.set({ endpoint })),
    textField({ id: "model", label: "Name of the model", type: "text" }, settings.values.model, (name) => settings.set({ model: name })),
    textField({ id: "api-key", label: "API key", type: "password", help: "Kept in this tab until it is closed, and nowhere else. Leave it empty if the endpoint wants none." }, settings.apiKey, (key) => {
      settings.apiKey = key;
    }),
    originNote(settings));
  const choices = h("fieldset", { class: "choices" }, h("legend", null, "Who plans"),
    choice(settings, "scripted", "A script", "Reads simple requests. Works offline."),
    choice(settings, "model", "A model", "Reads any wording. It only proposes: what runs is what you approve."));
  const show = () => model.toggleAttribute("disabled", settings.values.planner !== "model");
  settings.subscribe(show);
  show();
  return h("dialog", { class: "settings", "aria-labelledby": "settings-title" },
    h("form", { method: "dialog" }, h("h2", { id: "settings-title" }, "Planner settings"), choices, model,
      h("div", { class: "tools" }, h("button", { type: "submit", class: "primary" }, "Done"))));
}

/**
 * @param {FlightSettings} settings
 * @param {"scripted" | "model"} value
 * @param {string} label
 * @param {string} help
 */
function choice(settings, value, label, help) {
  const id = `planner-${value}`;
  const field = h("input", { type: "radio", name: "planner", id, value, checked: settings.values.planner === value, "aria-describedby": `${id}-help` });
  field.addEventListener("change", () => settings.set({ planner: value }));
  return h("div", { class: "choice" }, field, h("label", { for: id }, label), h("p", { class: "help", id: `${id}-help` }, help));
}

/**
 * @param {{ id: string, label: string, type: string, help?: string }} words
 * @param {string} value
 * @param {(value: string) => void} set
 */
function textField({ id, label, type, help }, value, set) {
  const field = h("input", { type, id, autocomplete: "off", spellcheck: "false", "aria-describedby": help !== undefined && `${id}-help` });
  field.value = value;
  field.addEventListener("input", () => set(field.value.trim()));
  return h("div", { class: "field" }, h("label", { for: id }, label), field, help !== undefined && h("p", { class: "help", id: `${id}-help` }, help));
}

/**
 * Which origin the server of this page has to name, for the page to be allowed to connect to it.
 * @param {FlightSettings} settings
 */
function originNote(settings) {
  const option = h("code");
  const note = h("p", { class: "help" }, "This page may connect to another origin only if its server was started with ", option, ".");
  const show = () => {
    const { endpoint } = settings.values;
    const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
    note.toggleAttribute("hidden", url?.origin === location.origin);
    option.textContent = `--model-origin ${url?.origin ?? "URL"}`;
  };
  settings.subscribe(show);
  show();
  return note;
}
