// Where a visitor says who they are.

import { h } from "../../elements/dom.js";
import { PEOPLE } from "./people.js";

/** @import { You } from "./you.js" */

/** @param {You} you */
export function youView(you) {
  const fields = PEOPLE.map(({ id, name, role }) => {
    const field = h("input", { type: "radio", name: "you", id: `you-${id}`, value: id });
    field.addEventListener("change", () => you.become(id));
    return { id, field, element: h("div", { class: "person" }, field, h("label", { for: `you-${id}` }, h("span", { class: "name" }, name), " ", h("span", { class: "role" }, role))) };
  });
  const show = () => fields.forEach(({ id, field }) => {
    field.checked = id === you.person.id;
  });
  you.subscribe(show);
  show();
  return h("section", { class: "card" }, h("fieldset", { class: "you" }, h("legend", null, "You are"), ...fields.map(({ element }) => element)),
    h("p", { class: "help" }, "In place of a sign-in. It counts for this tab: open a second one, and be somebody else there."));
}
