// What the browser grants the page: whether it is online, and whether it keeps what the page stores (approvals D.8).

import { button } from "../elements/dom.js";

/**
 * Says while there is no network that decisions work all the same.
 * @param {HTMLElement} chip
 */
export function tellOffline(chip) {
  const tell = () => {
    chip.textContent = navigator.onLine ? "" : "Offline. Decisions are kept here and run now; steps that need the network wait.";
  };
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();
}

/**
 * Says that the browser may clear the page's data, and offers to ask it not to: it wants to be asked by a press.
 * @param {HTMLElement} note
 */
export async function tellKeeping(note) {
  const { storage } = navigator;
  if (typeof storage?.persisted !== "function" || await storage.persisted()) return;
  const ask = button("Keep data", async () => {
    note.textContent = await storage.persist() ? "The data of this page is kept until you clear it." : "The browser did not agree to that. A bookmark of this page may change its mind.";
  }, { class: "quiet" });
  note.replaceChildren("When space is short, the browser may clear what this page keeps. ", ask);
}
