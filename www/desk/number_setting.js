// A number that a person sets, kept among the settings of a demo: a field that says what fits, and takes nothing else.

import { h } from "../elements/dom.js";

/** @import { Settings } from "./settings.js" */

/**
 * @param {object} parts
 * @param {Settings<any>} parts.settings
 * @param {string} parts.name of the setting
 * @param {string} parts.label
 * @param {string} parts.unit said beside the field
 * @param {string} parts.help
 * @param {number} parts.min
 * @param {number} parts.max whole numbers between the two fit
 */
export function numberSetting({ settings, name, label, unit, help, min, max }) {
  const field = h("input", { type: "number", id: name, min, max, step: 1, inputmode: "numeric", "aria-describedby": `${name}-help ${name}-problem` });
  const problem = h("p", { class: "problem", id: `${name}-problem`, role: "alert" });
  const show = () => {
    if (document.activeElement !== field) field.value = String(settings.values[name]);
  };
  const tell = (/** @type {boolean} */ fits) => {
    field.setAttribute("aria-invalid", String(!fits));
    problem.textContent = fits ? "" : `Write a whole number from ${min} to ${max.toLocaleString("en")}.`;
  };
  field.addEventListener("input", () => {
    const fits = field.value !== "" && field.checkValidity();
    tell(fits);
    if (fits) settings.set({ [name]: field.valueAsNumber });
  });
  field.addEventListener("blur", () => {
    tell(true);
    show();
  });
  settings.subscribe(show);
  show();
  return h("div", { class: "number-setting" }, h("label", { for: name }, label), h("span", { class: "amount" }, field, h("span", null, unit)),
    h("p", { class: "help", id: `${name}-help` }, help), problem);
}
