// What stands at the end of every demo: load the page again, which changes nothing, and begin anew, which forgets everything of
// this demo after it has asked.

import { button, h, icon } from "../elements/dom.js";

/**
 * @param {object} parts
 * @param {string} parts.what what goes, such as `All bookings, and the airline's books`
 * @param {() => Promise<void>} parts.reset
 */
export function controlsView({ what, reset }) {
  const told = h("p", { class: "note", role: "status" });
  const dialog = resetDialog(what, async () => {
    try {
      await reset();
      told.textContent = "The demo is as it was for a new visitor.";
    } catch (error) {
      const { code, message } = Object(error);
      told.textContent = `It could not be reset. ${[code, message].filter(Boolean).join(": ")}`;
    }
  });
  return h("section", { class: "controls", "aria-label": "This demo" },
    button("Reload the page", () => location.reload(), { class: "quiet" }, icon("undo")),
    button("Reset this demo", () => dialog.showModal(), { class: "quiet", "aria-haspopup": "dialog" }, icon("cross")),
    h("p", { class: "help" }, "Reloading changes nothing: every run goes on where it was."), told, dialog);
}

/**
 * @param {string} what
 * @param {() => Promise<void>} then
 */
function resetDialog(what, then) {
  const dialog = h("dialog", { class: "reset", "aria-labelledby": "reset-title" });
  const form = h("form", { method: "dialog" }, h("h2", { id: "reset-title" }, "Reset this demo?"),
    h("p", null, `${what}: all of it is removed from this browser, in every tab. What runs is stopped. The other demos stay as they are.`),
    h("div", { class: "tools" },
      h("button", { type: "submit", class: "quiet", value: "keep", autofocus: true }, "Keep everything"),
      h("button", { type: "submit", class: "primary", value: "reset" }, "Reset")));
  dialog.append(form);
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "reset") void then();
    dialog.returnValue = "";
  });
  return dialog;
}
